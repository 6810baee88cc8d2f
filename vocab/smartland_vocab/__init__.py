"""The Smart Land vocabulary: ontology, SKOS schemes, SHACL shapes, JSON-LD context."""
