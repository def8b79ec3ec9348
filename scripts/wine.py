"""Tries the zip with Python inside once under wine, and compares what it makes with what this system makes.

    python scripts/wine.py 临沂工具包.zip [FOLDER]

Runs doctor, new, check and build under wine and here, opens the desk as 打开.bat does and asks for its first page, and
names every file whose bytes differ. Ends with 1 where a step fails or a file differs that should not: with other fonts
PDFs may, and what carries them. It needs wine; one before 8.5 lacks two functions of
Windows 10, for which it needs x86_64-w64-mingw32-gcc too. FOLDER keeps what is made; else nothing stays.

Wine is not Windows: double-click, Explorer's unpacking, Defender and the browser stay untested.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
CITY, KIT = "临沂", "临沂市"
FORMATS = "docx,pdf,packs,xlsx,pptx,calendar,handbook,site"
OF_FONTS = {".pdf"}
_TIMEOUT = 900
# What wine 8 lacks of Windows 10: random numbers under a newer name, and a copy that Python falls back from.
_PRNG = "LIBRARY bcryptprimitives\nEXPORTS\n  ProcessPrng = advapi32.SystemFunction036\n"
_WITHOUT = "import sys\nsys.modules['_wmi'] = None\nimport _winapi\nif hasattr(_winapi, 'CopyFile2'):\n    del _winapi.CopyFile2\n"


def main(packed: Path, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(folder)
        place = folder / archive.namelist()[0].partition("/")[0]
    wine = _prepared(folder, place)
    python = place / "program" / "python" / "python.exe"
    here, there = folder / "here", place / "工具包"
    here.mkdir(exist_ok=True)
    there.mkdir(exist_ok=True)
    ours = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    bad = 0
    for words, good in (
        (["doctor"], (0, 1)), (["new", CITY, "--no-input", "--out", KIT], (0,)), (["check", KIT], (0,)),
        (["build", KIT, "--only", FORMATS], (0,)),
    ):
        for name, program, place_, env in (("wine", ["wine", str(python), "-X", "utf8"], there, wine), ("here", [sys.executable], here, ours)):
            start = time.monotonic()
            done = subprocess.run(
                [*program, "-m", "toolkit", "--lang", "zh", *words], cwd=place_, env=env, capture_output=True, timeout=_TIMEOUT, check=False,
                stdin=subprocess.DEVNULL,
            )
            print(f"{name}  {' '.join(words[:1])}: {done.returncode} in {time.monotonic() - start:.1f} s", flush=True)
            if words == ["doctor"]:
                print(done.stdout.decode("utf-8", "replace"))
            if done.returncode not in good:
                bad += 1
                print(done.stdout.decode("utf-8", "replace")[-1500:], done.stderr.decode("utf-8", "replace")[-3000:])
    bad += _first_page(place, wine)
    bad += _compared(there / KIT, here / KIT)
    subprocess.run(["wineserver", "-k"], env=wine, check=False)
    return int(bool(bad))


def _prepared(folder: Path, place: Path) -> dict[str, str]:
    """The environment of a fresh wine that says it is Windows 10."""
    wine = {
        **os.environ, "WINEPREFIX": str(folder / "wine"), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
        "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1",
    }
    wine.pop("PYTHONPATH", None)
    wine.pop("DISPLAY", None)
    subprocess.run(["wineboot", "--init"], env=wine, check=True, capture_output=True, timeout=_TIMEOUT)
    subprocess.run(["wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f"], env=wine, check=True, capture_output=True, timeout=_TIMEOUT)
    system = folder / "wine" / "drive_c" / "windows" / "system32"
    if not (system / "bcryptprimitives.dll").is_file():
        (folder / "prng.def").write_text(_PRNG, encoding="ascii")
        subprocess.run(
            ["x86_64-w64-mingw32-gcc", "-shared", "-nostdlib", "-o", str(system / "bcryptprimitives.dll"), str(folder / "prng.def"), "-ladvapi32"],
            check=True, timeout=_TIMEOUT,
        )
        (place / "program" / "python" / "Lib" / "site-packages" / "sitecustomize.py").write_text(_WITHOUT, encoding="ascii")
    return wine


def _first_page(place: Path, wine: dict[str, str]) -> int:
    """The desk by 打开.bat itself. Its address goes to the browser alone: here a script stands for one."""
    program = place / "program"
    told = program / "address.txt"
    (program / "told.py").write_text(
        "import sys\nfrom pathlib import Path\nPath(__file__).with_name('address.txt').write_text(sys.argv[1])\n", encoding="ascii")
    start = time.monotonic()
    nothing = subprocess.DEVNULL
    subprocess.run(
        ["wine", "cmd", "/c", "打开.bat"], cwd=place, env={**wine, "BROWSER": "program/python/python.exe program/told.py %s"},
        stdin=nothing, stdout=nothing, stderr=nothing, timeout=_TIMEOUT, check=False,
    )
    try:
        while not (told.is_file() and told.read_text()):
            if time.monotonic() - start > 60:
                log = program / "desk.log"
                print("the desk did not start:", log.read_text(encoding="utf-8") if log.is_file() else "")
                return 1
            time.sleep(0.1)
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = opener.open(told.read_text(), timeout=30).read().decode()
        print(f"wine  打开.bat: the desk's first page after {time.monotonic() - start:.1f} s, {KIT} {'is' if KIT in page else 'is NOT'} on it")
        return int(KIT not in page) + _built(opener, told.read_text().partition("/?")[0])
    except urllib.error.URLError as error:
        print("the desk's first page:", error)
        return 1


def _built(opener: urllib.request.OpenerDirector, base: str) -> int:
    """A build begun on the desk: in a process of its own, which has no terminal either."""
    kit = f"{base}/kit/{urllib.parse.quote(KIT)}"
    opener.open(urllib.request.Request(f"{kit}/build", b"format=calendar", {"Origin": base}), timeout=60)
    end = time.monotonic() + 120
    while time.monotonic() < end:
        state = opener.open(f"{kit}/build/state", timeout=60)
        if state.headers.get("X-Over"):
            good = "做好了" in (page := opener.open(f"{kit}/build", timeout=60).read().decode())
            print("wine  desk: a build", "is done" if good else page)
            return int(not good)
        time.sleep(0.5)
    print("wine  desk: a build came to no end")
    return 1


def _compared(there: Path, here: Path) -> int:
    """Names what differs; counts what should not."""
    made, expected = dict(_hashes(there)), dict(_hashes(here))
    differ = sorted(name for name in made.keys() & expected.keys() if made[name] != expected[name])
    alone = sorted(made.keys() ^ expected.keys())
    of_fonts = [name for name in differ if PurePosixPath(name).suffix in OF_FONTS]
    if of_fonts:  # the site's zip and the state of the build carry them
        of_fonts += [name for name in differ if PurePosixPath(name).name in ("网站.zip", ".linyi-build.json")]
    others = [name for name in differ if name not in of_fonts]
    print(f"{len(made)} files under wine, {len(expected)} here; {len(made.keys() & expected.keys()) - len(differ)} have the same bytes")
    print(f"differ with the fonts: {len(of_fonts)}; differ otherwise: {len(others)}; stand on one side alone: {len(alone)}")
    for name in (*others[:40], *alone[:40]):
        print(" ", name)
    return len(others) + len(alone)


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".lock" and path.name != "lock":
            yield path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
    with tempfile.TemporaryDirectory(prefix="linyi-") as name:
        sys.exit(main(Path(sys.argv[1]), Path(name)))
