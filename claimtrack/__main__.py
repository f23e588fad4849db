"""``python -m claimtrack``: the command line."""

from claimtrack.cli import main

if __name__ == "__main__":
    main()
