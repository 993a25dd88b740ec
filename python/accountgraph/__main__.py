"""`python -m accountgraph` is the command line."""

import sys

if __name__ == "__main__":
    try:
        from .cli import main

        main()
    except KeyboardInterrupt:
        print("accountgraph: interrupted", file=sys.stderr)
        sys.exit(130)
