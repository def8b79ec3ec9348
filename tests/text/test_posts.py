"""Who may hold which posts, and how many hours they take, stand as the clauses say."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.conftest import ROOT
from toolkit import rules
from toolkit.city import cityfile, divisions
from toolkit.city.city import City, names
from toolkit.files import sources, yamlfile
from toolkit.files.validation import validate
from toolkit.rules.subject import Subject
from toolkit.text import policy, workload
from toolkit.text.citations import Register

LEGAL = ROOT / "policies" / "legal"
REGISTER = Register(LEGAL)
POSTS = REGISTER.posts


def city(pairs: int, coordinators: int, **sections: dict[str, object]) -> City:
    answers = cityfile.from_division(divisions.find("临沂"))
    answers["size"] = {"pairs": pairs, "coordinators": coordinators}
    for section, keys in sections.items():
        answers[section] = {**answers[section], **keys}
    return City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))


def found(wanted: str, **sections: dict[str, object]) -> list[str]:
    """The Chinese words of one rule's findings for Linyi with these answers."""
    subject = Subject(REGISTER, city_file=city(20, 2, **sections).file)
    return [item.words.zh for item in rules.check(subject) if item.rule == wanted]


@pytest.mark.parametrize("name", ["posts", "workload", "norms"])
def test_the_files_are_as_their_schemas_say(name: str):
    file = yamlfile.read(LEGAL / f"{name}.yaml", f"{name}.yaml")
    assert validate(file, sources.schema(name)) == []


def clause_ids() -> set[str]:
    files = [path for folder in ("policies", "templates/forms", "templates/training") for path in (ROOT / folder).glob("*.md")]
    documents = [policy.read(path, path.name)[0] for path in files]
    return {part.id for document in documents for part, _ in document.parts()}


def test_every_clause_post_and_key_that_they_name_exists():
    data = yamlfile.read(LEGAL / "posts.yaml", "posts.yaml").data
    known, small = set(POSTS.all), data["small_office"]
    rest = [*data["never_together"], *data["never_in_one_case"]]
    clauses = {entry["clause"] for entry in [*data["posts"], *rest]} | {task.clause for task in REGISTER.tasks}
    clauses |= {small[key] for key in ("clause", "ends_clause", "counties_may_share_clause")}
    assert clauses <= clause_ids()
    named = {post for entry in [*rest, *small["may_share"]] for post in entry["posts"]}
    named |= {*small["host_holds"], small["host_night_line"], *small["counties_may_share"]}
    assert named | {task.post for task in REGISTER.tasks} <= known
    assert len(known) == len(data["posts"])
    assert {".".join(post.key) for post in POSTS.named() if post.key} <= names(switches=False)
    times = {task.times for task in REGISTER.tasks if isinstance(task.times, str)}
    assert times <= names(switches=False)


def test_no_group_of_a_small_office_joins_what_is_kept_apart():
    for group in POSTS.groups:
        for one, other in combinations(group.posts, 2):
            assert POSTS.kept_apart(one, other) is None, (one, other)


def test_the_three_posts_are_kept_apart_in_any_office():
    for one, other in combinations(("child_protection", "data_protection", "aid_liaison"), 2):
        assert POSTS.kept_apart(one, other)


def test_one_person_in_two_posts_is_told_by_both_their_names_the_reason_and_the_clause():
    words = found("CFG207", team={"leader": "样例甲"}, roles={"child_protection": "样例甲（电话 0539-0000000）"})
    assert words == ["样例甲同时是团长和儿童保护专员：能压下报告的人不能是接报告的人（P01-never-together）"]


@pytest.mark.parametrize(("small", "expected"), [(True, 1), (False, 0)])
def test_sharing_outside_a_group_is_an_error_in_a_small_office_alone(small: bool, expected: int):
    shared = {"child_protection": "样例乙", "safety": "样例乙"}
    assert len(found("CFG208", tiers={"small": small}, roles=shared)) == expected


