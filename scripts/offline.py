"""Makes a folder with all that an office without a network needs to install the toolkit.

    python scripts/offline.py 离线安装

Wheels for 64-bit Windows, a batch file to double-click, and a note that names Python's installer.
Run it on any system with a network; it needs pip and the package `build`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.12"
INSTALLER = "python-3.12.10-amd64.exe"
# Only a source archive is published of these; their wheels are pure Python and built here.
SOURCE_ONLY = ("jieba",)
# pip judges such markers by the machine it runs on.
WINDOWS_ONLY = ("colorama", "tzdata")

BATCH = """\
@echo off
chcp 65001 >nul
cd /d "%~dp0"
py -3.12 -m venv "%USERPROFILE%\\linyi-kit" || goto failed
"%USERPROFILE%\\linyi-kit\\Scripts\\python" -m pip install --no-index --find-links wheels linyi-kit || goto failed
"%USERPROFILE%\\linyi-kit\\Scripts\\linyi" doctor
echo.
echo 安装完成。以后这样运行：
echo   "%USERPROFILE%\\linyi-kit\\Scripts\\linyi" new 青岛
pause
exit /b 0
:failed
echo.
echo 没有装好。请确认已经安装 Python 3.12（64 位），并勾选了 Add python.exe to PATH。
pause
exit /b 1
"""

NOTE = f"""\
没有网络的电脑怎样安装

1. 从 Python 官方网站下载 64 位 Windows 安装程序 {INSTALLER}，放进这个文件夹，一起拷到 U 盘。
2. 在办公室的电脑上运行它，勾选 Add python.exe to PATH。
3. 双击 安装.bat，等它显示“安装完成”。

只适用于 64 位 Windows（Intel 或 AMD 处理器）。ARM 处理器的电脑没有对应的安装包。
"""


def main(target: Path) -> None:
    wheels = target / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    for name in SOURCE_ONLY:
        pip("wheel", "--no-deps", "--wheel-dir", str(wheels), "-c", str(ROOT / "constraints.txt"), name)
    ours = next(wheels.glob("linyi_kit-*.whl"))
    pip(
        "download", "--only-binary", ":all:", "--platform", "win_amd64", "--python-version", PYTHON,
        "--implementation", "cp", "--find-links", str(wheels), "--dest", str(wheels),
        *WINDOWS_ONLY, str(ours),
    )
    (target / "安装.bat").write_text(BATCH, encoding="utf-8", newline="\r\n")
    (target / "说明.txt").write_text(NOTE, encoding="utf-8-sig", newline="\r\n")
    size = sum(path.stat().st_size for path in wheels.iterdir()) // 1_000_000
    print(f"{len(list(wheels.iterdir()))} wheels, {size} MB: {target}")


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "-q", *arguments], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
