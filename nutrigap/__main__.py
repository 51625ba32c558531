"""``python -m nutrigap``."""

import sys


def run() -> int:
    """The command line; stopped while its modules are still loading it is as quiet as later."""
    try:
        from nutrigap.cli import main

        return main()
    except KeyboardInterrupt:
        sys.exit("Aborted!")


if __name__ == "__main__":
    sys.exit(run())
