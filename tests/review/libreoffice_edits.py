"""Run by the system's python3 beside LibreOffice: edits Word files as people do, with tracking on.

    libreoffice_edits.py PORT JOBS.json

Each job: {"file": …, "saved": …, "authors": [{"name": …, "edits": [[kind, words, …], …]}, …]}.
"""

import json
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(port):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("no LibreOffice")


def set_author(context, name):
    provider = context.ServiceManager.createInstanceWithContext("com.sun.star.configuration.ConfigurationProvider", context)
    access = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationUpdateAccess", (option("nodepath", "/org.openoffice.UserProfile/Data"),)
    )
    access.setPropertyValue("givenname", name)
    access.setPropertyValue("sn", "")
    access.commitChanges()


def find(doc, words):
    search = doc.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = words, True
    found = doc.findFirst(search)
    if found is None:
        raise SystemExit(f"not found: {words}")
    return found


def insert(doc, after, words):
    at = find(doc, after)
    at.Text.insertString(at.getEnd(), words, False)


def replace(doc, old, new):
    find(doc, old).setString(new)


def strike(doc, words):
    replace(doc, words, "")


def paragraph(doc, within, words):
    """A new paragraph after the one that holds `within`."""
    at = find(doc, within)
    cursor = at.Text.createTextCursorByRange(at.getEnd())
    cursor.gotoEndOfParagraph(False)
    at.Text.insertControlCharacter(cursor.getEnd(), 0, False)
    at.Text.insertString(cursor.getEnd(), words, False)


def strike_paragraph(doc, within):
    at = find(doc, within)
    cursor = at.Text.createTextCursorByRange(at)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    cursor.goRight(1, True)
    cursor.setString("")


def move(doc, within, after):
    """A paragraph is struck here and put in, as it read, behind another: how most people move one."""
    at = find(doc, within)
    cursor = at.Text.createTextCursorByRange(at)
    cursor.gotoStartOfParagraph(False)
    cursor.gotoEndOfParagraph(True)
    words = cursor.getString()
    strike_paragraph(doc, within)
    paragraph(doc, after, words)


def comment(doc, on, words, author):
    at = find(doc, on)
    note = doc.createInstance("com.sun.star.text.textfield.Annotation")
    note.Content, note.Author = words, author
    at.Text.insertTextContent(at, note, True)


def reply(doc, to, words, author):
    """As the program's own "Reply" writes it into a .docx: a comment without a range, behind the one answered."""
    fields = doc.TextFields.createEnumeration()
    while fields.hasMoreElements():
        field = fields.nextElement()
        if field.supportsService("com.sun.star.text.textfield.Annotation") and field.Content == to:
            note = doc.createInstance("com.sun.star.text.textfield.Annotation")
            note.Content, note.Author = f'Reply to {field.Author} (11/27/2026, 00:00): "..."\n{words}', author
            at = field.getAnchor()
            at.Text.insertTextContent(at.getEnd(), note, False)
            return
    raise SystemExit(f"no such comment: {to}")


EDITS = {
    "insert": insert, "replace": replace, "strike": strike, "paragraph": paragraph, "strike paragraph": strike_paragraph,
    "comment": comment, "reply": reply, "move": move,
}


def main():
    port = sys.argv[1]
    with open(sys.argv[2], encoding="utf-8") as stream:
        jobs = json.load(stream)
    context = connect(port)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    for job in jobs:
        doc = desktop.loadComponentFromURL(uno.systemPathToFileUrl(job["file"]), "_blank", 0, (option("Hidden", True),))
        for author in job["authors"]:
            set_author(context, author["name"])
            doc.RecordChanges = True
            for kind, *words in author["edits"]:
                EDITS[kind](doc, *words)
        doc.storeToURL(uno.systemPathToFileUrl(job["saved"]), (option("FilterName", "MS Word 2007 XML"),))
        doc.close(True)


main()
sys.stdout.flush()
os._exit(0)  # the bridge to the program sometimes crashes while Python ends
