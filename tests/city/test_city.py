"""The typed view of a city.yaml."""

from __future__ import annotations

from toolkit.city.city import with_defaults

SCHEMA = {
    "required": ["team"],
    "properties": {
        "team": {"required": ["name"], "properties": {
            "name": {"type": "string", "default": "甲"}, "fax": {"type": "string", "default": "无"},
            "note": {"type": "string"},
        }},
        "size": {"properties": {"pairs": {"type": "integer", "default": 20}}, "default": {"pairs": 20}},
        "units": {"type": "array"},
    },
}


def test_keys_that_a_later_text_added_have_their_defaults():
    assert with_defaults({"team": {"name": "乙"}}, SCHEMA) == {"team": {"name": "乙", "fax": "无"}, "size": {"pairs": 20}}


def test_what_is_written_stays_and_what_is_required_is_not_guessed():
    written = {"team": {"fax": "1"}, "size": {"pairs": 7}, "units": [{"name": "x"}], "odd": 5}
    assert with_defaults(written, SCHEMA) == written
    assert with_defaults({"team": 5, "size": None}, SCHEMA) == {"team": 5, "size": None}
