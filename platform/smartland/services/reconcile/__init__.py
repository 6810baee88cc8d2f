"""Names matched with our resources (Reconciliation Service API 0.2)."""
