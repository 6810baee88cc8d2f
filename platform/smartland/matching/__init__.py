"""How well two records fit, and why: no I/O."""
