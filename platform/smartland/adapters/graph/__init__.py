"""The SPARQL store: reader processes over pyoxigraph, a snapshot and a log."""
