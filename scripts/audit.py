"""`python scripts/audit.py`: known weaknesses of the versions in constraints.txt, as pip-audit finds them.

Ends with 0 where every package was looked up and none is known; with 1 where some are, a line each;
with 2 where a package could not be looked up, or the lists of weaknesses cannot be reached. pip-audit itself
ends with 0 then, as if there were none. It needs pip-audit and, to find anything, a network.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"
SHOWN = 5
SERVICES = ("pypi", "osv")  # both are asked: either may be out of reach, or know less


def main() -> int:
    answers = [answer for service in SERVICES if (answer := asked(service)) is not None]
    lines, code = told(answers)
    print("\n".join(lines))
    return code


def asked(service: str) -> list[dict[str, Any]] | None:
    """What one service says of each package; None where it cannot be reached."""
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--requirement", str(CONSTRAINTS), "--no-deps", "--disable-pip",
         "--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return None
    return found


def told(answers: list[list[dict[str, Any]]]) -> tuple[list[str], int]:
    """Lines for people, and the exit code, from what the services answered."""
    if not answers:
        return ["error: not audited: no list of weaknesses can be reached"], 2
    packages = [package for answer in answers for package in answer]
    looked_up = {package["name"] for package in packages if "vulns" in package}
    missing = sorted({package["name"] for package in packages} - looked_up)
    weak = sorted({
        f"error: {package['name']} {package['version']}: {weakness['id']}, {mended(weakness)}"
        for package in packages for weakness in package.get("vulns", [])
    })
    lines = weak + ([gap(missing, len(looked_up) + len(missing))] if missing else [])
    return lines or [f"{len(looked_up)} packages, no known weakness"], 1 if weak else 2 if missing else 0


def gap(missing: list[str], total: int) -> str:
    names = ", ".join(missing[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
    return f"error: not audited: {len(missing)} of {total} packages cannot be looked up: {names}"


def mended(weakness: dict[str, Any]) -> str:
    versions = weakness.get("fix_versions") or []
    return f"mended in {', '.join(versions)}" if versions else "not mended yet"


if __name__ == "__main__":
    sys.exit(main())
