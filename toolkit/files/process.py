"""How a process of ours is started."""

from __future__ import annotations

import subprocess

# On Windows a program for the terminal opens a black window where who starts it has none, as the desk hasn't.
UNSEEN: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
