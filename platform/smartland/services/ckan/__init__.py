"""Our datasets as a CKAN portal shows them (Action API v3, read only)."""
