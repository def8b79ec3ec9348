"""Fills the new kit, by the same function as `linyi new`."""

import sys

sys.path.pop(0)  # the hook lies in the system's temporary folder: nothing is loaded from there

try:
    from toolkit.commands.new import fill_from_hook
except ImportError:
    sys.exit("请先安装 / install first:  pip install linyi-kit")

# The values become Python text here: tojson keeps them text, whatever they hold.
sys.exit(fill_from_hook(
    {{ cookiecutter.folder | tojson }},
    {{ cookiecutter.city | tojson }},
    {{ cookiecutter.answers | tojson }},
))
