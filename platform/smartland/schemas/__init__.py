"""The shapes of JSON documents, derived from the declarations."""
