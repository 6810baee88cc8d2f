"""What people do with the platform: one file a thing."""
