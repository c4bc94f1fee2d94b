"""The demo: backs up one account, restores it into another, and compares every byte.

A throw-away Radicale holds the accounts of alice and bob. With a package as first argument and plakar in $PLAKAR the
backup goes through Plakar; otherwise into a plain folder. The comparison at the end uses no code of this project: it
asks the server itself, with Python's HTTP client.
"""

import base64
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path

from plakar import Plakar
from radicale import Radicale

ROOT = Path(__file__).resolve().parent.parent
PROPERTIES = {
    "name": "{DAV:}displayname",
    "colour": "{http://apple.com/ns/ical/}calendar-color",
    "order": "{http://apple.com/ns/ical/}calendar-order",
    "description": "{urn:ietf:params:xml:ns:caldav}calendar-description",
    "components": "{urn:ietf:params:xml:ns:caldav}supported-calendar-component-set",
}
TERMINAL = sys.stdout.isatty()


def say(text=""):
    print(text, flush=True)


def title(text):
    say()
    say(f"\033[1m{text}\033[0m" if TERMINAL else text)


def run(command, env=None):
    """Shows a command as a user would type it, runs it, and ends the demo if it fails."""
    shown = [str(word).removeprefix(f"{ROOT}/") for word in command]
    if env:
        shown[0] = "plakar"
    say("  $ " + " ".join(word if word else "''" for word in shown))
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    for line in done.stdout.rstrip().splitlines():
        say("    " + line)
    if done.returncode != 0:
        sys.exit(f"the demo failed: the command ended with exit code {done.returncode}")
    return done.stdout


class Folder:
    """The backup as a plain folder, written by caldav."""

    def __init__(self, folder):
        self.backup_folder = folder / "backup"

    def prepare(self):
        pass

    def backup(self, location, user):
        run([ROOT / "bin/caldav", "backup", location, self.backup_folder, f"username={user}", f"password={user}-pw"])

    def restore(self, location, user):
        run([ROOT / "bin/caldav", "restore", self.backup_folder, location, f"username={user}", f"password={user}-pw"])

    def close(self):
        pass


class Snapshots:
    """The backup as a snapshot in a Plakar repository, with our package installed."""

    def __init__(self, program, package, folder):
        self.package = package
        self.plakar = Plakar(program, folder, run)

    def prepare(self):
        self.plakar.run("pkg", "add", self.package)
        self.plakar.run("create", "-plaintext")

    def backup(self, location, user):
        if "caldav" not in self.plakar.asked("source", "show"):
            self.plakar.run("source", "add", "caldav", location, f"username={user}", f"password={user}-pw")
            self.plakar.run("source", "ping", "caldav")
        self.plakar.run("backup", "@caldav")

    def restore(self, location, user):
        self.plakar.run("destination", "add", "other", location, f"username={user}", f"password={user}-pw")
        self.plakar.run("restore", "-to", "@other", self.plakar.asked("ls").split()[1])

    def close(self):
        self.plakar.close()


class Account:
    """The content of a server for one user, read without our code."""

    def __init__(self, port, user):
        self.url = f"http://127.0.0.1:{port}/{user}/"
        self.authorization = "Basic " + base64.b64encode(f"{user}:{user}-pw".encode()).decode()

    def ask(self, method, url, body=None, depth=None):
        request = urllib.request.Request(url, body and body.encode(), {"Authorization": self.authorization}, method=method)
        if depth:
            request.add_header("Depth", depth)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    def members(self, url):
        """The properties of everything directly below a URL."""
        wanted = "".join(f'<p{i}:{p.split("}")[1]} xmlns:p{i}="{p[1:].split("}")[0]}"/>' for i, p in enumerate(PROPERTIES.values()))
        body = f'<propfind xmlns="DAV:"><prop><resourcetype/>{wanted}</prop></propfind>'
        for response in ET.fromstring(self.ask("PROPFIND", url, body, "1")).findall("{DAV:}response"):
            member = urllib.parse.urljoin(url, response.findtext("{DAV:}href"))
            if member != url:
                yield member, response

    def calendars(self):
        """Every calendar: its properties, and its objects' bytes."""
        found = {}
        for url, response in self.members(self.url):
            if response.find(".//{urn:ietf:params:xml:ns:caldav}calendar") is None:
                continue
            properties = {}
            for label, name in PROPERTIES.items():
                element = response.find(f".//{name}")
                if element is not None:
                    parts = sorted(child.get("name", "") for child in element)
                    properties[label] = " ".join(parts) if parts else (element.text or "")
            objects = {urllib.parse.unquote(u.rsplit("/", 1)[1]): self.ask("GET", u) for u, _ in self.members(url)}
            found[urllib.parse.unquote(url.rstrip("/").rsplit("/", 1)[1])] = properties, objects
        return found


