"""How well two sides fit: one file a signal, one table of weights, and no I/O."""