def test_what_a_small_office_may_share_is_no_fault():
    shared = {"aid_liaison": "样例丁", "safety": "样例丁 0539-0000000", "duty": "样例丁"}
    assert found("CFG208", tiers={"small": True}, roles=shared) == []
    assert found("CFG207", tiers={"small": True}, roles=shared) == []


@pytest.mark.parametrize("line", ["待填写", "0539-0000000", "值班室"])
def test_nobody_is_not_one_person(line: str):
    assert found("CFG207", roles={"child_protection": line, "data_protection": line, "aid_liaison": line}) == []


@pytest.mark.parametrize(("pairs", "coordinators", "total"), [(20, 2, 91), (50, 5, 163), (100, 8, 278), (300, 20, 740)])
def test_the_hours_are_those_of_the_start_up_guides_table(pairs: int, coordinators: int, total: int):
    loads = workload.of_posts(REGISTER.tasks, POSTS, city(pairs, coordinators))
    assert workload.rounded(sum(load.hours for load in loads.values())) == total
    guide = next((ROOT / "templates" / "training").glob("T15-*.md")).read_text(encoding="utf-8")
    row = next(line for line in guide.splitlines() if line.startswith("| 合计"))
    assert f" {total} |" in row
    together = loads["coordinator"].hours + loads["case_coordinator"].hours
    each = next(line for line in guide.splitlines() if line.startswith("| 每名协调员"))
    assert f" {workload.rounded(together / coordinators)} |" in each


def test_more_visits_take_more_hours():
    few, many = city(20, 2), city(20, 2, numbers={"visits_per_year": 12})
    task = next(task for task in REGISTER.tasks if task.times == "numbers.visits_per_year")
    assert workload.hours(task, many) == pytest.approx(3 * workload.hours(task, few))


def test_a_small_offices_people_do_what_the_offices_posts_do():
    small = city(40, 4)
    people = workload.of_people(REGISTER.tasks, POSTS, small)
    shared = {name for group in POSTS.groups for name in group.posts}
    posts = workload.of_posts(REGISTER.tasks, POSTS, small)
    assert sum(load.hours for load in people.values()) == pytest.approx(
        sum(load.hours for name, load in posts.items() if name in shared))
    assert people["pairs"].people == 4


@pytest.mark.parametrize(("hours", "shown"), [(0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3), (40.4, 40)])
def test_hours_are_rounded_as_people_round(hours: float, shown: int):
    assert workload.rounded(hours) == shown


BY_TITLE = {post.title: post.id for post in POSTS.all.values()} | {
    "副专员": "deputy_child_protection", "讲师": "training", "白天轮流值守": "duty",
}


def table(clause: str) -> list[list[str]]:
    """The rows of a clause's table in P01, below its head."""
    document, _ = policy.read(next((ROOT / "policies").glob("P01-*.md")), "P01")
    text = next(part.text for part, _ in document.parts() if part.id == clause)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return rows[2:]


def test_what_is_kept_apart_is_what_the_clauses_table_says():
    said = set()
    for holders, others, _ in table("P01-never-together"):
        holding = [BY_TITLE[title] for title in holders.split("、")]
        if others.startswith("彼此的岗位"):
            said.add(frozenset(holding))
        barred = [BY_TITLE[title] for title in others.removeprefix("彼此的岗位，").split("、")]
        said |= {frozenset((one, other)) for one in holding for other in barred}
    elsewhere = {"P01-board", "P16-opinion"}  # said in clauses of their own
    assert said == {frozenset(rule.posts) for rule in POSTS.never if rule.clause not in elsewhere}


def test_what_a_small_office_shares_is_what_the_clauses_table_says():
    said = [{BY_TITLE[title] for title in posts.replace("，", "、").split("、")} for _, posts in table("P01-shared-posts")]
    # Who listens to a child is named child by child, P06-safe, and is no post of the table.
    assert said == [set(group.posts) - {"listener"} for group in POSTS.groups]
