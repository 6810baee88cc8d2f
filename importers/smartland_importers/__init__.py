"""What brings data in: one module an importer, found by entry point."""
