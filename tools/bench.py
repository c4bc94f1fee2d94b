"""The bench: everything measured in one run, against one server, and compared as ratios.

BENCH_EVENTS (5000), BENCH_MANY (50000, for memory), BENCH_EACH (5000, on each server) and BENCH_RUNS (5) make it smaller or
larger; 0 leaves BENCH_MANY or BENCH_EACH out, and BENCH_ONLY=servers all but those.
"""

import base64
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import http2
import restore_bench
import servers_bench
from plakar import Plakar
from radicale import Radicale

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / "target/venv/bin/python"
VDIRSYNCER = ROOT / "target/venv/bin/vdirsyncer"
EVENTS = int(os.environ.get("BENCH_EVENTS", 5000))
MANY = int(os.environ.get("BENCH_MANY", 50000))
EACH = int(os.environ.get("BENCH_EACH", 5000))
RUNS = int(os.environ.get("BENCH_RUNS", 5))

EVENT = "\r\n".join(
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//caldav//bench//EN", "BEGIN:VEVENT", "UID:{n}@bench.example"]
    + ["DTSTAMP:20260101T000000Z", "DTSTART:20260201T100000Z", "DURATION:PT1H", "SUMMARY:Event {n}"]
    + ["DESCRIPTION:" + "words " * 10] + [" " + "words " * 11] * 8
    + ["END:VEVENT", "END:VCALENDAR", ""]
)

QUERY = (
    '<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><d:getetag/><c:calendar-data/>'
    '</d:prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"/></c:comp-filter></c:filter></c:calendar-query>'
)
ASK = ["curl", "-sf", "-X", "REPORT", "-H", "Depth: 1", "-H", "Content-Type: application/xml", "-d", QUERY]
REPORT = [*ASK, "-o", "/dev/null"]


class Figures:
    """Seconds by name; the last run of each name is printed beside the median."""

    def __init__(self):
        self.seconds = {}

    def time(self, name, work):
        start = time.perf_counter()
        result = work()
        self.seconds.setdefault(name, []).append(time.perf_counter() - start)
        return result

    def add(self, name, seconds):
        self.seconds.setdefault(name, []).append(seconds)

    def median(self, name):
        return statistics.median(self.seconds[name])

    def show(self):
        for name, all_of_them in self.seconds.items():
            low, high = min(all_of_them), max(all_of_them)
            print(f"  {name:44} {statistics.median(all_of_them):7.2f} s   ({low:.2f} to {high:.2f})")


def target(what, ratio, most, unit="x"):
    print(f"  {what:62} {ratio:7.2f} {unit:2} (wanted: at most {most:g}) {'met' if ratio <= most else 'MISSED'}")


def fill(server, user, events, calendar="work"):
    folder = server.calendar_folder(user, calendar)
    folder.mkdir(parents=True)
    (folder / ".Radicale.props").write_text(json.dumps({"tag": "VCALENDAR", "D:displayname": "Work"}))
    for n in range(events):
        (folder / f"{n}.ics").write_bytes(EVENT.format(n=n).encode())


def run(command, **options):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {(done.stdout + done.stderr)[-1000:]}")
    return done.stdout


def peak_memory(command):
    """The most memory that a command ever had, in MB."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{command[0]} ended with {status}")
    return usage.ru_maxrss / 1024


class Account:
    def __init__(self, server, user):
        self.url = f"http://127.0.0.1:{server.port}/{user}/work/"
        self.location = f"caldav+http://127.0.0.1:{server.port}/"
        self.words = [f"username={user}", f"password={user}-pw"]
        self.user = user

    def ask(self, method, depth, body):
        secret = base64.b64encode(f"{self.user}:{self.user}-pw".encode()).decode()
        headers = {"Authorization": f"Basic {secret}", "Depth": depth, "Content-Type": "application/xml"}
        request = urllib.request.Request(self.url, body.encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=600) as answer:
            return len(answer.read())

    def report(self):
        """One REPORT with all data: by curl where there is one, else by Python."""
        if not shutil.which("curl"):
            return self.ask("REPORT", "1", QUERY)
        return run([*REPORT, "-u", f"{self.user}:{self.user}-pw", self.url])

    def listing(self):
        return self.ask("PROPFIND", "1", '<propfind xmlns="DAV:"><prop><resourcetype/><getetag/></prop></propfind>')

    def backup(self, folder):
        return [ROOT / "bin/caldav", "backup", self.location, folder, *self.words]


def vdirsyncer(account, folder):
    return vdirsyncer_of(account.location.removeprefix("caldav+"), account.user, ["work"], folder)


def vdirsyncer_of(url, user, collections, folder):
    """The sync of these collections, by a configuration of its own; what comes before it is done."""
    folder.mkdir()
    config = folder / "config"
    sign_in = f'username = "{user}"\npassword = "{user}-pw"' if user else ""
    config.write_text(
        f"""[general]
