"""What `linyi doctor` says of a machine and a kit, and a report for whoever helps that holds nobody's data."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import Run
from toolkit import __version__
from toolkit.commands import doctor
from toolkit.door import fault_report
from toolkit.errors import Finding, Location, Severity, ToolkitError, Words

PLANTED = ("样例张三丰", "zhangsan", "13800138000", "11010519491231002X", "0539-2345678", "样例小区", "4111111111111111", "密码4711", "li.si@example.org")


@pytest.fixture
def planted(kit: Path, tmp_path: Path) -> Path:
    """A kit with invented personal data wherever a person could put some."""
    home = tmp_path / "zhangsan"
    home.mkdir()
    target = Path(shutil.move(str(kit), home / "样例张三丰的工具包"))
    city = target / "city.yaml"
    text = city.read_text(encoding="utf-8")
    for old, new in (
        ("leader: 待填写", "leader: 样例张三丰 13800138000"), ("address: 待填写", "address: 样例小区 11010519491231002X"),
        ("hotline: 待填写", 'hotline: "0539-2345678"'), ("email: 待填写", "email: li.si@example.org"), ("camps: true", "样例张三丰: true"),
        ("  duty: 待填写", "  duty: 样例张三丰 4111111111111111"), ("  safety: 待填写", "  safety: [密码4711]"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    city.write_text(text, encoding="utf-8")
    policy = next((target / "制度").glob("P08-*.md"))
    policy.rename(policy.with_name("P08-样例张三丰.md"))
    policy = policy.with_name("P08-样例张三丰.md")
    policy.write_text(policy.read_text(encoding="utf-8") + "\n样例张三丰，13800138000，{{ team.zhangsan }}\n", encoding="utf-8")
    (target / "制度" / "样例张三丰 13800138000.docx").write_bytes(b"x")
    (target / "表单" / "B99-样例小区.md").write_text("样例张三丰", encoding="utf-8")
    return target


def test_a_report_tells_versions_fonts_and_findings_and_nobodys_data(planted: Path, linyi: Run):
    out = planted.parent / "report.txt"
    done = linyi("doctor", planted, "--report", out, HOME=str(planted.parent), USER="zhangsan", LOGNAME="zhangsan")
    assert done.returncode == 0, done.stderr
    text = out.read_text(encoding="utf-8")
    for word in (*PLANTED, str(planted), planted.name, str(Path.home()), os.environ.get("USER") or "zhangsan"):
        assert word not in text, word
    assert f"linyi-kit {__version__}, Python" in text
    for wanted in ("[系统]", "pandoc", "typst", "PDF 的仿宋", "全国文本", "错误 CFG101 × 1: city.yaml 8", "错误 CFG103 × 1", "错误 PII101", "P08", "KIT201"):
        assert wanted in text, wanted
    assert re.search(r"提醒 CFG201 × [0-9]+: city\.yaml [0-9]+:[0-9]+ ", text)
    assert len(text) < 10_000
    assert "没有个人信息" in done.stderr


def test_a_report_is_written_where_the_rest_fails(planted: Path, linyi: Run, monkeypatch: pytest.MonkeyPatch):
    from toolkit import rules

    def broken(subject: object) -> list[Finding]:
        raise KeyError("样例张三丰 13800138000")

    monkeypatch.setattr(rules, "check", broken)
    text = doctor.report(planted)
    assert re.search(r"KeyError: .*toolkit/commands/doctor\.py:[0-9]+", text)
    (planted / ".kit" / "manifest.json").write_text('{"toolkit": "样例张三丰", "files": []}', encoding="utf-8")
    assert not [word for word in PLANTED if word in doctor.report(planted)]
    nowhere = doctor.report(planted.parent)
    assert not [word for word in (*PLANTED, str(planted.parent)) if word in nowhere]


def test_the_report_goes_to_its_place_and_never_over_another_file(kit: Path, tmp_path: Path, linyi: Run):
    for arguments in (("--report",), ("--report", kit), (kit, "--report")):
        assert linyi("doctor", *arguments, cwd=tmp_path).returncode == 0
        report = tmp_path / "故障报告.txt"
        assert report.read_text(encoding="utf-8").startswith("linyi 故障报告")
    assert linyi("--lang", "en", "doctor", "--report", "r.txt", cwd=kit / "制度").returncode == 0
    assert re.search(r"^[0-9]{2,3} documents, [0-9]{2} registers, 0 others$", (kit / "制度" / "r.txt").read_text(encoding="utf-8"), re.M)
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(report)
    (tmp_path / "folder").mkdir()
    for name in ("mine.txt", "link.txt", "folder"):
        refused = linyi("doctor", "--report", name, cwd=tmp_path)
        assert refused.returncode == 2, name
        assert "不是故障报告" in refused.stderr
    assert mine.read_text(encoding="utf-8") == "mine"
    with pytest.raises(ToolkitError):
        doctor.write_report(mine, "x")


def test_places_are_the_toolkits_own_names_and_the_rest_is_numbered():
    def at(path: str, line: int) -> Finding:
        return Finding(Location(path, line, 2), "KIT201", Words("样例张三丰", "x"), Words("", ""), Severity.WARNING)

    found = [at("制度/P08-样例张三丰.md", 3), at("制度/P08-样例张三丰.md", 4), at("制度/样例张三丰.docx", 1), at("样例.yaml", 1), at("制度/样例张三丰.docx", 9), at("制度", 1)]
    assert list(fault_report.findings_by_rule(found, "zh")) == ["提醒 KIT201 × 6: P08 3:2 4:2; 别的文件1 1:2 9:2; 别的文件2 1:2; 制度 1:2"]
    assert list(fault_report.findings_by_rule(found[2:3], "en")) == ["warning KIT201 × 1: other-file-1 1:2"]
    assert list(fault_report.findings_by_rule([at("city.yaml", 1)] * 50, "en"))[0].endswith(" … +10")
