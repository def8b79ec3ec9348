"""A division is found by any name people use for it, and what has no team of its own is told why."""

from __future__ import annotations

import pytest

from toolkit.city import divisions
from toolkit.city.divisions import (
    AmbiguousCity,
    Division,
    OtherLaw,
    Unit,
    UnknownCity,
    find,
    search,
    short_name,
    units_of,
)
from toolkit.errors import ToolkitError


def refusal(text: str) -> ToolkitError:
    with pytest.raises(ToolkitError) as caught:
        find(text)
    return caught.value


@pytest.mark.parametrize(("code", "texts"), [
    ("3713", ["临沂", "临沂市", "山东临沂", "山东省临沂", "山东临沂市", "山东省临沂市", " 山东 临沂\n", "3713", "371300", "３７１３"]),
    ("371325", ["费县", "临沂费县", "临沂市费县", "山东费县", "山东省费县", "山东临沂费县", "山东省临沂市费县", "371325"]),
    ("11", ["北京", "北京市", "11", "110000"]),
    ("110105", ["北京朝阳", "北京市朝阳区", "110105"]),
    ("2113", ["朝阳市", "辽宁朝阳", "2113", "211300"]),
    ("500229", ["城口", "城口县", "重庆城口", "重庆市城口县"]),
    ("2224", ["延边", "延边朝鲜族自治州", "吉林延边"]),
    ("1525", ["锡林郭勒", "锡林郭勒盟", "内蒙古锡林郭勒"]),
    ("4604", ["儋州", "海南儋州", "4604", "460400"]),
    ("429004", ["仙桃", "湖北仙桃", "湖北省仙桃市", "429004"]),
    ("2202", ["吉林市", "吉林吉林市", "吉林省吉林市"]),
    ("220102", ["长春市南关", "长春南关区", "吉林长春南关"]),
    ("361003", ["东乡区", "抚州东乡"]),
    ("622926", ["东乡族自治县", "临夏东乡", "甘肃东乡"]),
    ("150724", ["鄂温克", "鄂温克族自治旗", "呼伦贝尔鄂温克"]),
    ("410104", ["管城", "管城回族区", "郑州管城"]),
    ("4501", ["广西南宁", "广西壮族自治区南宁市"]),
    ("6401", ["宁夏银川"]),
    ("6501", ["新疆乌鲁木齐"]),
    ("371371", ["临沂高新技术产业开发区", "371371"]),
    ("659001", ["石河子", "新疆维吾尔自治区石河子市"]),
])
def test_a_division_is_found_by_every_name_and_code(code: str, texts: list[str]):
    assert {text: find(text).code for text in texts} == dict.fromkeys(texts, code)


@pytest.mark.parametrize("text", ["临沂费", "费县临沂", "37130", "037", "1101", "5002", "110100", "419000", "市辖区", "县", "", "  ", "00", "linyi"])
def test_what_nobody_calls_a_division_is_not_found(text: str):
    error = refusal(text)
    assert isinstance(error, UnknownCity)
    assert error.words.zh.startswith(f"找不到“{text}”")
    assert error.words.en.startswith(f"no division '{text}'")
    assert error.fix.zh == "用 linyi cities 查找名称或代码"
    assert error.fix.en == "look it up: linyi cities TEXT"


def test_a_slip_is_told_what_it_resembles():
    error = refusal("临沂是")
    assert error.words.zh == "找不到“临沂是”，是不是：山东省临沂市（3713）？"
    assert error.words.en == "no division '临沂是'; did you mean 山东省临沂市 (3713)?"
    assert refusal("费").words.zh == "找不到“费”，是不是：山东省临沂市费县（371325）？"
    assert refusal("zzzz").words.zh == "找不到“zzzz”"
    assert "省（" not in refusal("山冬省").words.zh


