@echo off
chcp 65001 >nul
pushd "%~dp0"
set "LINYI=%USERPROFILE%\linyi-kit\Scripts\linyi.exe"
if not exist "%LINYI%" for /f "delims=" %%i in ('where linyi 2^>nul') do set "LINYI=%%i"
if not exist "%LINYI%" goto missing
echo 正在做成品，第一次要几分钟。请不要关这个窗口。
"%LINYI%" --lang zh build
if errorlevel 2 goto stopped
if errorlevel 1 goto faults
echo.
echo 做好了，在“成果”文件夹里。看网站请双击 打开网站.bat。
goto end
:faults
echo.
echo 有错误，成品没有动。照上面每一条下面的办法改好存盘，再双击 生成.bat。
goto end
:stopped
echo.
echo 没有做成。照上面说的办法做：文件开着的，先关上 Word、WPS 再试。
goto end
:missing
echo.
echo 这台电脑还没有装程序。请双击“离线安装”文件夹里的 安装.bat，装好再来。
echo 用的是不用安装的压缩包，就到解压出来的文件夹里双击 打开.bat。
:end
echo.
pause
popd
