"""What the divisions leave out, what changed after their year, and what somebody is told who writes an old or a wrong name."""

from __future__ import annotations

import copy
import importlib.util
import re
from types import ModuleType

import pytest

from tests.conftest import ROOT, Run
from toolkit.city import changes, cityfile, divisions, gone
from toolkit.city.divisions import UnknownCity, find, search, units_of
from toolkit.errors import ToolkitError

DATA = ROOT / "toolkit/data/divisions"
TOWNS = [line for path in DATA.glob("[0-9][0-9].txt") for line in path.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("divisions_script", ROOT / "scripts" / "divisions.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def refusal(text: str) -> ToolkitError:
    with pytest.raises(ToolkitError) as caught:
        find(text)
    return caught.value


def towns(name: str) -> list[str]:
    return [unit.name for unit in units_of(find(name))]


# --- what is no township


def test_a_countys_towns_are_its_towns():
    assert towns("深州") == [
        "唐奉镇", "深州镇", "辰时镇", "榆科镇", "魏家桥镇", "大堤镇", "前磨头镇", "王家井镇", "护驾迟镇", "大屯镇", "高古庄镇", "北溪村镇",
        "大冯营镇", "穆村镇", "兵曹乡", "东安庄乡", "乔屯乡",
    ]
    assert towns("石河子")[-1] == "兵团一五二团", "in 兵团's own cities a regiment is where people live"


def test_no_prison_farm_park_or_company_is_a_township():
    wrong = [row for row in TOWNS if re.search("监狱|农场$|林场|牧场|渔场|种畜场$|公司|产业园$|工业园$|开发区$|园区$|管理区$|管委会$|管理处|景区|劳教|戒毒|直辖村级|特殊", row)]
    assert not wrong
    assert 38_000 < len(TOWNS) < 39_500


@pytest.mark.parametrize(("code", "name", "kept"), [
    ("131182400", "深州监狱", False), ("320113401", "栖霞经济开发区", False), ("469027500", "国营尖峰岭林业公司", False),
    ("460400500", "国营西培农场", False), ("210911401", "六家子街道", True), ("420112001", "吴家山街", True), ("110105021", "南磨房地区", True),
    ("371371100", "马厂湖镇", True), ("652301503", "兵团共青团农场", False), ("659010501", "兵团一二八团", True), ("652324521", "兵团一四七团", False),
    ("220221172", "永吉经济开发区特殊乡镇", False), ("340711198", "郊区直辖村级区划", False), ("231083401", "柴河林机厂街道办事处", False),
])
def test_a_row_of_the_statistics_is_a_township_or_not(code: str, name: str, kept: bool, script: ModuleType):
    assert script.is_town(code, name) is kept


# --- what changed


def test_every_fact_about_changes_fits_the_data_and_has_a_source(script: ModuleType):
    assert list(script.faults()) == []


def test_a_fact_that_does_not_fit_is_told(script: ModuleType, monkeypatch: pytest.MonkeyPatch):
    data = copy.deepcopy(changes._data())
    data["since"][0]["towns"][0]["town"] = "没有镇"
    data["since"][1]["source"] = "somebody said so"
    data["former"][0] |= {"now": ["999999"]}
    data["former"].append(data["former"][1])
    data["former"].append({"name": "临沂市", "code": "371300", "now": ["3713"], "date": 2010, "source": "x"})
    monkeypatch.setattr(changes, "_data", lambda: data)
    cached = (changes.since, changes.former, divisions.index)
    for part in cached:
        part.cache_clear()
    try:
        told = "\n".join(script.faults())
    finally:
        for part in cached:
            part.cache_clear()
    for fault in ("没有镇 does not lie in 530602", "no source", "999999 is not there now", "襄阳区", "临沂市: the data have it"):
        assert fault in told


def test_two_districts_gave_way_to_one_and_towns_were_exchanged():
    counties = {unit.name: unit.towns for unit in units_of(find("重庆"))}
    assert "江北区" not in counties
    assert "渝北区" not in counties
    new, other = counties["两江新区"], counties["北碚区"]
    # The notice counts them: 31 and 11, 6 and 11.
    assert (sum(town.endswith("街道") for town in new), sum(town.endswith("镇") for town in new)) == (31, 11)
    assert (sum(town.endswith("街道") for town in other), sum(town.endswith("镇") for town in other)) == (6, 11)
    assert {"观音桥街道", "龙溪街道", "水土街道", "童家溪镇", "洛碛镇"} <= set(new)
    assert {"大湾镇", "统景镇", "大盛镇", "兴隆镇", "茨竹镇"} <= set(other)
    assert len([name for name in counties if name.endswith("区")]) == 25
    assert (find("两江新区").code, find("重庆两江新区").full_name) == ("500157", "重庆市两江新区")


def test_new_counties_and_towns_that_moved_stand_where_they_are():
    assert [find(name).code for name in ("和康县", "和安县")] == ["653228", "653229"]
    assert {"和康县", "和安县"} <= {unit.name for unit in units_of(find("和田地区"))}
    assert towns("和安县") == ["红柳镇"]
    assert "红柳镇" not in towns("和田县")
    assert {unit.name: unit.code for unit in units_of(find("德钦县"))}["叶枝镇"] == "533422102"
    assert "叶枝镇" not in towns("维西傈僳族自治县")
    assert "靖安镇" in towns("大关县")
    assert "靖安镇" not in towns("昭阳区")


def test_nothing_else_moved():
    changed = {code for change in changes.since() for move in change.moves for code in (move.origin, move.to)}
    for name in ("临沂", "费县", "儋州", "石家庄", "北京"):
        assert not [unit for unit in units_of(find(name)) if unit.code in changed]


# --- old names


@pytest.mark.parametrize(("text", "now"), [
    ("襄樊", "4206"), ("襄樊市", "4206"), ("湖北襄樊", "4206"), ("襄阳区", "420607"), ("崇文区", "110101"), ("北京宣武", "110102"),
    ("闸北", "310106"), ("卢湾区", "310101"), ("莱芜市", "370116"), ("郫县", "510117"), ("成都郫县", "510117"), ("蓟县", "120119"),
    ("开县", "500154"), ("陕县", "411203"), ("户县", "610118"), ("铜仁地区", "5206"), ("芜湖县", "340210"), ("江东区", "330212"),
    ("下城区", "330105"), ("米林县", "540481"), ("渝北", "500157"), ("重庆江北", "500157"), ("潞西", "533103"),
])
def test_who_writes_a_name_that_is_gone_is_told_what_it_is_now(text: str, now: str):
    error = refusal(text)
    assert isinstance(error, UnknownCity)
    assert error.words.zh.startswith(f"“{text}”已经没有了：")
    place = divisions.Division(now, divisions.index()[now])
    assert f"{place.full_name}（{now}）" in error.words.zh
    assert now in error.words.en
    assert error.fix.zh == f"写现在的名称，例如 {place.name} 或 {now}"


def test_an_old_name_gives_year_and_notice():
    assert refusal("襄樊市").words.zh == "“襄樊市”已经没有了：襄樊市2010年改为湖北省襄阳市（4206）（国函〔2010〕129号）"
    assert refusal("渝北区").words.zh == (
        "“渝北区”已经没有了：渝北区2025年撤销，现在分属重庆市两江新区（500157）、重庆市北碚区（500109）（渝府发〔2025〕15号）"
    )
    assert "areacodes" not in refusal("四方区").words.zh


def test_a_name_that_lives_on_elsewhere_says_what_else_was_meant():
    assert find("江北区").full_name == "浙江省宁波市江北区"
    assert [words.zh[:8] for words in gone.told("江北区", [find("江北区")])] == ["江北区2025年"]
    assert gone.told("襄阳", [find("襄阳")]) == [], "that a district bore the name is long ago"
    assert gone.told("临沂", [find("临沂")]) == []
    assert [words.en[:10] for words in gone.told("重庆", [find("重庆")])] == ["2025-11-07"]


def test_a_search_for_an_old_name_lists_what_it_is_now():
    assert [item.code for item in search("襄樊")] == ["4206"]
    assert [item.code for item in search("莱芜市")] == ["370116", "370117"]


# --- slips


@pytest.mark.parametrize(("text", "meant"), [
    ("襄杨", "襄阳市"), ("林沂", "临沂市"), ("毫州", "亳州市"), ("沪州", "泸州市"), ("石家装", "石家庄市"), ("石加庄", "石家庄市"), ("呼和浩待", "呼和浩特市"),
    ("广洲", "广州市"), ("朝杨", "朝阳市"), ("单东", "丹东市"), ("晋成", "晋城市"), ("雎县", "睢县"), ("青刀", "青岛市"), ("富洲", "福州市"),
    ("linyi", "临沂市"), ("qingdao", "青岛市"), ("费", "费县"), ("临沂师", "临沂市"), ("思茅市", "思茅区"), ("彬洲市", "彬州市"),
])
def test_a_slip_suggests_what_a_person_would(text: str, meant: str):
    told = refusal(text).words.zh
    assert "是不是：" in told
    first = told.partition("是不是：")[2].split("；")[:3]
    assert any(meant in place for place in first), told


@pytest.mark.parametrize("text", ["zzzz", "龘龘", "人民公社", "", "？"])
def test_what_resembles_nothing_gets_no_suggestion(text: str):
    assert "是不是" not in refusal(text).words.zh


# --- the year is said


def test_the_year_is_said_by_the_commands_and_in_the_file(linyi: Run, tmp_path):
    told = linyi("cities", "重庆", LINYI_LANG="zh")
    assert told.stdout.splitlines()[0] == "50\t重庆市"
    assert "2023年的区划" in told.stderr
    assert "2025-11-07　撤销江北区、渝北区，设立两江新区" in told.stderr
    assert linyi("--quiet", "cities", "重庆").stderr == ""
    made = linyi("new", "重庆", "--no-input", "--out", tmp_path / "重庆", LINYI_LANG="en")
    assert "2025-11-07: Jiangbei and Yubei" in made.stderr + made.stdout
    text = (tmp_path / "重庆/city.yaml").read_text(encoding="utf-8")
    assert "# 取自国家统计局2023年的区划" in text
    assert "# 已经按以后的变动改过：2025-11-07" in text
    assert "以后的变动改过" not in cityfile.to_text(cityfile.from_division(find("临沂")))
    assert linyi("check", tmp_path / "重庆").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ["两江新区", "和安县", "石河子", "临沂高新技术产业开发区"])
def test_a_kit_is_made_for_every_kind_of_division(name: str, linyi: Run, tmp_path):
    assert linyi("new", name, "--no-input", "--out", tmp_path / "kit").returncode == 0
