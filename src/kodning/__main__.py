"""`python -m kodning`."""

from kodning.cli.main import main

if __name__ == "__main__":
    main()
