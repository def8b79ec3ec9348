"""What a static host may tell browsers: everything comes from the site itself, and only its own scripts run.

Written as `_headers`, a file that several static hosts read; for others its lines are copied by hand.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

PATH = "_headers"
_INLINE = re.compile(rb"<script>(.*?)</script>", re.S)


def headers(files: Mapping[str, bytes]) -> bytes:
    """The file's content for a site of these files: path → content."""
    lines = ["/*", f"  Content-Security-Policy: {policy(files)}", "  X-Content-Type-Options: nosniff",
             "  Referrer-Policy: no-referrer"]
    return "\n".join([*lines, ""]).encode()


def policy(files: Mapping[str, bytes]) -> str:
    """The theme's inline scripts are named by their hashes; any other does not run."""
    scripts = {script for path, page in files.items() if path.endswith(".html") for script in _INLINE.findall(page)}
    hashes = sorted(f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts)
    rules = {
        "default-src": "'none'", "script-src": " ".join(["'self'", *hashes]), "worker-src": "'self'",
        "style-src": "'self' 'unsafe-inline'", "img-src": "'self' data:", "font-src": "'self'",
        "connect-src": "'self'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
