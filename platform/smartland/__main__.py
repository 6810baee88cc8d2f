"""``python -m smartland`` is the command ``smartland``."""

from smartland.cli import main

if __name__ == "__main__":
    main()
