"""The search index on Elasticsearch or OpenSearch."""
