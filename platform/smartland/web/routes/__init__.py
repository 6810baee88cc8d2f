"""One file a family of routes: parse, ask one service, answer."""
