"""The parts of the bench on other real servers: backups against vdirsyncer's, restores against bare PUTs."""

import shutil
import socket
import subprocess
import time
from pathlib import Path

from accounts import CONNECTIONS, PYTHON, Account, write_vdir
from bench_local import first_and_unchanged
from measure import Row, require
from radicale import Radicale
from xandikos import Xandikos

SCRIPTS = Path(__file__).resolve().parent / "servers"
UNAVAILABLE = 69  # EX_UNAVAILABLE of sysexits.h

# the path to the calendars of alice, the start of discovery, and the number of further ports
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
    """A server of tools/servers while its with-block runs; None if this machine does not have it."""

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
                print(f"left out: {log.read_text(errors='replace').strip()}")
                return None
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
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

    @property
    def account(self):
        home, root, _ = SERVERS[self.name]
        return Account(self.port, home, root, "alice")


def servers(figures, size, folder, *_):
    """A first and an unchanged backup of one calendar on each server except Radicale."""
    rows = []
    with Xandikos(PYTHON, folder / "xandikos") as server:
        account = Account(server.port, "/alice/calendars/", "", None)
        server.fill("/alice/calendars/", "bench", size.events)
        rows.append(measure(figures, size, "Xandikos", account, folder))
    for name in SERVERS:
        with Script(name, folder / name) as server:
            if server:
                figures.add(f"{name}: {size.events} bare PUTs", server.account.put_all("bench", size.events))
                rows.append(measure(figures, size, name, server.account, folder))
    return rows


def measure(figures, size, label, account, folder):
    require(account.count("bench"), size.events, label)
    for n in range(size.runs):
        place = folder / f"{label}-{n}"
        first_and_unchanged(figures, label, account, "bench", size.events, place, "calendars=bench")
        shutil.rmtree(place)
    times = ("first", "unchanged")
    reached = tuple(figures.ratio(f"{label}: caldav, {time}", f"{label}: vdirsyncer, {time}") for time in times)
    return Row(f"{label} at {size.events:,}: first, unchanged against vdirsyncer", reached, (0.7, 0.9))


def restore(figures, size, folder, *_):
    """Restores into new calendars, against bare PUTs of the same objects over the same number of connections."""
    events = max(1, size.events // 5)
    write_vdir(folder / "snapshot/calendar", events)
    with Xandikos(PYTHON, folder / "xandikos") as server:
        account = Account(server.port, "/alice/calendars/", "", None)
        xandikos = restore_into(figures, size, "Xandikos", account, events, folder)
    with Radicale(PYTHON, folder / "radicale", ["alice"]) as server:
        account = Account(server.port, "/alice/", "", "alice")
        radicale = restore_into(figures, size, "Radicale", account, events, folder)
    work = f"restore of {events:,} into Xandikos and Radicale against bare PUTs, verify=full"
    return [Row(work, (xandikos, radicale), (1.1, 1.2))]


def restore_into(figures, size, label, account, events, folder):
    bare, ours = f"{label}: {events} bare PUTs", f"{label}: caldav restore of {events}"
    for n in range(size.runs):
        figures.add(bare, account.put_all(f"bare-{n}", events))
        options = [f"calendar=restored-{n}", "verify=full", f"concurrency={CONNECTIONS}"]
        figures.run(ours, account.restore(folder / "snapshot", *options))
        require(account.count(f"restored-{n}"), events, ours)
    return figures.ratio(ours, bare)