@pytest.mark.parametrize(("text", "codes", "example"), [
    ("朝阳", ["2113", "110105"], "辽宁省朝阳市 或 2113"),
    ("朝阳区", ["110105", "220104"], "北京市朝阳区 或 110105"),
    ("吉林", ["22", "2202"], "吉林省吉林市 或 2202"),
    ("海南", ["46", "6325"], "青海省海南藏族自治州 或 6325"),
    ("鼓楼", ["320106", "320302", "350102", "410204"], "江苏省南京市鼓楼区 或 320106"),
    ("和平", ["120101", "210102", "441624"], "天津市和平区 或 120101"),
    ("通州", ["110112", "320612"], "北京市通州区 或 110112"),
    ("东乡", ["361003", "622926"], "江西省抚州市东乡区 或 361003"),
])
def test_a_name_that_several_bear_is_asked_back_with_all_of_them(text: str, codes: list[str], example: str):
    error = refusal(text)
    assert isinstance(error, AmbiguousCity)
    assert [item.code for item in error.candidates] == codes
    assert error.words.zh == f"“{text}”不止一个：" + "；".join(f"{item.full_name}（{item.code}）" for item in error.candidates)
    assert error.words.en == f"'{text}' is ambiguous: " + "; ".join(f"{item.full_name} ({item.code})" for item in error.candidates)
    assert error.fix.zh == f"写全称或代码，例如 {example}"
    assert error.fix.en == f"give a full name or a code, e.g. {example.split()[-1]}"


def test_of_many_that_bear_a_name_twelve_are_told():
    many = [Division(f"3713{number}", f"样例{number}县") for number in range(11, 24)]
    error = AmbiguousCity("样例", many)
    assert len(error.candidates) == 13
    assert "样例22县（371322）" in error.words.zh
    assert "样例23县" not in error.words.zh + error.words.en
    assert error.words.en.endswith("样例22县 (371322)")
    assert "22" in AmbiguousCity("吉林", [Division("22", "吉林省")]).fix.en


def test_a_prefecture_goes_before_a_county_of_the_name_but_a_municipalitys_district_does_not_give_way():
    assert find("兴安").code == "1522"  # and not 兴安县 of 桂林
    assert find("海北").code == "6322"
    assert [item.code for item in refusal("朝阳").candidates] == ["2113", "110105"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "name"), [
    ("山东", "山东省"), ("山东省", "山东省"), ("37", "山东省"), ("3700", "山东省"), ("370000", "山东省"), ("内蒙古", "内蒙古自治区"),
    ("西藏", "西藏自治区"), ("新疆维吾尔自治区", "新疆维吾尔自治区"), ("吉林省", "吉林省"),
])
def test_a_province_is_told_to_name_one_of_its_cities(text: str, name: str):
    error = refusal(text)
    assert isinstance(error, UnknownCity)
    assert error.words.zh == f"{name}是省级，服务团建在市或县"
    assert error.words.en == f"{name} is a province: name a city or county"


def test_a_province_names_its_first_six_cities():
    error = refusal("山东")
    assert error.fix.zh == "例如 济南市（3701）、青岛市（3702）、淄博市（3703）、枣庄市（3704）、东营市（3705）、烟台市（3706）"
    assert error.fix.en == error.fix.zh.replace("例如", "for example")


@pytest.mark.parametrize("text", ["吉林吉林", "吉林省吉林"])
def test_a_province_is_not_named_twice_over(text: str):
    assert find(text).code == "2202"


@pytest.mark.parametrize("text", ["广西", "宁夏", "新疆"])
def test_a_region_by_its_everyday_name_is_a_province(text: str):
    assert "是省级" in refusal(text).words.zh


@pytest.mark.parametrize("text", [
    "香港", "香港特别行政区", "香港中西区", "澳门", "澳門", "台湾", "臺灣", "台北", "臺北市", "新北", "新竹", "高雄", "嘉义市", "71", "81", "82",
    "8100", "810000", "710000", "820101",
])
def test_where_other_law_applies_the_texts_are_refused(text: str):
    error = refusal(text)
    assert isinstance(error, OtherLaw)
    assert error.words.zh == f"“{text}”适用另外的法律，这套文本依据内地法律写成，不能用"
    assert error.words.en == f"other law applies in '{text}': these documents rest on mainland law"
    assert error.fix.zh == "请与当地律师另行起草"


