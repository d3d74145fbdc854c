"""Results made ready for people and programs: tables, quote extracts, documents with their codings."""