def compare(alice, bob):
    """Shows calendar by calendar whether both are the same, and returns whether they are."""
    same = bool(alice)
    for calendar in sorted(alice.keys() | bob.keys()):
        properties, objects = alice.get(calendar, ({}, {}))
        properties_there, objects_there = bob.get(calendar, ({}, {}))
        label = properties.get("name", calendar)
        padding = " " * max(1, 24 - sum(0 if unicodedata.category(c) in ("Cf", "Mn") else 1 for c in label))
        wrong = [f"{name}: not in both" for name in sorted(objects.keys() ^ objects_there.keys())]
        wrong += [f"{n}: other bytes" for n in sorted(objects.keys() & objects_there.keys()) if objects[n] != objects_there[n]]
        wrong += [
            f"{name}: {properties.get(name)!r} is {properties_there.get(name)!r}"
            for name in PROPERTIES
            if properties.get(name) != properties_there.get(name)
        ]
        size = sum(map(len, objects.values()))
        verdict = f"DIFFERENT: {'; '.join(wrong)}" if wrong else f"identical, and so are {', '.join(properties)}"
        say(f"  {label}{padding}{len(objects)} objects, {size} bytes: {verdict}")
        same = same and not wrong and bool(objects)
    return same


def main():
    plakar = os.environ.get("PLAKAR")
    package = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 and plakar else None
    folder = Path(tempfile.mkdtemp(prefix="caldav-"))  # short: Plakar makes a socket in it
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    store = Snapshots(plakar, package, folder / "plakar") if package else Folder(folder)
    try:
        title("1. A CalDAV server that runs as long as this demo")
        with Radicale(ROOT / "target/venv/bin/python", folder / "radicale", ["alice", "bob"]) as server:
            location = f"caldav+http://127.0.0.1:{server.port}/"
            say(f"  Radicale listens on {location}, with the users alice and bob. Both accounts are empty.")
            if package:
                say("  Backups of this demo go through plakar, with the package that was just built.")
            else:
                say("  Backups of this demo go into a plain folder, because plakar is not installed.")

            title("2. Alice gets the three calendars of examples/data/")
            run([ROOT / "bin/caldav", "restore", "examples/data", location, "username=alice", "password=alice-pw"])

            title("3. A backup of her account")
            store.prepare()
            store.backup(location, "alice")

            title("4. A second backup fetches only what changed")
            store.backup(location, "alice")

            title("5. A restore of the backup into bob's empty account")
            store.restore(location, "bob")

            title("6. The proof: every object of both accounts, read from the server and compared byte by byte")
            same = compare(Account(server.port, "alice").calendars(), Account(server.port, "bob").calendars())
        say()
        if not same:
            sys.exit("the demo failed: the restored account differs from the original")
        say("Everything came back, byte for byte. The server is stopped, and all files of the demo are removed.")
    finally:
        store.close()
        time.sleep(0.2 if package else 0)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("the demo was ended"))
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nthe demo was interrupted; all its files are removed")
