"""`python -m toolkit` is `linyi`."""

import os


def run() -> None:
    """The console script."""
    try:
        from toolkit.cli import run as run_command
    except KeyboardInterrupt:  # Ctrl-C before there is anybody to hear it
        os._exit(130)
    run_command()


if __name__ == "__main__":
    run()
