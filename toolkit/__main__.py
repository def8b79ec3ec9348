"""`python -m toolkit` is `linyi`."""

from toolkit.cli import run

run()
