"""What the search engines have in common: stems, pages, weights of the parts of a document."""
