"""Word files written by hand: any sign of a city's text may stand in one, and what XML cannot hold is left out."""

from __future__ import annotations

from xml.etree import ElementTree

from toolkit.update import word


def test_every_sign_that_xml_can_hold_is_written_and_no_other():
    signs = "\x00\t\n\x0b\x1f 志<&\"\x7f\ufffd\ufffe\uffff\U00010000𠮷\U0010ffff"
    made = ElementTree.fromstring(word.run(signs).replace("w:", ""))
    assert "".join(made.itertext()) == "\t 志<&\"\x7f\ufffd\U00010000𠮷\U0010ffff"
    assert word.run("\x00\x0b") == ""
