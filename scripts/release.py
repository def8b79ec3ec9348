"""Makes a release in one command: python scripts/release.py 1.1.0 [--on 2027-01-31] [--text] [--dry-run]

    --text      the text is released too, under the version that policies/version.yaml names
    --on        the day of the release; today unless told
    --dry-run   the checks alone: nothing is written

It refuses a dirty tree, a version that is not newer, a text whose changes are not explained, and a
failing check. Then it records the text, writes the versions and the changelog, builds the wheel,
the source archive, the offline folder, the zip with Python inside and the SBOM into dist/, and commits. The tag is yours to set.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit import __version__  # noqa: E402
from toolkit.text import policy, releases  # noqa: E402
from toolkit.text.policy import Document  # noqa: E402

CHANGELOG = "CHANGELOG.md"
UNRELEASED = "## Unreleased\n"



class Refused(Exception):
    """The release cannot be made; nothing was written."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("--on", default=date.today().isoformat())
    parser.add_argument("--text", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args(arguments)
    try:
        refuse_dirty(ROOT)
        refuse_version(ROOT, given.version, given.text)
        check(ROOT)
        if given.dry_run:
            print(f"{given.version} can be released")
            return 0
        prepare(ROOT, given.version, given.on, given.text)
        build(ROOT, given.version)
        git(ROOT, "add", "-A")
        git(ROOT, "commit", "-q", "-m", f"Release {given.version}")
    except Refused as error:
        print(f"not released: {error}", file=sys.stderr)
        return 1
    print(f"released {given.version}: dist/. Next: git tag v{given.version}")
    return 0


def refuse_dirty(root: Path) -> None:
    if git(root, "status", "--porcelain"):
        raise Refused("the tree has changes that are not committed; commit or stash them first")


def refuse_version(root: Path, version: str, text: bool) -> None:
    """The version is newer than the last, and a released text is explained change by change."""
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        raise Refused(f"{version} is no version such as 1.1.0")
    policies = root / "policies"
    done = releases.versions(policies)
    released = re.findall(r"^## ([0-9.]+) — ", (root / CHANGELOG).read_text(encoding="utf-8"), re.M)
    if released and releases.ordered(version) <= max(map(releases.ordered, released)):
        raise Refused(f"{version} is not newer than {released[0]}")
    own = releases.text_version(policies)
    if releases.ordered(own.needs_toolkit) > releases.ordered(version):
        raise Refused(f"the text needs toolkit {own.needs_toolkit}, which is newer than {version}")
    if text and own.version in done:
        raise Refused(f"the text {own.version} is released already; raise policies/version.yaml")
    if not text and own.version not in done:
        raise Refused(f"the text {own.version} is not released yet: add --text")
    faults = list(unexplained(root))
    if faults:
        raise Refused("\n".join(faults))


def unexplained(root: Path) -> list[str]:
    """What the text changes since its last release without a reason or a new version, a line each."""
    policies = root / "policies"
    done = releases.versions(policies)
    if not done:
        return []
    version = releases.text_version(policies).version
    old, new = documents(releases.folder(policies, done[-1])), documents(root)
    differing = list(releases.differing(old, new)) + differing_registers(root, done[-1])
    known = {change.id for change in releases.changes(policies, version)} if version not in done else set()
    faults = [f"{name}: changed since {done[-1]}, and policies/releases/{version}.yaml gives no reason"
              for name in differing if name not in known]
    faults += [f"{name}: a reason is given, but nothing changed since {done[-1]}" for name in sorted(known - set(differing))]
    if version not in done:
        faults += [
            f"{change.id}: its reason is law, and no decide_by says until when a city should have decided"
            for change in releases.changes(policies, version) if change.reason == "law" and not change.decide_by
        ]
    before = {document.id: document.data["version"] for document in old}
    changed = {name[:3] for name in differing if name[0] != "R"}
    for document in new:
        wanted = version if document.id in changed else before.get(document.id, version)
        if document.data["version"] != wanted:
            faults.append(f"{document.id}: its version should be {wanted}, not {document.data['version']}")
    return faults


def documents(root: Path) -> list[Document]:
    """The documents below a release's folder or the shared sources."""
    return [policy.read(path, name)[0] for name, path in releases.files(root) if path.suffix == ".md"]


def differing_registers(root: Path, version: str) -> list[str]:
    """Ids of the registers whose definitions are not as in that release."""
    def read(place: Path) -> dict[str, str]:
        return {path.name[:3]: path.read_text(encoding="utf-8") for _, path in releases.files(place) if path.suffix == ".yaml"}

    was, now = read(releases.folder(root / "policies", version)), read(root)
    return sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))


