"""The part of the bench under Plakar: our plugin against one that has the same number of objects in memory."""

import subprocess
import tempfile
import time
from pathlib import Path

from accounts import EVENT, PYTHON, ROOT, Account, fill_radicale
from bench_local import forget
from measure import Cost, Row, require
from plakar import Plakar
from radicale import Radicale

FLAGS = "-Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr"
MANIFEST = """name: free
display_name: Free
description: costs nothing
tier: third-party
license: Apache-2.0
tags: [bench]
api_version: v1.1.0
connectors:
  - type: importer
    class: service
    validator: schema.json
    protocols: [free]
    executable: bin/free
"""


def plakar(figures, size, folder, program, package):
    """A first and an unchanged backup, each in its own repository."""
    if not package:
        print("left out: plakar was not found")
        return []
    free = free_package(program, folder, package.name.replace("caldav_", "free_"), size.events)
    with Radicale(PYTHON, folder / "radicale", ["alice"]) as server:
        fill_radicale(server, "alice", size.events, "work")
        account = Account(server.port, "/alice/", "", "alice")
        require(account.count("work"), size.events, "Radicale")
        for _ in range(size.runs):
            forget()
            backups(figures, "Plakar: caldav", program, package, [account.location, *account.words], size.events, folder)
            backups(figures, "Plakar: free plugin", program, free, ["free://x"], size.events, folder)
    times = ("first", "unchanged")
    reached = tuple(figures.ratio(f"Plakar: caldav, {time}", f"Plakar: free plugin, {time}") for time in times)
    return [Row("under Plakar, first and unchanged, against a plugin that costs nothing", reached, (1.2, 0.9))]


def backups(figures, label, program, package, source, events, folder):
    plakar = Plakar(program, Path(tempfile.mkdtemp(prefix="pk-", dir=folder)), run_quietly)
    try:
        plakar.run("pkg", "add", package)
        plakar.run("create", "-plaintext")
        plakar.run("source", "add", "bench", *source)
        plakar.run("source", "ping", "bench")  # the first start of a package unpacks its start-up cache
        for time_of in ("first", "second", "unchanged"):
            figures.add(f"{label}, {time_of}", timed(lambda: plakar.run("backup", "@bench")))
        snapshots = [line.split()[1] for line in plakar.asked("ls").splitlines()]
        for snapshot in snapshots:
            files = plakar.asked("ls", "-recursive", snapshot).splitlines()
            require(sum(file.endswith(".ics") for file in files), events, f"a snapshot of {label}")
    finally:
        plakar.close()


def timed(work):
    start = time.perf_counter()
    work()
    return Cost(time.perf_counter() - start, 0, 0)


def run_quietly(command, env):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"plakar {command[1]} ended with {done.returncode}: {(done.stdout + done.stderr)[-1000:]}")
    return done.stdout


def free_package(program, folder, name, events):
    """The package of a plugin that has the same number of objects in memory, run by the same Java."""
    plugin = folder / "free-plugin"
    (plugin / "bin").mkdir(parents=True)
    classes = f"{ROOT}/lib/caldav.jar:{ROOT}/target/test-classes"
    launcher = plugin / "bin/free"
    launcher.write_text(
        f"#!/bin/sh\nexec {ROOT}/runtime/bin/java {FLAGS} -cp {classes} caldavbackup.bench.FreePlugin {events} {len(EVENT)}\n"
    )
    launcher.chmod(0o755)
    (plugin / "schema.json").write_text("{}")
    (plugin / "manifest.yaml").write_text(MANIFEST)
    package = folder / name
    command = [program, "pkg", "create", "-out", package, "./manifest.yaml", "v0.1.0"]
    subprocess.run(command, cwd=plugin, capture_output=True, check=True)
    return package
