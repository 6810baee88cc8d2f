"""What the world is made of: fields, kinds, codes and resources, as plain values without I/O."""
