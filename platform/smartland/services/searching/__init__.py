"""What people type, found over everything that is published."""
