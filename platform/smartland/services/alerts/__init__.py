"""Saved searches: kept, tried on every change, told by feed and by webhook."""