status_path = "{folder}/status"
[pair bench]
a = "here"
b = "there"
collections = {json.dumps(collections)}
[storage here]
type = "filesystem"
path = "{folder}/cal"
fileext = ".ics"
[storage there]
type = "caldav"
url = "{url}"
{sign_in}
"""
    )
    subprocess.run([VDIRSYNCER, "-c", config, "discover"], input="y\n" * 5, text=True, capture_output=True, check=True)
    return [VDIRSYNCER, "-c", config, "sync"]


def spawn_to_init(account):
    command = [ROOT / "bin/caldav", "importer"]
    plugin = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    config = dict(word.split("=", 1) for word in account.words)
    plugin.stdin.write(http2.init_request({"location": account.location, **config}))
    plugin.stdin.flush()
    http2.await_answer(plugin.stdout)
    return plugin


def end(plugin):
    plugin.stdin.close()
    plugin.stdout.read()
    plugin.wait()


def without_plakar(figures, account, folder):
    for n in range(RUNS):
        figures.time("one REPORT with all data, by curl", account.report)
        figures.time("one PROPFIND listing", account.listing)
        end(figures.time("spawn to Init answered", lambda: spawn_to_init(account)))
        sync = vdirsyncer(account, folder / f"vdirsyncer-{n}")
        figures.time("vdirsyncer, first sync", lambda: run(sync))
        figures.time("vdirsyncer, nothing changed", lambda: run(sync))
        backup = account.backup(folder / f"backup-{n}")
        shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)  # the first knows nothing of the calendar
        figures.time("caldav backup, first", lambda: run(backup))
        objects = len(list((folder / f"backup-{n}").glob("*/*.ics")))
        if objects != EVENTS:
            raise RuntimeError(f"the backup has {objects} objects, not {EVENTS}")
        run(backup)  # only now is it known that the server's word on changes can be trusted
        figures.time("caldav backup, nothing changed", lambda: run(backup))


def free_package(program, folder, name):
    """The package of a plugin that holds as many objects in memory, run by the same Java."""
    plugin = folder / "free-plugin"
    (plugin / "bin").mkdir(parents=True)
    classes = f"{ROOT}/lib/caldav.jar:{ROOT}/target/test-classes"
    flags = "-Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr"
    launcher = plugin / "bin/free"
    launcher.write_text(
        f"#!/bin/sh\nexec {ROOT}/runtime/bin/java {flags} -cp {classes} caldavbackup.bench.FreePlugin {EVENTS} {len(EVENT)}\n"
    )
    launcher.chmod(0o755)
    (plugin / "schema.json").write_text("{}")
    (plugin / "manifest.yaml").write_text(
        "name: free\ndisplay_name: Free\ndescription: costs nothing\ntier: third-party\nlicense: Apache-2.0\ntags: [bench]\n"
        "api_version: v1.1.0\nconnectors:\n  - type: importer\n    class: service\n    validator: schema.json\n"
        "    protocols: [free]\n    executable: bin/free\n"
    )
    package = folder / name
    subprocess.run(
        [program, "pkg", "create", "-out", package, "./manifest.yaml", "v0.1.0"], cwd=plugin, capture_output=True, check=True
    )
    return package


def with_plakar(figures, account, program, package, folder):
    quiet = lambda command, env: run(command, env=env)  # noqa: E731
    free = free_package(program, folder, package.name.replace("caldav_", "free_"))
    for n in range(min(RUNS, 3)):
        for label, ptar, location in [("ours", package, account.location), ("free plugin", free, "free://x")]:
            plakar = Plakar(program, Path(tempfile.mkdtemp(prefix="pk-", dir=folder)), quiet)
            try:
                plakar.run("pkg", "add", ptar)
                plakar.run("create", "-plaintext")
                words = account.words if label == "ours" else []
                plakar.run("source", "add", "bench", location, *words)
                figures.time(f"plakar backup, first, {label}", lambda: plakar.run("backup", "@bench"))
                if label == "ours":
                    plakar.run("backup", "@bench")
                figures.time(f"plakar backup, nothing changed, {label}", lambda: plakar.run("backup", "@bench"))
            finally:
                plakar.close()


def restores(figures, folder):
    """Into an empty calendar on two servers; Radicale gets fewer, because each PUT costs it more."""
    event, few = EVENT, max(1, EVENTS // 5)
    launcher = ROOT / "bin/caldav"
    with restore_bench.Xandikos(PYTHON, folder / "xandikos") as server:
        restore_bench.restore(figures, "xandikos", run, server, "/alice/calendars/", None, [], EVENTS, event, folder, launcher)
        ask = [*REPORT, f"http://127.0.0.1:{server.port}/alice/calendars/full/"]
        figures.time("xandikos: one listing with data, by curl", lambda: run(ask))
    with Radicale(PYTHON, folder / "radicale-restore", ["bob"]) as server:
        words = ["username=bob", "password=bob-pw"]
        restore_bench.restore(figures, "radicale", run, server, "/bob/", "bob", words, few, event, folder, launcher)
        ask = [*REPORT, "-u", "bob:bob-pw", f"http://127.0.0.1:{server.port}/bob/full/"]
        figures.time("radicale: one listing with data, by curl", lambda: run(ask))


def compare_restores(figures):
    of = figures.median
    for label in ("xandikos", "radicale"):
        bare = of(next(name for name in figures.seconds if name.startswith(f"{label}: ") and "bare" in name))
        for verify, wanted in (("off", 0.8), ("full", 0.6)):
            target(f"{label}: restore, verify={verify} / bare PUTs", of(f"{label}: restore, verify={verify}") / bare, 1 / wanted)
        equal = of(f"{label}: restore where all is equal")
        target(f"{label}: restore of what is equal / one listing with data", equal / of(f"{label}: one listing with data, by curl"), 1.5)


def each_server():
    """On every server by itself: the figures, and what they are wanted to be."""
    figures = Figures()
    folder = Path(tempfile.mkdtemp(prefix="caldav-bench-"))
    folder.chmod(0o755)
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    print(f"{EACH} events on each server, median (least to most):")
    try:
        measured = servers_bench.all_of_them(figures, sys.modules[__name__], EACH, min(RUNS, 3), folder / "servers")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures.show()
    print("Compared:")
    servers_bench.compare(figures, target, measured)


def main():
    program = os.environ.get("PLAKAR")
    package = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 and program else None
    figures = Figures()
    folder = Path(tempfile.mkdtemp(prefix="caldav-bench-"))
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    try:
        with Radicale(PYTHON, folder / "radicale", ["alice", "carol"]) as server:
            fill(server, "alice", EVENTS)
            account = Account(server, "alice")
            account.report()  # Radicale reads its files once; that is not what is measured
            print(f"{EVENTS} events of {len(EVENT)} bytes on Radicale, {RUNS} runs, median (least to most):")
            without_plakar(figures, account, folder)
            memory = peak_memory(account.backup(folder / "memory"))
            if package:
                with_plakar(figures, account, program, package, folder)
            if shutil.which("curl"):
                restores(figures, folder)
            figures.show()
            print(f"  {'memory of caldav backup':44} {memory:7.0f} MB")
            many = None
            if MANY:
                fill(server, "carol", MANY)
                crowd = Account(server, "carol")
                crowd.report()
                many = peak_memory(crowd.backup(folder / "many"))
                print(f"  {f'memory of caldav backup, {MANY} events':44} {many:7.0f} MB")
    finally:
        shutil.rmtree(folder, ignore_errors=True)

    print("Compared:")
    of = figures.median
    start = of("spawn to Init answered")
    bare = of("one REPORT with all data, by curl") + of("one PROPFIND listing")
    target("first backup without its start / (REPORT + listing)", (of("caldav backup, first") - start) / bare, 2)
    target("first backup / vdirsyncer's first sync", of("caldav backup, first") / of("vdirsyncer, first sync"), 0.7)
    target(
        "unchanged backup / vdirsyncer's unchanged sync",
        of("caldav backup, nothing changed") / of("vdirsyncer, nothing changed"),
        1,
    )
    if package:
        target("plakar, first: ours / free plugin", of("plakar backup, first, ours") / of("plakar backup, first, free plugin"), 1.2)
        target(
            "plakar, unchanged: ours / free plugin",
            of("plakar backup, nothing changed, ours") / of("plakar backup, nothing changed, free plugin"),
            1.6,
        )
    else:
        print("  plakar was not found: nothing is said of it")
    if shutil.which("curl"):
        compare_restores(figures)
    cache = (ROOT / "lib/caldav.aot").exists()
    target(f"spawn to Init answered, {'with' if cache else 'without'} the AOT cache", start, 0.7 if cache else 1.5, "s")
    target("memory", memory, 200, "MB")
    if many:
        target(f"memory at {MANY} events / at {EVENTS}", many / memory, 1.2)


if __name__ == "__main__":
    try:
        if os.environ.get("BENCH_ONLY") != "servers":
            main()
        if EACH and shutil.which("curl"):
            each_server()
    except (OSError, RuntimeError, subprocess.CalledProcessError) as e:
        sys.exit(f"the bench broke off: {e}")
