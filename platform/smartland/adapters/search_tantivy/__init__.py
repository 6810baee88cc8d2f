"""The search index embedded in the process: tantivy."""
