"""The update of a full kit beside cruft's and copier's, on the same edits: python tests/benchmarks/updating.py

The peers run where they are installed (`pip install cruft copier`, in an environment whose folder of
programs is given: `--peers /opt/peers/bin`); they need git, ours must not. User seconds, lowest of three.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.benchmarks.run import FIRST, ROOT, best, linyi, show

GIT = {
    **os.environ, "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.invalid", "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.invalid", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.quotePath", "GIT_CONFIG_VALUE_0": "false",
}
TEXTS = ("制度", "表单", "培训")


def run(folder: Path, *command: object) -> None:
    subprocess.run(list(map(str, command)), cwd=folder, check=True, capture_output=True, env=GIT)


def first_kit(work: Path) -> Path:
    """Linyi's kit, made by 1.0.0's own program."""
    program, kit = work / "first", work / "1.0.0"
    program.mkdir()
    archive = subprocess.run(["git", "archive", FIRST], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "x"], input=archive, cwd=program, check=True)
    subprocess.run([sys.executable, "-m", "toolkit", "new", "临沂", "--no-input", "--out", kit], check=True, capture_output=True,
                   cwd=program, env={**os.environ, "PYTHONPATH": str(program)})
    return kit


def edited(kit: Path) -> None:
    """A sentence of the city's own at the end of twenty documents' first clauses."""
    files = sorted(path for folder in TEXTS for path in (kit / folder).glob("*.md"))
    for path in files[:: max(1, len(files) // 20)][:20]:
        head, mark, rest = path.read_text(encoding="utf-8").partition("\n### ")
        title, gap, body = rest.partition("\n\n")
        path.write_text(f"{head}{mark}{title}{gap}本市另有规定的，从其规定。\n\n{body}", encoding="utf-8")


def copied(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def template(work: Path, name: str, inner: str, old: Path, new: Path, more: dict[str, str]) -> Path:
    """A git repository with the same texts in two versions."""
    folder = work / name
    folder.mkdir()
    run(folder, "git", "init", "-q", "-b", "main")
    for version, kit in (("1.0.0", old), ("1.1.0", new)):
        shutil.rmtree(folder / inner, ignore_errors=True)
        for part in TEXTS:
            shutil.copytree(kit / part, folder / inner / part)
        for path, text in more.items():
            (folder / path).write_text(text, encoding="utf-8")
        run(folder, "git", "add", "-A")
        run(folder, "git", "commit", "-qm", version)
        run(folder, "git", "tag", version)
    return folder


def project(made: Path) -> None:
    run(made, "git", "init", "-q", "-b", "main")
    run(made, "git", "add", "-A")
    run(made, "git", "commit", "-qm", "made")
    edited(made)
    run(made, "git", "add", "-A")
    run(made, "git", "commit", "-qm", "edited")


def cruft(work: Path, programs: Path, old: Path, new: Path) -> float:
    settings = json.dumps({"folder": "kit", "_copy_without_render": ["*"]})
    source = template(work, "cruft-template", "{{cookiecutter.folder}}", old, new, {"cookiecutter.json": settings})
    made = work / "cruft" / "kit"
    made.parent.mkdir()
    run(made.parent, programs / "cruft", "create", source, "--checkout", "1.0.0", "--no-input")
    project(made)
    return best(
        lambda: subprocess.run([programs / "cruft", "update", "-y", "--checkout", "1.1.0"], cwd=work / "try", capture_output=True, env=GIT, check=False),
        before=lambda: copied(made, work / "try"), system=False,
    )


def copier(work: Path, programs: Path, old: Path, new: Path) -> float:
    source = template(work, "copier-template", "kit", old, new, {
        "copier.yml": "_subdirectory: kit\n", "kit/{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers|to_nice_yaml }}",
    })
    made = work / "copier"
    run(work, programs / "copier", "copy", "--defaults", "--vcs-ref", "1.0.0", source, made)
    project(made)
    return best(
        lambda: subprocess.run([programs / "copier", "update", "--defaults", "--vcs-ref", "1.1.0"], cwd=work / "try", capture_output=True, env=GIT, check=False),
        before=lambda: copied(made, work / "try"), system=False,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--peers", type=Path, help="the folder of cruft and copier")
    programs = options.parse_args().peers
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        old, new, kit = first_kit(work), work / "new", work / "临沂市"
        linyi("new", "临沂", "--no-input", "--out", new)
        own = work / "own"
        shutil.copytree(old, own)
        edited(own)
        check = best(lambda: linyi("check", kit), before=lambda: copied(own, kit), system=False)
        update = best(lambda: linyi("update", kit), before=lambda: copied(own, kit), system=False)
        show("linyi check of a kit of 1.0.0 with 20 edits, user seconds", check, "")
        show("linyi update of it, as a share of that", update / check, "<= 1.5")
        if programs:
            for peer, limit in ((cruft, "<= 0.10"), (copier, "<= 0.04")):
                seconds = peer(work, programs, old, new)
                show(f"{peer.__name__} update, user seconds", seconds, "")
                show(f"linyi update, as a share of {peer.__name__}'s", update / seconds, limit)


if __name__ == "__main__":
    main()
