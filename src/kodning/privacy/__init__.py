"""Finding and replacing what identifies a person: an assistant that lists and asks, never a promise."""
