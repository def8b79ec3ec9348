@echo off
chcp 65001 >nul
pushd "%~dp0"
set "LINYI=%USERPROFILE%\linyi-kit\Scripts\linyi.exe"
if not exist "%LINYI%" for /f "delims=" %%i in ('where linyi 2^>nul') do set "LINYI=%%i"
if not exist "%LINYI%" goto missing
"%LINYI%" --lang zh check
if errorlevel 2 goto stopped
if errorlevel 1 goto faults
echo.
echo 没有错误。“待填写”和提醒可以以后再办。做成品请双击 生成.bat。
goto end
:faults
echo.
echo 上面标着“错误”的要先改：照每一条下面的办法，改好存盘，再双击 检查.bat。
goto end
:stopped
echo.
echo 没有检查成。照上面说的办法做；不明白的，把这个窗口拍下来，发给帮你的人。
goto end
:missing
echo.
echo 这台电脑还没有装程序。请双击“离线安装”文件夹里的 安装.bat，装好再来。
echo 用的是不用安装的压缩包，就到解压出来的文件夹里双击 打开.bat。
:end
echo.
pause
popd
