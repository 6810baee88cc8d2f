"""What the services ask of the outside world: one file a port, one adapter or more for each."""
