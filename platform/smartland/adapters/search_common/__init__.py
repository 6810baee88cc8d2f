"""What every search engine does alike: one analysis, one meaning of a query, one order of pages."""
