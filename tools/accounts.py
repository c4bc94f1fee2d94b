"""The accounts that the bench reads and writes: their events, and the commands of vdirsyncer and caldav for them."""

import base64
import http.client
import json
import re
import subprocess
import threading
import time
from pathlib import Path

from measure import Cost, require

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / "target/venv/bin/python"
VDIRSYNCER = ROOT / "target/venv/bin/vdirsyncer"
CALDAV = ROOT / "bin/caldav"
CONNECTIONS = 4

EVENT = "\r\n".join(
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//caldav//bench//EN", "BEGIN:VEVENT", "UID:{n}@bench.example"]
    + ["DTSTAMP:20260101T000000Z", "DTSTART:20260201T100000Z", "DURATION:PT1H", "SUMMARY:Event {n}"]
    + ["DESCRIPTION:" + "words " * 10] + [" " + "words " * 11] * 8
    + ["END:VEVENT", "END:VCALENDAR", ""]
)

LISTING = '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'
OBJECT = re.compile(rb"href>[^<]*\.ics<")


def event(number):
    return EVENT.format(n=number).encode()


def write_vdir(folder, events):
    """A calendar's folder of that many events, as a backup writes it."""
    folder.mkdir(parents=True)
    for n in range(events):
        (folder / f"{n}.ics").write_bytes(event(n))


def fill_radicale(server, user, events, calendar):
    """A calendar in the server's own files: a PUT would read the whole calendar each time."""
    folder = server.calendar_folder(user, calendar)
    write_vdir(folder, events)
    (folder / ".Radicale.props").write_text(json.dumps({"tag": "VCALENDAR", "D:displayname": "Work"}))


class Account:
    """Where a user's calendars are: the path of the home, where discovery begins, and the user, None without sign-in."""

    def __init__(self, port, home, root, user):
        self.port, self.home, self.root, self.user = port, home, root, user

    @property
    def words(self):
        return [f"username={self.user}", f"password={self.user}-pw"] if self.user else []

    @property
    def location(self):
        return f"caldav+http://127.0.0.1:{self.port}/{self.root}"

    def backup(self, folder, *options):
        return [CALDAV, "backup", self.location, folder, *self.words, *options]

    def restore(self, folder, *options):
        return [CALDAV, "restore", folder, self.location, *self.words, *options]

    def vdirsyncer(self, calendar, folder):
        """The sync of one calendar into a new folder; its preparation is done."""
        folder.mkdir(parents=True)
        config = folder / "config"
        sign_in = f'username = "{self.user}"\npassword = "{self.user}-pw"' if self.user else ""
        config.write_text(
            f"""[general]
status_path = "{folder}/status"
[pair bench]
a = "here"
b = "there"
collections = ["{calendar}"]
[storage here]
type = "filesystem"
path = "{folder}/cal"
fileext = ".ics"
[storage there]
type = "caldav"
url = "http://127.0.0.1:{self.port}{self.home}"
{sign_in}
"""
        )
        subprocess.run([VDIRSYNCER, "-c", config, "discover"], input="y\n" * 5, text=True, capture_output=True, check=True)
        return [VDIRSYNCER, "-c", config, "sync"]

    def _headers(self, **more):
        secret = base64.b64encode(f"{self.user}:{self.user}-pw".encode()).decode()
        return {**more, **({"Authorization": f"Basic {secret}"} if self.user else {})}

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3600)
        try:
            connection.request(method, path, body, self._headers(**headers))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def count(self, calendar):
        """How many objects the server lists in a calendar."""
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        status, answer = self.ask("PROPFIND", f"{self.home}{calendar}/", LISTING, **headers)
        if status != 207:
            raise RuntimeError(f"the listing of {calendar} has the status {status}")
        return len(set(OBJECT.findall(answer)))

    def put_all(self, calendar, events):
        """The cost in seconds of this number of PUTs into a new calendar over persistent connections."""
        status, _ = self.ask("MKCALENDAR", f"{self.home}{calendar}/")
        if status != 201:
            raise RuntimeError(f"MKCALENDAR of {calendar} has the status {status}")
        wrong = []
        parts = [range(first, events, CONNECTIONS) for first in range(CONNECTIONS)]
        threads = [threading.Thread(target=self._put, args=(calendar, part, wrong)) for part in parts]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - start
        if wrong:
            raise RuntimeError(f"the server refused {len(wrong)} of the bare PUTs: {wrong[0]}")
        require(self.count(calendar), events, f"bare PUTs into {calendar}")
        return Cost(seconds, 0, 0)

    def _put(self, calendar, numbers, wrong):
        headers = self._headers(**{"Content-Type": "text/calendar; charset=utf-8", "If-None-Match": "*"})
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        for n in numbers:
            for again in (True, True, False):
                try:
                    connection.request("PUT", f"{self.home}{calendar}/{n}.ics", event(n), headers)
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status not in (201, 204):
                        wrong.append(answer.status)
                    break
                except (OSError, http.client.HTTPException):  # SOGo closes connections without an answer
                    connection.close()
                    if not again:
                        wrong.append("the connection broke")
        connection.close()
