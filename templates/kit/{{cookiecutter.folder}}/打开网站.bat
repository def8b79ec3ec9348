@echo off
chcp 65001 >nul
pushd "%~dp0"
if not exist "成果\site\index.html" goto none
start "" "成果\site\index.html"
popd
exit /b 0
:none
echo.
echo 还没有做网站。请先双击 生成.bat。
echo.
pause
popd