@pytest.mark.parametrize("text", ["810", "8101011", "7100000", "83", "70", "80"])
def test_a_code_that_only_begins_like_theirs_is_simply_unknown(text: str):
    assert type(refusal(text)) is UnknownCity


@pytest.mark.parametrize(("text", "code"), [("台州", "3310"), ("香河", "131024"), ("台儿庄", "370405"), ("常州新北", "320411")])
def test_a_mainland_place_that_sounds_alike_is_no_matter_of_other_law(text: str, code: str):
    assert find(text).code == code


def test_no_mainland_place_is_refused_under_its_own_name():
    assert find("新北区").code == "320411"
    alike = [item for item in divisions.divisions() if divisions._OTHER_LAW.match(item.name)]
    assert [find(item.name) for item in alike] == alike
    assert isinstance(refusal("新北市"), OtherLaw)


# --- what a division is


@pytest.mark.parametrize(("code", "tier", "province", "parent", "full_name"), [
    ("37", "province", "山东省", "", "山东省"),
    ("3713", "prefecture", "山东省", "", "山东省临沂市"),
    ("371325", "county", "山东省", "临沂市", "山东省临沂市费县"),
    ("50", "municipality", "重庆市", "", "重庆市"),
    ("500229", "county", "重庆市", "", "重庆市城口县"),
    ("110105", "county", "北京市", "", "北京市朝阳区"),
    ("429004", "county", "湖北省", "", "湖北省仙桃市"),
    ("659001", "county", "新疆维吾尔自治区", "", "新疆维吾尔自治区石河子市"),
])
def test_a_division_knows_its_tier_and_what_it_lies_in(code: str, tier: str, province: str, parent: str, full_name: str):
    item = Division(code, divisions.index()[code])
    assert (item.tier, item.province, item.parent, item.full_name) == (tier, province, parent, full_name)


@pytest.mark.parametrize(("code", "zone"), [
    ("371371", True), ("371379", True), ("371369", False), ("371381", False), ("371307", False), ("3771", False), ("371", False),
])
def test_a_zone_is_known_by_its_code(code: str, zone: bool):
    assert Division(code, "样例").is_zone is zone


def test_the_four_municipalities_are_those_of_the_data():
    index = divisions.index()
    assert {code: index[code] for code in divisions.MUNICIPALITIES} == divisions.MUNICIPALITIES
    assert {item.code for item in divisions.divisions() if item.tier == "municipality"} == {"11", "12", "31", "50"}


