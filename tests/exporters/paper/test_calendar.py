"""The duty calendar says what the clauses say, and a calendar program reads it."""

from __future__ import annotations

import calendar as days
import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pypdf
import pytest
from icalendar import Calendar

from tests.conftest import ROOT
from toolkit import kit
from toolkit.city.city import City
from toolkit.exporters import Content
from toolkit.exporters.paper import calendar
from toolkit.exporters.paper.duties import duties, read
from toolkit.files import sources, yamlfile
from toolkit.files.validation import validate
from toolkit.text.render import Rendered, outline, render


@pytest.fixture(scope="module")
def linyi_city(linyi_kit) -> City:
    """Linyi, offering everything: each duty has its clause."""
    city = kit.find(linyi_kit).subject().city
    assert city
    supports = dict.fromkeys(city.data["supports"], True)
    return City(yamlfile.YamlFile("city.yaml", {**city.data, "supports": supports}))


@pytest.fixture(scope="module")
def texts(linyi_kit, linyi_city: City) -> list[Rendered]:
    outlined = outline(kit.find(linyi_kit).subject().documents, linyi_city)
    return [render(document, outlined, linyi_city)[0] for document in outlined.documents]


def test_the_duties_are_as_their_schema_says_and_every_clause_exists(texts: list[Rendered], linyi_city: City):
    file = yamlfile.read(ROOT / "templates" / "calendar.yaml", "calendar.yaml")
    assert not validate(file, sources.schema("calendar"), "CFG")
    assert len(duties(texts, linyi_city)) == len(read())
    for entry in read():
        assert entry["day"] <= min(days.monthrange(2026, month)[1] for month in entry["months"]), entry["title"]


def test_a_clause_of_a_duty_speaks_of_time(texts: list[Rendered]):
    """A duty rests on words of its clause, or of the chapter, that say how often."""
    said = {clause.id: repr(clause.blocks) for document in texts for clause in document.clauses}
    said |= {chapter.id: repr(chapter.blocks) for document in texts for chapter in document.chapters}
    words = {12: ("每月",), 4: ("每季度", "按期"), 2: ("每半年",), 1: ("每年", "年度")}
    for entry in read():
        assert any(word in said[entry["clause"]] for word in words[len(entry["months"])]), entry["clause"]


def test_a_calendar_program_reads_it(texts: list[Rendered], linyi_city: City):
    found = duties(texts, linyi_city)
    book = Calendar.from_ical(calendar.ics(found, linyi_city))
    events = book.walk("VEVENT")
    assert len(events) == len({event["uid"] for event in events}) == len(found)
    audit = next(event for event in events if event["uid"].startswith("P08-audit-"))
    assert audit.decoded("dtstart") == date(2027, 1, 31)
    assert "法律规定" in audit["description"]
    assert audit["rrule"] == {"FREQ": ["YEARLY"], "BYMONTH": [1], "BYMONTHDAY": [31]}
    assert len(audit.walk("VALARM")) == 1
    assert calendar.ics(found, linyi_city) == calendar.ics(found, linyi_city)


def test_outlook_reads_every_rule_and_it_names_the_same_days(texts: list[Rendered], linyi_city: City):
    """One BYMONTH at most; what repeats within the year repeats by months."""
    found = {duty.clause: duty for duty in duties(texts, linyi_city)}
    events = Calendar.from_ical(calendar.ics(list(found.values()), linyi_city)).walk("VEVENT")
    rules = set()
    for event in events:
        rule, duty = event["rrule"], found[event["uid"].partition("@")[0].rpartition("-")[0]]
        assert len(rule.get("BYMONTH", [])) <= 1
        rules.add((rule["FREQ"][0], rule.get("INTERVAL", [1])[0]))
        first = event.decoded("dtstart")
        step = rule.get("INTERVAL", [1])[0] if rule["FREQ"] == ["MONTHLY"] else 12
        months = {(first.month - 1 + step * number) % 12 + 1 for number in range(12)}
        assert (months, rule["BYMONTHDAY"], first) == (set(duty.months), [duty.day], duty.first), duty.clause
    assert rules == {("YEARLY", 1), ("MONTHLY", 1), ("MONTHLY", 3), ("MONTHLY", 6)}


