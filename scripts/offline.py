"""Makes a folder with all that an office without a network needs to install the toolkit.

    python scripts/offline.py 离线安装
    python scripts/offline.py 临沂工具包.zip
    python scripts/offline.py check

Wheels for 64-bit Windows in the versions of constraints.txt, their hashes (requirements.txt), batch files to
double-click that install or update nothing else and make a kit, the manual, and a note that names Python's installer.
A name that ends in .zip makes one zip with Python inside, for the desk (see portable.py).
`check` asks the registry whether every version that constraints.txt names has a wheel for that Windows and Python, and
ends with 1 where one has none.
Run it on any system with a network; it needs the toolkit installed (pip install -c constraints.txt -e .).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.utils import parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import manual  # noqa: E402 - it lies beside this script

PYTHON = "3.12"
INSTALLER = "python-3.12.10-amd64.exe"
# pip judges such markers by the machine it runs on.
WINDOWS_ONLY = ("colorama", "tzdata")
HASHES = "requirements.txt"

# Found again by 检查.bat, 生成.bat and 打开网站.bat of a kit. A folder of another Python is made anew; an older program of
# the same Python is replaced where all wheels are whole, and stays as it is where one is not.
BATCH = f"""\
@echo off
chcp 65001 >nul
pushd "%~dp0"
set "PLACE=%USERPROFILE%\\linyi-kit"
set "HOW="
if not exist "%PLACE%\\pyvenv.cfg" goto fresh
echo 这台电脑装过，现在换成新版。工具包里的文字不动。请先关上正在运行的 linyi。
set "HOW=--force-reinstall"
findstr /b /c:"version = {PYTHON}." "%PLACE%\\pyvenv.cfg" >nul || rmdir /s /q "%PLACE%"
:fresh
py -{PYTHON} -m venv "%PLACE%" || goto failed
"%PLACE%\\Scripts\\python" -m pip install --no-index --find-links wheels --require-hashes %HOW% -r {HASHES} || goto failed
"%PLACE%\\Scripts\\linyi" --lang zh doctor
echo.
echo 安装完成。
echo   第一次：双击 新建工具包.bat，建一个城市的文件夹。
echo   以后：在那个文件夹里双击 检查.bat、生成.bat、打开网站.bat。
echo   怎样用：看 使用手册.html 或者 使用手册.docx。
pause
popd
exit /b 0
:failed
echo.
echo 没有装好。请确认已经安装 Python {PYTHON}（64 位），并勾选了 Add python.exe to PATH；正在运行的 linyi 都要关上。
echo 如果上面有 HASHES 这个词：有一个安装包损坏了，或者被人换过，没有装进去。请重新准备整个文件夹。
pause
popd
exit /b 1
"""

NEW = """\
@echo off
chcp 65001 >nul
set "LINYI=%USERPROFILE%\\linyi-kit\\Scripts\\linyi.exe"
if not exist "%LINYI%" goto missing
set "PLACE=%USERPROFILE%\\Desktop"
if not exist "%PLACE%" set "PLACE=%USERPROFILE%"
pushd "%PLACE%"
echo 工具包会建在这里：%PLACE%
echo 照着问题填，不知道的直接按回车，以后再补。
"%LINYI%" --lang zh new
if errorlevel 1 goto end
echo.
echo 打开刚建好的文件夹，先看 说明.md，再双击 检查.bat。
goto end
:missing
echo.
echo 还没有装程序。请先双击 安装.bat。
:end
echo.
pause
popd
"""

NOTE = f"""\
没有网络的电脑怎样安装

1. 从 Python 官方网站下载 64 位 Windows 安装程序 {INSTALLER}，放进这个文件夹，一起拷到 U 盘。
2. 在办公室的电脑上运行它，勾选 Add python.exe to PATH。
3. 双击 安装.bat，等它显示“安装完成”。装过旧版的电脑也这样做：换成新版，工具包里的文字不动。
4. 双击 新建工具包.bat，建一个城市的文件夹。里面的 检查.bat、生成.bat、打开网站.bat 双击就用。
5. 怎样用，看 使用手册.html（浏览器打开）或者 使用手册.docx（Word、WPS 打开）。

每个安装包的校验值写在 {HASHES} 里，安装时逐个核对，对不上的不装。准备文件夹的人可以把 {HASHES} 自己的校验值
另外告诉办公室（不要写在同一个 U 盘里）。在办公室的电脑上这样看，应当一样：

   certutil -hashfile {HASHES} SHA256

只适用于 64 位 Windows（Intel 或 AMD 处理器）。ARM 处理器的电脑没有对应的安装包。
"""


def main(target: Path) -> None:
    wheels = target / "wheels"
    gathered(wheels, PYTHON)
    written(target)
    manual.main(target)
    size = sum(path.stat().st_size for path in wheels.iterdir()) // 1_000_000
    print(f"{len(list(wheels.iterdir()))} wheels, {size} MB: {target}")
    print(f"SHA-256 of {HASHES}: {hashlib.sha256((target / HASHES).read_bytes()).hexdigest()}")


def gathered(wheels: Path, python: str) -> None:
    """Our wheel and all that it needs, for 64-bit Windows and this Python; what lay there before goes."""
    wheels.mkdir(parents=True, exist_ok=True)
    for old in wheels.glob("*.whl"):
        old.unlink()
    pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    ours = next(wheels.glob("linyi_kit-*.whl"))
    pip(
        "download", "--only-binary", ":all:", "--platform", "win_amd64", "--python-version", python,
        "--implementation", "cp", "-c", str(ROOT / "constraints.txt"), "--find-links", str(wheels), "--dest", str(wheels),
        *WINDOWS_ONLY, str(ours),
    )


def written(target: Path) -> None:
    """Writes what stands beside the wheels. The texts for Windows have its line ends."""
    (target / HASHES).write_text(hashed(target / "wheels"), encoding="utf-8", newline="\n")
    (target / "安装.bat").write_text(BATCH, encoding="utf-8", newline="\r\n")
    (target / "新建工具包.bat").write_text(NEW, encoding="utf-8", newline="\r\n")
    (target / "说明.txt").write_text(NOTE, encoding="utf-8-sig", newline="\r\n")


def hashed(wheels: Path) -> str:
    """Every wheel of a folder as a requirement of pip's: its exact version and SHA-256."""
    lines = []
    for path in sorted(wheels.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(path.name)
        lines.append(f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n")
    return "".join(lines)


def lacking() -> list[str]:
    """The pins of constraints.txt that have no wheel for the office's Windows and Python; asks the registry."""
    pins = [line.split("#")[0].strip() for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()]
    found = []
    for pin in filter(None, pins):
        with tempfile.TemporaryDirectory(prefix="linyi-") as folder:
            asked = subprocess.run(
                [sys.executable, "-m", "pip", "-q", "download", "--no-deps", "--only-binary", ":all:", "--platform", "win_amd64",
                 "--python-version", PYTHON, "--implementation", "cp", "--dest", folder, pin],
                capture_output=True, check=False,
            )
        if asked.returncode != 0:
            found.append(pin)
    return found


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "-q", *arguments], check=True)


if __name__ == "__main__":
    if sys.argv[1] == "check":
        without = lacking()
        print("\n".join(without) or f"every pin has a wheel for Windows, Python {PYTHON}")
        sys.exit(bool(without))
    if sys.argv[1].endswith(".zip"):
        import portable

        portable.main(Path(sys.argv[1]))
    else:
        main(Path(sys.argv[1]))
