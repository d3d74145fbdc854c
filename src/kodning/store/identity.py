"""What tells a store of kodning's from any other SQLite file, and one version of it from another."""

APPLICATION_ID = 0x6B6F646E  # "kodn"
SCHEMA_VERSION = 13  # how many migrations there are
