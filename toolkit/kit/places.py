"""What lies where in a city's folder."""

from __future__ import annotations

CITY = "city.yaml"
OUTPUT = "成果"
MANIFEST = ".kit/manifest.json"
BASE = ".kit/base"
SCHEMA = ".kit/city.schema.json"  # for editors
FOLDERS = {"policies": "制度", "templates/forms": "表单", "templates/training": "培训", "templates/readers": "读本"}
REGISTERS = "templates/registers", "台账/空白"
# What the skeleton puts there and a city then owns; an update never touches it.
RECORDS = ("台账/", "审查/", "偏离登记.yaml")


def ownership(path: str) -> str:
    """To whom a file of the skeleton belongs: a record is the city's, a tool's is ours while unedited."""
    return "record" if path.startswith(RECORDS) else "tool"