def test_months_at_uneven_distance_become_events_of_their_own(texts: list[Rendered], linyi_city: City):
    uneven = replace(duties(texts, linyi_city)[0], months=(1, 2, 7), day=10)
    events = Calendar.from_ical(calendar.ics([uneven], linyi_city)).walk("VEVENT")
    assert [event.decoded("dtstart").month for event in events] == [1, 2, 7]
    assert len({event["uid"] for event in events}) == 3
    assert {event["rrule"]["FREQ"][0] for event in events} == {"YEARLY"}


def test_a_second_import_updates_the_first(texts: list[Rendered], linyi_city: City):
    """The same events, each with a higher number and a later stamp: of a new text, of a new version of the city's own."""
    found = duties(texts, linyi_city)
    later = City(yamlfile.YamlFile("city.yaml", {**linyi_city.data, "adopted": {**linyi_city.data["adopted"], "version": "1.0.1"}}))
    books = [calendar.ics(found, linyi_city, "1.1.0"), calendar.ics(found, linyi_city, "1.2.0"), calendar.ics(found, later, "1.2.0")]
    first, second, third = ([(event["uid"], event["sequence"], event.decoded("dtstamp")) for event in Calendar.from_ical(book).walk("VEVENT")] for book in books)
    for before, after in ((first, second), (second, third)):
        for (uid, number, stamp), (same, higher, afterwards) in zip(before, after, strict=True):
            assert uid == same
            assert number < higher
            assert stamp < afterwards


def test_a_reminder_comes_in_the_morning_so_many_days_before(texts: list[Rendered], linyi_city: City):
    found = {duty.clause: duty for duty in duties(texts, linyi_city)}
    for event in Calendar.from_ical(calendar.ics(list(found.values()), linyi_city)).walk("VEVENT"):
        remind = found[event["uid"].partition("@")[0].rpartition("-")[0]].remind
        at = datetime.combine(event.decoded("dtstart"), time()) + event.walk("VALARM")[0].decoded("trigger")
        assert at == datetime.combine(event.decoded("dtstart"), time(9)) - timedelta(days=remind)


def test_dates_follow_the_city(texts: list[Rendered], linyi_city: City):
    data = {**linyi_city.data, "adopted": {**linyi_city.data["adopted"], "on": "2027-03-15"}}
    city = City(yamlfile.YamlFile("city.yaml", data))
    by_clause = {duty.clause: duty for duty in duties(texts, city)}
    assert by_clause["P08-audit"].first == date(2028, 1, 31)
    assert by_clause["P16-approve"].first == date(2027, 3, 15)
    assert by_clause["P14-hands-off"].first == date(2027, 3, 25)


def test_what_the_city_does_not_adopt_is_left_out(texts: list[Rendered], linyi_city: City):
    few = [document for document in texts if document.id != "P08"]
    assert {duty.clause[:3] for duty in duties(few, linyi_city)} == {entry["clause"][:3] for entry in read()} - {"P08"}


def test_the_page_is_one_page_with_every_duty(texts: list[Rendered], linyi_city: City, register):
    made = calendar.export(list(calendar.parts(Content(texts)).values()), linyi_city, register)
    assert [artifact.path for artifact in made] == ["calendar/年度事项.ics", "calendar/年度事项.pdf"]
    pages = pypdf.PdfReader(io.BytesIO(made[1].content)).pages
    assert len(pages) == 1
    text = "".join(pages[0].extract_text().split())
    for entry in read():
        assert "".join(entry["title"].split())[:8] in text, entry["title"]


def test_hostile_values_are_text(texts: list[Rendered], city: City, register):
    content = calendar.ics(duties(texts, city), city).decode("utf-8")
    assert content.count("BEGIN:VCALENDAR") == 1
    assert [line for line in content.splitlines() if line.startswith("X-WR-CALNAME")]
    calendar.export([(texts, "")], city, register)
