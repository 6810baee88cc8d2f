"""Between domain and graph: pure, by the declarations."""
