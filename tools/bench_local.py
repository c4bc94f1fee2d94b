"""The parts of the bench on Radicale: what the start of a command costs, and what each object costs."""

import os
import shutil

from accounts import CALDAV, PYTHON, Account, fill_radicale
from measure import Row, require
from radicale import Radicale

FEW = 20


def forget():
    """A first backup knows nothing of the calendar."""
    shutil.rmtree(os.environ["XDG_CACHE_HOME"], ignore_errors=True)


def objects(folder):
    return sum(1 for _ in folder.glob("*/*.ics"))


def first_and_unchanged(figures, label, account, calendar, events, folder, *options):
    """One run of vdirsyncer and of caldav: a first sync or backup, and one where nothing has changed."""
    sync = account.vdirsyncer(calendar, folder / "vdirsyncer")
    figures.run(f"{label}: vdirsyncer, first", sync)
    figures.run(f"{label}: vdirsyncer, unchanged", sync)
    require(objects(folder / "vdirsyncer/cal"), events, f"{label}: vdirsyncer")
    backup = account.backup(folder / "backup", *options)
    forget()
    figures.run(f"{label}: caldav, first", backup)
    require(objects(folder / "backup"), events, f"{label}: the first backup")
    figures.run(f"{label}: caldav, second", backup)  # it learns whether the server reports changes reliably
    figures.run(f"{label}: caldav, unchanged", backup)
    require(objects(folder / "backup"), events, f"{label}: the unchanged backup")


def start(figures, size, folder, *_):
    """The whole command for an account of 20 events where nothing has changed; and the commands that need no account."""
    with Radicale(PYTHON, folder / "radicale", ["alice"]) as server:
        fill_radicale(server, "alice", FEW, "work")
        account = Account(server.port, "/alice/", "", "alice")
        sync = account.vdirsyncer("work", folder / "vdirsyncer")
        backup = account.backup(folder / "backup")
        names = [(f"{FEW} events: vdirsyncer", sync), (f"{FEW} events: caldav backup", backup)]
        for _ in range(2):
            for name, command in names:
                figures.run(f"{name}, before", command)
        for _ in range(size.runs):
            for name, command in names:
                figures.run(f"{name}, unchanged", command)
            for word in ("--version", "--help"):
                figures.run(f"caldav {word}", [CALDAV, word])
        require(objects(folder / "vdirsyncer/cal"), FEW, "vdirsyncer")
        require(objects(folder / "backup"), FEW, "the unchanged backup")
    ours, theirs = (f"{name}, unchanged" for name in (f"{FEW} events: caldav backup", f"{FEW} events: vdirsyncer"))
    words = tuple(figures.seconds(f"caldav {word}") for word in ("--version", "--help"))
    return [
        Row(f"{FEW} events, unchanged backup, whole command, against vdirsyncer's sync", (figures.ratio(ours, theirs),), (1.0,)),
        Row("--version, --help", words, (0.2, 0.2), " s"),
    ]


def radicale(figures, size, folder, *_):
    """Time against vdirsyncer's, and processor time for each object over that of an empty account."""
    with Radicale(PYTHON, folder / "radicale", ["alice", "bob"]) as server:
        fill_radicale(server, "alice", size.events, "work")
        fill_radicale(server, "bob", 0, "work")
        account, empty = (Account(server.port, f"/{user}/", "", user) for user in ("alice", "bob"))
        require(account.count("work"), size.events, "Radicale")  # it reads its files once, outside the measurement
        for n in range(size.runs):
            first_and_unchanged(figures, "Radicale", account, "work", size.events, folder / f"run-{n}")
            forget()
            figures.run("Radicale: caldav, first, of nothing", empty.backup(folder / f"empty-{n}"))
            shutil.rmtree(folder / f"run-{n}")
    first = figures.ratio("Radicale: caldav, first", "Radicale: vdirsyncer, first")
    unchanged = figures.ratio("Radicale: caldav, unchanged", "Radicale: vdirsyncer, unchanged")
    each = (figures.cpu("Radicale: caldav, first") - figures.cpu("Radicale: caldav, first, of nothing")) / size.events
    return [
        Row(f"{size.events:,} events on Radicale, first backup, against vdirsyncer's", (first,), (0.6,)),
        Row("the same unchanged", (unchanged,), (0.5,)),
        Row("CPU of our process for each object of a first backup, over an empty one's", (each * 1000,), (0.2,), " ms"),
    ]
