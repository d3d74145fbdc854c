"""The command line: arguments in, the project's functions called, tables out."""