def check(root: Path) -> None:
    """Style, types, all tests. Raises Refused at the first that fails."""
    for name, command in (
        ("ruff", ["ruff", "check", "."]), ("mypy", ["mypy"]),
        ("pytest", ["pytest", "-q", "-n", "auto", "-m", "slow or not slow"]),
    ):
        if subprocess.run([sys.executable, "-m", *command], cwd=root, check=False).returncode:
            raise Refused(f"{name} failed")


def prepare(root: Path, version: str, on: str, text: bool) -> None:
    """Writes the versions, the changelog and, with `text`, the record of the text."""
    path = root / "toolkit" / "__init__.py"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace(f'"{__version__}"', f'"{version}"'), encoding="utf-8", newline="\n")
    number = releases.text_version(root / "policies").version
    if text:
        record_text(root, number, on)
    path = root / CHANGELOG
    path.write_text(changelog(path.read_text(encoding="utf-8"), version, on, policy_text(root, number) if text else ""),
                    encoding="utf-8", newline="\n")


def record_text(root: Path, version: str, on: str) -> None:
    """Keeps the documents as they are now below policies/releases/, with their index."""
    target = releases.folder(root / "policies", version)
    for name, path in releases.files(root):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)
    index = yaml.safe_dump(releases.record(documents(root), version, on), allow_unicode=True, sort_keys=False)
    (target / releases.INDEX).write_text(index, encoding="utf-8", newline="\n")


def policy_text(root: Path, version: str) -> str:
    """The changelog's part on the text, from the reasons: documents in their order, a line a clause."""
    lines: list[str] = []
    last = ""
    for change in sorted(releases.changes(root / "policies", version), key=lambda change: change.id):
        document = change.id[:3]
        if document != last:
            lines += ["", f"#### {document}", ""]
            last = document
        kind = "new" if change.old is None else "withdrawn" if change.new is None else change.reason
        by = f", decide by {change.decide_by}" if change.decide_by else ""
        lines.append(f"- `{change.id}` ({kind}{by}): {change.why}")
    return "\n".join(lines).strip("\n")


def changelog(text: str, version: str, on: str, of_text: str) -> str:
    """The changelog with what was unreleased under its version, and an empty "Unreleased" above it."""
    if UNRELEASED not in text:
        raise Refused(f"{CHANGELOG} has no part {UNRELEASED.strip()}")
    head, _, rest = text.partition(UNRELEASED)
    if of_text:
        mark = "### Policy text\n"
        if mark in rest.split("\n## ")[0]:
            rest = rest.replace(mark, f"{mark}\n{of_text}\n", 1)
        else:
            rest = f"\n{mark}\n{of_text}\n{rest}"
    return f"{head}{UNRELEASED}\n## {version} — {on}\n{rest}"


def build(root: Path, version: str) -> None:
    """The wheel, the source archive, the offline folder, the zip with Python inside and the SBOM of the wheels, in dist/."""
    dist = root / "dist"
    offline = dist / f"linyi-kit-{version}-offline"
    shutil.rmtree(dist, ignore_errors=True)
    for command in (
        ["-m", "build", "-q", "--outdir", str(dist), str(root)],
        [str(root / "scripts" / "offline.py"), str(offline)],
        [str(root / "scripts" / "offline.py"), str(dist / f"linyi-kit-{version}-desk.zip")],
        [str(root / "scripts" / "sbom.py"), str(offline / "wheels"), str(dist / f"linyi-kit-{version}.cdx.json")],
    ):
        if subprocess.run([sys.executable, *command], cwd=root, check=False).returncode:
            raise Refused(f"{' '.join(command[:3])} failed; `git checkout .` takes the written versions back")


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(done.stderr.strip())
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
