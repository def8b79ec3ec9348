"""What is known before a kit is made: a file, and settings over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.city import cityfile
from toolkit.city.answers import city_text, given
from toolkit.city.divisions import find
from toolkit.errors import InvalidInput, ToolkitError
from toolkit.files import yamlfile

FEI = find("费县")


def written(folder: Path, text: str) -> Path:
    path = folder / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


# --- from a file and the command line


def test_nothing_given_is_nothing_known():
    assert given(None, []) == {}


def test_settings_go_over_the_file(tmp_path: Path):
    path = written(tmp_path, "team: {hotline: 0539-0000001, host: 样例协会}\nsupports: {boarding: true}\n")
    assert given(path, []) == {"team": {"hotline": "0539-0000001", "host": "样例协会"}, "supports": {"boarding": True}}
    assert given(path, ["team.hotline=0539-0000002", "supports.camps=false"]) == {
        "team": {"hotline": "0539-0000002", "host": "样例协会"}, "supports": {"boarding": True, "camps": False},
    }
    assert given(None, ["team.host=甲"]) == {"team": {"host": "甲"}}


@pytest.mark.parametrize("settings", [
    ["team.hotline=0539-0000002", "team.hotline=0539-0000003"], ["team.hotline=0539-0000002", "supports.camps=true", " team.hotline =0539-0000002"],
])
def test_of_two_settings_of_one_key_neither_is_lost_in_silence(settings: list[str]):
    with pytest.raises(ToolkitError) as caught:
        given(None, settings)
    assert (caught.value.words.zh, caught.value.words.en) == ("--set team.hotline 写了两次", "--set team.hotline is given twice")
    assert given(None, settings[:-1])["team"] == {"hotline": "0539-0000002"}


@pytest.mark.parametrize(("text", "rule", "line", "column"), [
    ("team:\n  hotlne: x\n", "CFG101", 2, 3), ("team: [\n", "YML001", 2, 1), ("team:\n  hotline: '12'\n", "CFG105", 2, 12),
])
def test_a_fault_in_the_file_is_told_with_its_place(text: str, rule: str, line: int, column: int, tmp_path: Path):
    path = written(tmp_path, text)
    with pytest.raises(InvalidInput) as caught:
        given(path, ["nonsense"])
    (finding,) = caught.value.findings
    assert (finding.rule, finding.location.path) == (rule, str(path))
    assert (finding.location.line, finding.location.column) == (line, column)


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path):
    path = tmp_path / "没有.yaml"
    with pytest.raises(ToolkitError) as caught:
        given(path, [])
    assert caught.value.words.zh == f"读不到答案文件 {path}：No such file or directory"
    assert caught.value.words.en == f"cannot read {path}: No such file or directory"
    assert caught.value.fix.zh == "检查文件的位置和名称"
    assert not isinstance(caught.value, InvalidInput)


# --- the text


def test_the_text_is_the_divisions_with_the_answers_over_it():
    text = city_text(FEI, {"team": {"hotline": "0539-0000000"}})
    data = yamlfile.parse(text, "city.yaml").data
    assert data == cityfile.merge(cityfile.from_division(FEI), {"team": {"hotline": "0539-0000000"}})


def test_an_answer_of_a_person_that_is_wrong_is_told():
    with pytest.raises(InvalidInput) as caught:
        city_text(FEI, {"team": {"email": "x"}})
    assert [(finding.rule, finding.words.zh) for finding in caught.value.findings] == [("CFG105", "电子邮箱（team.email）：“x” 格式不对")]
