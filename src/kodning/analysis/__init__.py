"""Counting and extracting: theme frequencies and quotes. Counts come from SQL, so that Datasette sees the same."""
