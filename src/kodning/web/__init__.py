"""The workbench in the browser: a shell over the same functions as the command line."""
