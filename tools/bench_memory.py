"""The part of the bench that measures memory: a backup and a restore of very many events, and of a tenth of them."""

from accounts import PYTHON, Account, fill_radicale, write_vdir
from bench_local import forget, objects
from bench_servers import Script
from measure import Row, require
from radicale import Radicale

LIMIT = 200
GROWTH = 1.2  # what still counts as flat


def memory(figures, size, folder, *_):
    few = max(1, size.many // 10)
    with Radicale(PYTHON, folder / "radicale", ["alice", "bob"]) as server:
        for user, events in (("alice", few), ("bob", size.many)):
            fill_radicale(server, user, events, "work")
            account = Account(server.port, f"/{user}/", "", user)
            require(account.count("work"), events, "Radicale")
            forget()
            into = folder / f"backup-{events}"
            figures.run(f"memory of a backup, {events} events", account.backup(into))
            require(objects(into), events, f"the backup of {events}")
    kinds = ["backup"]
    with Script("sabre", folder / "sabre") as server:  # PUTs into Radicale take longer with each object of the calendar
        if server:
            kinds.append("restore")
            for events in (few, size.many):
                write_vdir(folder / f"vdir-{events}/calendar", events)
                calendar = f"restored-{events}"
                command = server.account.restore(folder / f"vdir-{events}", f"calendar={calendar}", "verify=full")
                figures.run(f"memory of a restore, {events} events", command)
                require(server.account.count(calendar), events, f"the restore of {events}")
    most = tuple(figures.memory(f"memory of a {kind}, {size.many} events") for kind in kinds)
    growth = tuple(
        figures.memory(f"memory of a {kind}, {size.many} events") / figures.memory(f"memory of a {kind}, {few} events")
        for kind in kinds
    )
    work = " and ".join(kinds)
    return [
        Row(f"memory at {size.many:,} events, {work}", most, (LIMIT,) * len(kinds), " MB", 0),
        Row(f"the same against that at {few:,}", growth, (GROWTH,) * len(kinds)),
    ]