def test_rows_that_only_group_counties_are_no_divisions():
    found = divisions.divisions()
    for code in ("1101", "4690", "4290", "6590", "5002"):
        assert code in divisions.index()
        assert code not in {item.code for item in found}
    assert not {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"} & {item.name for item in found}


def test_divisions_come_provinces_first_and_each_once():
    found = divisions.divisions()
    assert [item.code for item in found[:3]] == ["11", "12", "13"]
    assert [len(item.code) for item in found] == sorted(len(item.code) for item in found)
    assert len({item.full_name for item in found}) == len(found)


@pytest.mark.parametrize("city", ["441900", "460400"])
def test_a_city_without_counties_stands_once(city: str):
    assert city in divisions.index()
    assert city not in {item.code for item in divisions.divisions()}
    assert find(city).code == city[:4]


@pytest.mark.parametrize(("name", "short"), [
    ("临沂市", "临沂"), ("山东省", "山东"), ("费县", "费县"), ("沂水县", "沂水"), ("兰山区", "兰山"), ("兴安盟", "兴安"), ("甘州区", "甘州"),
    ("阿里地区", "阿里"), ("神农架林区", "神农架"), ("土默特左旗", "土默特左"), ("香港特别行政区", "香港"), ("大柴旦行政委员会", "大柴旦"),
    ("内蒙古自治区", "内蒙古"), ("西藏自治区", "西藏"), ("延边朝鲜族自治州", "延边"), ("伊犁哈萨克自治州", "伊犁"), ("海西蒙古族藏族自治州", "海西"),
    ("双江拉祜族佤族布朗族傣族自治县", "双江"), ("积石山保安族东乡族撒拉族自治县", "积石山"), ("龙胜各族自治县", "龙胜"), ("三都水族自治县", "三都"),
    ("察布查尔锡伯自治县", "察布查尔"), ("塔什库尔干塔吉克自治县", "塔什库尔干"), ("巴音郭楞蒙古自治州", "巴音郭楞"),
    ("莫力达瓦达斡尔族自治旗", "莫力达瓦"), ("长阳土家族自治县", "长阳"), ("甲", "甲"), ("县", "县"), ("甲乙", "甲乙"),
    ("鄂温克族自治旗", "鄂温克"), ("鄂伦春自治旗", "鄂伦春"), ("东乡族自治县", "东乡"), ("土族自治县", "土族"), ("广西壮族自治区", "广西"),
    ("宁夏回族自治区", "宁夏"), ("新疆维吾尔自治区", "新疆"), ("管城回族区", "管城"), ("梅里斯达斡尔族区", "梅里斯"), ("回族区", "回族"),
])
def test_a_short_name_is_what_people_say(name: str, short: str):
    assert short_name(name) == short


# --- looking up


@pytest.mark.parametrize(("text", "codes"), [
    ("兰山", ["371302"]), ("临沂高新", ["371371"]), ("城口", ["500229"]), ("37132", ["371321", "371322", "371323", "371324", "371325", "371326", "371327", "371328", "371329"]),
    ("费", ["371325"]), ("山东临沂", ["3713"]), ("zz", []), ("0", []), ("00", []), ("99", []), ("429004", ["429004"]),
])
def test_everything_that_holds_the_text_is_listed(text: str, codes: list[str]):
    assert [item.code for item in search(text)] == codes


@pytest.mark.parametrize("text", ["临沂", "临沂市", "3713", "371300", " 临 沂 ", "３７１３"])
def test_a_city_is_listed_with_its_counties(text: str):
    found = search(text)
    assert [item.code for item in found][:2] == ["3713", "371302"]
    assert len(found) == 14


def test_a_province_is_listed_by_its_cities_and_counties_without_itself():
    for text in ("山东", "37", "370000"):
        found = search(text)
        assert found[0].code == "3701"
        assert all(item.province == "山东省" for item in found)
    assert [item.code for item in search("北京")][:2] == ["11", "110101"]


@pytest.mark.parametrize("text", ["3710", "371000"])
def test_a_code_that_ends_in_nought_lists_its_own_counties_only(text: str):
    assert {item.code[:4] for item in search(text)} == {"3710"}


# --- what lies below


def test_a_city_has_counties_with_their_towns():
    units = units_of(find("3713"))
    assert len(units) == 13
    assert (units[0].name, units[0].code, units[0].zone, len(units[0].towns)) == ("兰山区", "371302", False, 11)
    assert units[0].towns[:2] == ("兰山街道", "银雀山街道")
    assert units[-1] == Unit("临沂高新技术产业开发区", "371371", True, ("罗西街道", "马厂湖镇"))
    assert [unit.zone for unit in units].count(True) == 1


@pytest.mark.parametrize(("code", "count", "first", "last"), [
    ("371325", 12, ("费城街道", "371325001"), ("大田庄乡", "371325200")),
    ("4604", 16, ("那大镇", "460400100"), None),
    ("6202", 5, ("雄关街道", "620201001"), None),
    ("429004", 19, ("沙嘴街道", "429004001"), None),
])
def test_where_no_counties_lie_between_the_towns_are_the_units(
    code: str, count: int, first: tuple[str, str], last: tuple[str, str] | None
):
    units = units_of(find(code))
    assert (len(units), units[0]) == (count, Unit(*first))
    assert last is None or (units[-1].name, units[-1].code) == last
    assert all(unit.towns == () and not unit.zone and len(unit.code) == 9 for unit in units)


def test_a_municipality_has_its_districts():
    units = units_of(find("11"))
    assert (len(units), units[0].name, len(units[0].towns)) == (16, "东城区", 17)
    assert all(len(unit.code) == 6 for unit in units)
