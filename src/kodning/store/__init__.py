"""The one SQLite file: schema, migrations, connections, and the single path by which anything is written."""
