"""The bench: what a backup and a restore cost, measured beside vdirsyncer, Plakar and bare PUTs in the same run.

It prints every median and then one table: what was measured, the figure reached, the aim, met or missed. An object that does
not arrive ends the bench. These variables narrow it:

BENCH_ONLY    parts of it, by commas: start, radicale, servers, plakar, restore, memory, view; fleet is tools/fleet.py
BENCH_EVENTS  events of the accounts (5000); a restore has a fifth of them
BENCH_MANY    events of the account whose memory is measured (50000)
BENCH_RUNS    runs of which the median counts (5)
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import bench_local
import bench_memory
import bench_plakar
import bench_servers
import bench_view
from measure import Figures, Missing, show_table

PARTS = {
    "start": bench_local.start,
    "radicale": bench_local.radicale,
    "servers": bench_servers.servers,
    "plakar": bench_plakar.plakar,
    "restore": bench_servers.restore,
    "memory": bench_memory.memory,
    "view": bench_view.view,
}


class Size(NamedTuple):
    events: int
    many: int
    runs: int


def number(name, default):
    word = os.environ.get(name) or str(default)
    if not word.isdigit() or int(word) == 0:
        sys.exit(f"{name} wants a number above 0, not {word}")
    return int(word)


def chosen():
    given = [word.strip() for word in os.environ.get("BENCH_ONLY", "").split(",") if word.strip()]
    words = [word for word in given if word != "fleet"]  # tools/fleet.py measures it
    wrong = [word for word in words if word not in PARTS]
    if wrong:
        sys.exit(f"BENCH_ONLY knows {', '.join(PARTS)} and fleet, not {wrong[0]}")
    return words if given else list(PARTS)


def main():
    size = Size(number("BENCH_EVENTS", 5000), number("BENCH_MANY", 50000), number("BENCH_RUNS", 5))
    program = os.environ.get("PLAKAR")
    package = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 and program else None
    figures, rows = Figures(), []
    folder = Path(tempfile.mkdtemp(prefix="caldav-bench-"))
    folder.chmod(0o755)  # some servers run as their own user
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    load = os.getloadavg()[0]
    try:
        for part in chosen():
            print(f"{part} …", file=sys.stderr, flush=True)
            place = folder / part
            place.mkdir()
            place.chmod(0o755)
            begin = time.monotonic()
            rows += PARTS[part](figures, size, place, program, package)
            print(f"{part}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
            shutil.rmtree(place, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        figures.show()
    print(f"\nmedians of {size.runs}; load {load:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} processors\n")
    show_table(rows)


if __name__ == "__main__":
    try:
        main()
    except (OSError, RuntimeError, Missing, subprocess.CalledProcessError) as e:
        sys.exit(f"the bench broke off: {e}")
