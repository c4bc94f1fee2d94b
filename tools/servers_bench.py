"""A full and an unchanged backup on each real server that this machine has, against curl's one REPORT and vdirsyncer."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import restore_bench
from radicale import Radicale

SCRIPTS = Path(__file__).resolve().parent / "servers"
UNAVAILABLE = 69  # EX_UNAVAILABLE of sysexits.h

# what leads to the calendars of alice, where discovery begins, and how many ports it needs beside its own
SERVERS = {
    "sabre": ("/calendars/alice/", "", 0),
    "cyrus": ("/dav/calendars/user/alice/", "", 1),
    "davical": ("/caldav.php/alice/", "caldav.php/", 0),
    "sogo": ("/SOGo/dav/alice/Calendar/", "SOGo/dav/", 2),
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Script:
    """A server of tools/servers while its with-block runs; None in place of it where this machine has none."""

    def __init__(self, name, folder):
        self.name, self.folder, self.process, self.port = name, Path(folder), None, free_port()

    def __enter__(self):
        self.folder.mkdir(parents=True)
        self.folder.chmod(0o755)
        more = [str(free_port()) for _ in range(SERVERS[self.name][2])]
        log = self.folder / "log"
        self.process = subprocess.Popen(
            [SCRIPTS / self.name, self.folder, str(self.port), *more],
            stdin=subprocess.DEVNULL,
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while not any(line.endswith("ready") for line in log.read_text(errors="replace").splitlines()):
            if self.process.poll() == UNAVAILABLE:
                print(f"  left out: {log.read_text(errors='replace').strip()}")
                return None
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start: {log.read_text(errors='replace')[-500:]}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def measure(figures, bench, label, port, home, root, signed_in, events, runs, folder):
    """Times each way to read a calendar that is there."""
    user = "alice" if signed_in else None
    words = ["username=alice", "password=alice-pw"] if signed_in else []
    url = f"http://127.0.0.1:{port}{home}bare/"
    who = ["-u", "alice:alice-pw"] if signed_in else []
    curl = [*bench.REPORT, *who, url]
    given = bench.run([*bench.ASK, *who, url]).count("BEGIN:VEVENT")
    if given != events:
        raise RuntimeError(f"{label}: one REPORT gives {given} events, not {events}")
    location = f"caldav+http://127.0.0.1:{port}/{root}"
    for n in range(runs):
        figures.time(f"{label}: REPORT by curl", lambda: bench.run(curl))
        sync = bench.vdirsyncer_of(f"http://127.0.0.1:{port}{home}", user, ["bare"], folder / f"{label}-v{n}")
        figures.time(f"{label}: vdirsyncer, first", lambda: bench.run(sync))
        figures.time(f"{label}: vdirsyncer, nothing changed", lambda: bench.run(sync))
        into = folder / f"{label}-{n}"
        backup = [bench.ROOT / "bin/caldav", "backup", location, into, *words, "calendars=bare"]
        shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)
        figures.time(f"{label}: caldav backup, first", lambda: bench.run(backup))
        objects = len(list(into.glob("*/*.ics")))
        if objects != events:
            raise RuntimeError(f"{label}: the backup has {objects} objects, not {events}")
        bench.run(backup)
        figures.time(f"{label}: caldav backup, nothing changed", lambda: bench.run(backup))


def all_of_them(figures, bench, events, runs, folder):
    """Every server that is there; the labels of those that were measured."""
    folder.mkdir()
    measured = []

    with Radicale(bench.PYTHON, folder / "radicale", ["alice"]) as server:
        bench.fill(server, "alice", events, "bare")  # each PUT reads the whole calendar there
        measure(figures, bench, "Radicale", server.port, "/alice/", "", True, events, runs, folder)
        measured.append("Radicale")
    with restore_bench.Xandikos(bench.PYTHON, folder / "xandikos") as server:
        server.fill("/alice/calendars/", events, bench.EVENT)
        measure(figures, bench, "Xandikos", server.port, "/alice/calendars/", "", False, events, runs, folder)
        measured.append("Xandikos")
    for name, (home, root, _) in SERVERS.items():
        with Script(name, folder / name) as server:
            if server:
                puts = restore_bench.bare_puts(server.port, home, "alice", events, bench.EVENT)
                figures.add(f"{name}: {events} bare PUTs", puts)
                measure(figures, bench, name, server.port, home, root, True, events, runs, folder)
                measured.append(name)
    return measured


def compare(figures, target, measured):
    of = figures.median
    fastest = sorted(measured, key=lambda label: of(f"{label}: REPORT by curl"))[:3]
    for label in measured:
        first = of(f"{label}: caldav backup, first")
        unchanged = of(f"{label}: caldav backup, nothing changed")
        target(f"{label}: first backup / vdirsyncer's", first / of(f"{label}: vdirsyncer, first"), 1)
        target(f"{label}: unchanged backup / vdirsyncer's", unchanged / of(f"{label}: vdirsyncer, nothing changed"), 1)
        if label in fastest:
            target(f"{label}: first backup / one REPORT by curl", first / of(f"{label}: REPORT by curl"), 2.5)
