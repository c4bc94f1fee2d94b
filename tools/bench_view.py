"""The part of the bench about `caldav view`: how long the page is made, and how long a browser takes to open it."""

import datetime
import shutil
import sys

from accounts import CALDAV
from measure import Row

EVENTS = 10_000
EVENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//bench//EN\r
BEGIN:VEVENT\r
UID:{number}\r
DTSTAMP:20260101T000000Z\r
DTSTART;TZID=Europe/Berlin:{start:%Y%m%dT%H%M%S}\r
DURATION:PT1H\r
SUMMARY:Meeting {number}\r
LOCATION:Room {number}\r
DESCRIPTION:The papers of last time\\, and something to write.\r
END:VEVENT\r
END:VCALENDAR\r
"""


def fill(folder, events):
    """Events of five years around today, some on every day."""
    folder.mkdir()
    first = datetime.datetime.now().replace(hour=8, minute=0) - datetime.timedelta(days=900)
    for number in range(events):
        start = first + datetime.timedelta(days=number * 1800 // events, hours=number % 9)
        (folder / f"{number}.ics").write_text(EVENT.format(number=number, start=start), newline="")


def view(figures, size, folder, *_):
    """A page of many events against a page of one, which is an empty calendar but for the widget."""
    browser = shutil.which("chromium")
    for events in (1, EVENTS):
        fill(folder / f"{events}", events)
    names = {events: f"{events:,} events: caldav view" for events in (1, EVENTS)}
    opened = {events: f"{events:,} events: the page in Chromium" for events in (1, EVENTS)}
    for _ in range(size.runs):
        for events in names:
            page = folder / f"{events}.html"
            figures.run(names[events], [CALDAV, "view", folder / f"{events}", page])
            if browser:
                options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--dump-dom"]
                figures.run(opened[events], [browser, *options, page.as_uri()])
    if not browser:
        print("view: without chromium nothing is opened", file=sys.stderr)
        return []
    return [
        Row(
            f"{EVENTS:,} events, page in Chromium, whole browser, against a page of one event",
            (figures.ratio(opened[EVENTS], opened[1]),),
            (3.0,),
        ),
        Row("the same, seconds over those of one event", (figures.seconds(opened[EVENTS]) - figures.seconds(opened[1]),), (2.0,), " s"),
    ]
