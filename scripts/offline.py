"""Makes a folder with all that an office without a network needs to install the toolkit.

    python scripts/offline.py 离线安装

Wheels for 64-bit Windows in the versions of constraints.txt, their hashes (requirements.txt), a batch
file to double-click that installs nothing else, and a note that names Python's installer.
Run it on any system with a network; it needs pip and the package `build`.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.12"
INSTALLER = "python-3.12.10-amd64.exe"
# pip judges such markers by the machine it runs on.
WINDOWS_ONLY = ("colorama", "tzdata")
HASHES = "requirements.txt"

BATCH = f"""\
@echo off
chcp 65001 >nul
cd /d "%~dp0"
py -3.12 -m venv "%USERPROFILE%\\linyi-kit" || goto failed
"%USERPROFILE%\\linyi-kit\\Scripts\\python" -m pip install --no-index --find-links wheels --require-hashes -r {HASHES} || goto failed
"%USERPROFILE%\\linyi-kit\\Scripts\\linyi" doctor
echo.
echo 安装完成。以后这样运行：
echo   "%USERPROFILE%\\linyi-kit\\Scripts\\linyi" new 青岛
pause
exit /b 0
:failed
echo.
echo 没有装好。请确认已经安装 Python 3.12（64 位），并勾选了 Add python.exe to PATH。
echo 如果上面有 HASHES 这个词：有一个安装包损坏了，或者被人换过，没有装进去。请重新准备整个文件夹。
pause
exit /b 1
"""

NOTE = f"""\
没有网络的电脑怎样安装

1. 从 Python 官方网站下载 64 位 Windows 安装程序 {INSTALLER}，放进这个文件夹，一起拷到 U 盘。
2. 在办公室的电脑上运行它，勾选 Add python.exe to PATH。
3. 双击 安装.bat，等它显示“安装完成”。

每个安装包的校验值写在 {HASHES} 里，安装时逐个核对，对不上的不装。准备文件夹的人可以把 {HASHES} 自己的校验值
另外告诉办公室（不要写在同一个 U 盘里）。在办公室的电脑上这样看，应当一样：

   certutil -hashfile {HASHES} SHA256

只适用于 64 位 Windows（Intel 或 AMD 处理器）。ARM 处理器的电脑没有对应的安装包。
"""


def main(target: Path) -> None:
    wheels = target / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    for old in wheels.glob("*.whl"):
        old.unlink()
    pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    ours = next(wheels.glob("linyi_kit-*.whl"))
    pip(
        "download", "--only-binary", ":all:", "--platform", "win_amd64", "--python-version", PYTHON,
        "--implementation", "cp", "-c", str(ROOT / "constraints.txt"), "--find-links", str(wheels), "--dest", str(wheels),
        *WINDOWS_ONLY, str(ours),
    )
    written(target)
    size = sum(path.stat().st_size for path in wheels.iterdir()) // 1_000_000
    print(f"{len(list(wheels.iterdir()))} wheels, {size} MB: {target}")
    print(f"SHA-256 of {HASHES}: {hashlib.sha256((target / HASHES).read_bytes()).hexdigest()}")


def written(target: Path) -> None:
    """Writes what stands beside the wheels. Both texts for Windows have its line ends."""
    (target / HASHES).write_text(hashed(target / "wheels"), encoding="utf-8", newline="\n")
    (target / "安装.bat").write_text(BATCH, encoding="utf-8", newline="\r\n")
    (target / "说明.txt").write_text(NOTE, encoding="utf-8-sig", newline="\r\n")


def hashed(wheels: Path) -> str:
    """Every wheel of a folder as a requirement of pip's: its exact version and SHA-256."""
    lines = []
    for path in sorted(wheels.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(path.name)
        lines.append(f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n")
    return "".join(lines)


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "-q", *arguments], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
