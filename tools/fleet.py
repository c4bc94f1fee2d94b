"""The fleet of examples/fleet as processes: its demo, the proof that nothing is lost when they are killed, and its bench.

    fleet.py demo                      two workers, a few accounts; one worker is killed; a restore
    fleet.py test [ACCOUNTS [KILLS]]   accounts on real servers; a worker is killed again and again, the broker is restarted
    fleet.py poison                    an account that kills every worker
    fleet.py s3                        the sink in an S3 store (moto)
    fleet.py bench                     accounts a minute with 1, 2 and 4 workers; memory over 1,000 accounts

BROKER=kafka uses Kafka in place of Artemis; DATABASE_URL a database other than the embedded H2.
"""

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from demo import Account, say, title
from radicale import Radicale

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target/fleet"
JAR = Path(os.environ.get("FLEET_JAR", ROOT / "examples/fleet/target/fleet.jar"))
BROKER = os.environ.get("BROKER", "artemis")
PATIENCE = 240


class Broken(Exception):
    """The failure, as one sentence."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """One process of the fleet. Its output goes into a file, which callers can wait on."""

    def __init__(self, fleet, name, *roles, heap="256m", **properties):
        self.name = name
        self.log = fleet.folder / f"{name}.log"
        options = [f"-D{key}={value}" for key, value in properties.items()]
        command = ["java", f"-Xmx{heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", *options, "-jar", str(JAR), *roles]
        self.out = open(self.log, "ab")
        self.process = subprocess.Popen(
            command, cwd=fleet.folder, env=fleet.environment, stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.out
        )

    def await_words(self, words, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while words not in (text := self.log.read_text(errors="replace")):
            if self.process.poll() is not None:
                raise Broken(f"{self.name} ended with exit code {self.process.returncode}: {text.strip()[-800:]}")
            if time.monotonic() > deadline:
                raise Broken(f"{self.name} does not say '{words}' in {seconds} seconds: see {self.log}")
            time.sleep(0.05)
        return self

    def ready(self):
        return self.await_words("ready")

    def memory(self):
        """Resident bytes of the process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) * 1024

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.out.close()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.out.close()


class Fleet:
    """A folder with the settings, and the processes that are started in it; all end with the with-block."""

    def __init__(self, name, **properties):
        self.folder = WORK / name
        self.processes = []
        broker, database = free_port(), free_port()
        self.properties = {
            "fleet.broker": BROKER,
            "fleet.artemis.url": f"tcp://127.0.0.1:{broker}",
            "fleet.kafka.brokers": f"127.0.0.1:{broker}",
            "fleet.database.url": os.environ.get("DATABASE_URL", f"jdbc:h2:tcp://127.0.0.1:{database}/./fleet;WRITE_DELAY=0"),
            "fleet.retry.delay": "2s",
            **properties,
        }
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache")}

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "secrets").mkdir(parents=True)
        (self.folder / "fleet.properties").write_text("".join(f"{k} = {v}\n" for k, v in self.properties.items()))
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            if process.process.poll() is None:
                process.stop()

    def start(self, name, *roles, **options):
        process = Process(self, name, *roles, **options)
        self.processes = [one for one in self.processes if one.process.poll() is None] + [process]
        return process

    def accounts(self, rows):
        """Writes the scheduler's list: (id, location, username, password) each; each password goes into its own file."""
        lines = ["id,location,username,password"]
        for account, location, username, password in rows:
            (self.folder / "secrets" / account).write_text(password)
            lines.append(f"{account},{location},{username},file:{account}")
        (self.folder / "accounts.csv").write_text("\n".join(lines) + "\n")

    def status(self, account):
        try:
            return json.loads((self.folder / "sink" / account / ".status.json").read_text())
        except (OSError, ValueError):
            return None

    def manifests(self, account):
        folder = self.folder / "sink" / account / ".manifests"
        return {file.stem: json.loads(file.read_text()) for file in folder.glob("*.json")} if folder.is_dir() else {}

    def await_accounts(self, accounts, calendars, seconds=PATIENCE):
        """Waits until the sink has a status that is complete, and all manifests, of each account."""
        deadline = time.monotonic() + seconds
        open_accounts = list(accounts)
        while open_accounts:
            open_accounts = [
                one for one in open_accounts if not (self.status(one) or {}).get("complete") or len(self.manifests(one)) < calendars
            ]
            if open_accounts and time.monotonic() > deadline:
                raise Broken(f"{len(open_accounts)} accounts are not complete after {seconds} s, {', '.join(open_accounts[:5])} among them")
            time.sleep(0.2)


def event(account, number):
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//fleet//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{account}-{number}@fleet.example\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260{1 + number % 9}01T100000Z\r\n"
        f"SUMMARY:Event {number} of {account}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def fill(server, user, calendar, count):
    """Puts a calendar with events into the files of a Radicale."""
    folder = server.calendar_folder(user, calendar)
    folder.mkdir(parents=True)
    (folder / ".Radicale.props").write_text(json.dumps({"tag": "VCALENDAR", "D:displayname": calendar.title()}))
    for number in range(count):
        (folder / f"{number}.ics").write_bytes(event(user, number))


def prove(fleet, account, server, user):
    """Compares the sink's files and manifests of an account with what the server holds; returns the number of objects."""
    count = 0
    manifests = fleet.manifests(account)
    held = Account(server.port, user).calendars()
    if manifests.keys() != held.keys():
        raise Broken(f"{account}: the server has {sorted(held)}, the sink has manifests of {sorted(manifests)}")
    for calendar, (_, objects) in held.items():
        folder = fleet.folder / "sink" / account / calendar
        files = {file.name: file.read_bytes() for file in folder.glob("*.ics")} if folder.is_dir() else {}
        if files != objects:
            raise Broken(f"{account}/{calendar}: the sink has {len(files)} objects, the server {len(objects)}, and they differ")
        named = {one["path"].split("/", 1)[1]: one["sha256"] for one in manifests[calendar]["objects"]}
        if named != {name: hashlib.sha256(data).hexdigest() for name, data in objects.items()}:
            raise Broken(f"{account}/{calendar}: the manifest does not agree with the server")
        count += len(objects)
    return count


@contextlib.contextmanager
def radicales(folder, count, users):
    """Several servers; each has a part of the users."""
    with contextlib.ExitStack() as stack:
        shares = [users[i::count] for i in range(count)]
        yield [
            (stack.enter_context(Radicale(ROOT / "target/venv/bin/python", folder / f"radicale{i}", share)), share)
            for i, share in enumerate(shares)
        ]


def location(server):
    return f"caldav+http://127.0.0.1:{server.port}/"


def deliveries(fleet):
    """The deliveries to the sink: (path, ETag, run) of each object with its bytes, as often as it arrived."""
    for line in (fleet.folder / "sink.log").read_text(errors="replace").splitlines():
        if " fleet.objects - " in line:
            path, etag, run, change = line.split(" fleet.objects - ")[1].rsplit(" ", 3)
            if change != "deleted":  # it has the object's last ETag
                yield path, etag, run


def prove_repeats(fleet, restarts):
    """Prints the number of repeated deliveries, and fails if no kill explains one."""
    lines = (fleet.folder / "sink.log").read_text(errors="replace").splitlines()
    # a run that failed because its database was killed may have left objects without a written state
    ended = {line.split(" ")[-2] for line in lines if " fleet.runs - " in line and line.endswith(" true")}
    runs = {}
    twice = 0
    for path, etag, run in deliveries(fleet):
        known = runs.setdefault((path, etag), [])
        twice += run in known
        known.append(run)
    broken = {run for known in runs.values() for run in known} - ended
    unexplained = [key for key, known in runs.items() if len(set(known) & ended) > 1]
    if unexplained:
        raise Broken(f"{len(unexplained)} objects were delivered again by a run that came to its end, {unexplained[0]} among them")
    if twice > 32 * restarts:
        raise Broken(f"{twice} objects were delivered twice by one run")
    repeats = sum(len(set(known)) - 1 for known in runs.values())
    return f"{repeats} of {len(runs)} objects were delivered again, all by {len(broken)} runs that were cut off; {twice} came twice when the broker was restarted"


def test(count=200, kills=20, events=50):
    seed = int(os.environ.get("SEED", random.randrange(1 << 30)))
    chance = random.Random(seed)
    began = time.monotonic()
    users = [f"a{number:03}" for number in range(count)]
    title(f"{count} accounts of {events} events, two workers, {kills} kills, the {BROKER} broker restarted once (SEED={seed})")
    # a healthy account may be running at several kills in a row
    with Fleet(f"test-{BROKER}", **{"fleet.attempts": "10"}) as fleet, radicales(fleet.folder, 2, users) as servers:
        for server, share in servers:
            for user in share:
                fill(server, user, "calendar", events)
        fleet.accounts([(user, location(server), user, f"{user}-pw") for server, share in servers for user in share])
        broker = fleet.start("broker", "broker", heap="512m").ready()
        log = "org.slf4j.simpleLogger.log.fleet"
        fleet.start("sink", "sink", **{f"{log}.objects": "debug", f"{log}.runs": "debug"}).ready()
        workers = [fleet.start(f"worker{i}", "worker").ready() for i in range(2)]
        fleet.start("scheduler", "scheduler").ready()
        scheduled, done = 1, 0
        for kill in range(kills):
            await_progress(fleet, users, done)
            time.sleep(chance.uniform(0, 2))
            victim = chance.randrange(2)
            workers[victim].kill()
            done = sum(bool((fleet.status(user) or {}).get("complete")) for user in users)
            say(f"  kill {kill + 1:2}: worker {victim}, {done} accounts are complete ({time.monotonic() - began:.0f} s)")
            if kill == kills // 2:
                broker.kill()
                broker = fleet.start("broker", "broker", heap="512m").ready()
                say("  the broker was killed, and is back")
            workers[victim] = fleet.start(f"worker{victim}-{kill + 1}", "worker").ready()
            if done == count and kill + 1 < kills:  # the next day: every account has a change
                change(servers, chance, scheduled)
                scheduled += 1
                fleet.start(f"scheduler{scheduled}", "scheduler").ready()
        settle(fleet, users, servers, began)
        say("  " + prove_repeats(fleet, 1))


def await_progress(fleet, users, before):
    """Waits until one more account is complete: Kafka needs some seconds to reassign the work of a killed worker."""
    deadline = time.monotonic() + 30
    while before < len(users) and time.monotonic() < deadline:
        if sum(bool((fleet.status(user) or {}).get("complete")) for user in users) > before:
            return
        time.sleep(0.1)


def change(servers, chance, day):
    """Each account gets an event, and loses one."""
    for server, share in servers:
        for user in share:
            folder = server.calendar_folder(user, "calendar")
            (folder / f"day{day}.ics").write_bytes(event(user, 1000 + day))
            chance.choice(sorted(folder.glob("*.ics"))).unlink()


def settle(fleet, users, servers, began):
    """Waits until the sink has everything on the servers, and proves it."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            total = sum(prove(fleet, user, server, user) for server, share in servers for user in share)
            break
        except Broken:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
    say(f"  {len(users)} accounts, {total} objects: the sink has each, byte for byte, and {len(users)} manifests agree ({time.monotonic() - began:.0f} s)")



PEOPLE = ["alice", "bob", "carol", "dave", "erin", "frank"]


def demo():
    """Shows a fleet at work, and checks what it shows."""
    began = time.monotonic()
    python = ROOT / "target/venv/bin/python"
    with Fleet("demo") as fleet, Radicale(python, fleet.folder / "radicale", [*PEOPLE, "zoe"]) as server:
        title(f"A broker ({BROKER}) and a database, a CalDAV server with {len(PEOPLE)} accounts of 50 events")
        for user in PEOPLE:
            fill(server, user, "work", 30)
            fill(server, user, "family", 20)
        rows = [(user, location(server), user, f"{user}-pw") for user in PEOPLE]
        fleet.accounts([*rows, ("mallory", location(server), "mallory", "wrong")])
        fleet.start("broker", "broker").ready()
        say(f"  ready after {time.monotonic() - began:.0f} s; the list of accounts has one more, whose password is wrong")

        title("A sink, two workers, and a scheduler, which sends one message for each account")
        fleet.start("sink", "sink")
        workers = [fleet.start(f"worker{i}", "worker") for i in (1, 2)]
        fleet.start("scheduler", "scheduler")
        while not (done := sum(fleet.status(user) is not None for user in PEOPLE)):
            time.sleep(0.02)
        workers[0].kill()
        say(f"  worker 1 was killed when {done} of {len(PEOPLE)} accounts were done; what it had under way goes to worker 2")
        fleet.await_accounts(PEOPLE, 2)
        for user in PEOPLE:
            status = fleet.status(user)
            say(f"  {user:8} complete: {prove(fleet, user, server, user)} objects in {status['manifests']} calendars, equal to the server's byte for byte")

        title("What cannot be backed up is told")
        fleet.start("dead", "dead").await_words("dead letter of")
        for line in (fleet.folder / "dead.log").read_text().splitlines():
            if "dead letter of" in line:
                say("  " + line.split(" - ", 1)[1])

        title("The next day: one event of alice's is new, one is gone")
        work = server.calendar_folder("alice", "work")
        (work / "new.ics").write_bytes(event("alice", 100))
        (work / "0.ics").unlink()
        fleet.start("scheduler2", "scheduler")
        settle(fleet, ["alice"], [(server, ["alice"])], began)
        counts = fleet.manifests("alice")["work"]["counts"]
        say("  delivered: " + ", ".join(f"{counts[word]} {word}" for word in ("created", "updated", "deleted", "unchanged")))

        title("One message restores alice's calendars, from the sink into the account of zoe")
        restore(fleet, "alice", "zoe", server)
        same = Account(server.port, "alice").calendars() == Account(server.port, "zoe").calendars()
        if not same:
            raise Broken("zoe's account is not what alice's is")
        say("  zoe has alice's calendars: names, properties, and every object byte for byte")
    say()
    say(f"That took {time.monotonic() - began:.0f} s. Everything that was started is stopped; its logs are in {fleet.folder.relative_to(ROOT)}.")


def restore(fleet, source, target, server):
    """Sends the message that restores an account, and waits for the result."""
    (fleet.folder / "secrets" / target).write_text(f"{target}-pw")
    message = {
        "id": target,
        "from": source,
        "location": location(server),
        "options": {"username": target},
        "secrets": {"password": f"file:{target}"},
    }
    (fleet.folder / "restores").mkdir(exist_ok=True)
    (fleet.folder / "restores.part").write_text(json.dumps(message))
    (fleet.folder / "restores.part").rename(fleet.folder / "restores" / f"{target}.json")
    deadline = time.monotonic() + PATIENCE
    while not (result := fleet.folder / "sink" / target / ".restore.json").exists():
        if time.monotonic() > deadline:
            raise Broken(f"nothing came of the restore of {source} into {target}")
        time.sleep(0.1)
    return json.loads(result.read_text())


def bench(accounts=120):
    """Accounts a minute with 1, 2 and 4 workers, and the memory of one over 1,000 accounts."""
    title(f"Accounts a minute: 50 events each, a server that answers after 20 ms, one account at a time in each worker, {BROKER}")
    rates = {}
    for workers in (1, 2, 4):
        rates[workers] = measure(workers, accounts * workers)[0]
        say(f"  {workers} workers: {rates[workers]:.0f} a minute, {rates[workers] / rates[1]:.2f} x")
    title("Memory of a worker over 1,000 accounts, four at a time")
    rate, memory = measure(1, 1000, **{"fleet.accounts": "4"})
    say(f"  {rate:.0f} a minute; resident MiB after each 100 accounts: {', '.join(str(m >> 20) for m in memory)}")


def measure(workers, accounts, **properties):
    """Backs up this number of accounts; the rate does not count the time until the first status."""
    users = [f"b{number:04}" for number in range(accounts)]
    settings = {"fleet.accounts": "1", "caldav.per-host": "0", **properties}
    with Fleet(f"bench-{workers}", **settings) as fleet:
        port = free_port()
        server = Server(fleet, port)
        try:
            for user in users:
                (fleet.folder / "secrets" / user).write_text("x")
            fleet.accounts([(user, f"caldav+http://127.0.0.1:{port}/", user, "x") for user in users])
            fleet.start("broker", "broker", heap="512m").ready()
            fleet.start("sink", "sink").ready()
            first = [fleet.start(f"worker{i}", "worker") for i in range(workers)]
            for worker in first:
                worker.ready()
            fleet.start("scheduler", "scheduler").ready()
            times, memory = [], []
            while len(times) < accounts:
                done = (fleet.folder / "sink.log").read_text().count("status of ")
                times += [time.monotonic()] * (done - len(times))
                while len(memory) < len(times) // 100:
                    memory.append(first[0].memory())
                if any(worker.process.poll() is not None for worker in first):
                    raise Broken("a worker ended")
                time.sleep(0.05)
            warm = accounts // 4  # during these, classes are loaded and compiled
            return 60 * (accounts - warm) / (times[-1] - times[warm - 1]), memory
        finally:
            server.kill()


class Server(Process):
    """The scripted server of the example's tests."""

    def __init__(self, fleet, port):
        self.name, self.log = "server", fleet.folder / "server.log"
        self.out = open(self.log, "ab")
        classes = ROOT / "examples/fleet/target/test-classes"
        command = ["java", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", str(classes), "com.example.fleet.CalendarServer", str(port), "20", "50"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.out, stderr=self.out)
        self.ready()




def poison():
    """An account that kills every worker that takes it becomes a dead letter, and the others are backed up."""
    title(f"An account whose worker is killed each time, {BROKER}")
    users = ["alice", "bob"]
    python = ROOT / "target/venv/bin/python"
    with Fleet(f"poison-{BROKER}") as fleet, Radicale(python, fleet.folder / "radicale", users) as server, socket.create_server(("127.0.0.1", 0)) as trap:
        for user in users:
            fill(server, user, "work", 10)
        rows = [(user, location(server), user, f"{user}-pw") for user in users]
        fleet.accounts([("mallory", f"caldav+http://127.0.0.1:{trap.getsockname()[1]}/", "mallory", "x"), *rows])
        fleet.start("broker", "broker").ready()
        fleet.start("sink", "sink")
        fleet.start("scheduler", "scheduler")
        trap.settimeout(PATIENCE)
        for number in range(3):
            worker = fleet.start(f"worker{number}", "worker")
            connection = trap.accept()[0]  # the worker sends a request and waits for the answer
            worker.kill()
            connection.close()
        worker = fleet.start("worker3", "worker")
        line = fleet.start("dead", "dead").await_words("dead letter of mallory").log.read_text().splitlines()[-1]
        fleet.await_accounts(users, 1)
        settle(fleet, users, [(server, users)], time.monotonic())
        say("  " + line.split(" - ", 1)[1])


def s3():
    """Runs the test of the S3 sink against moto, which pip installs; says so if it is not available."""
    environment = WORK / "moto"
    server = environment / "bin/moto_server"
    if not server.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        if subprocess.run([environment / "bin/pip", "install", "-q", "--disable-pip-version-check", "moto[server]==5.2.1"]).returncode:
            say("  not tested: the S3 sink, for the store (moto) cannot be installed")
            return
    port = free_port()
    with open(WORK / "moto.log", "wb") as log:
        store = subprocess.Popen([server, "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if store.poll() is not None or time.monotonic() > deadline:
                    raise Broken(f"the S3 store does not start: see {WORK / 'moto.log'}") from None
                time.sleep(0.1)
        command = [*os.environ.get("MVN", "mvn").split(), "-q", "-B", "-ntp", "-f", str(ROOT / "examples/fleet/pom.xml"), "test", "-Dtest=S3Test"]
        if subprocess.run(command, env={**os.environ, "FLEET_S3": f"http://127.0.0.1:{port}"}).returncode:
            raise Broken("the test of the S3 sink fails")
        say("  the S3 sink keeps, reads and deletes objects and manifests")
    finally:
        store.terminate()
        store.wait()


def main():
    commands = {"demo": demo, "test": test, "bench": bench, "s3": s3, "poison": poison}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    WORK.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # also ends the started processes
    try:
        commands[sys.argv[1]](*map(int, sys.argv[2:]))
    except Broken as e:
        sys.exit(f"the fleet is broken: {e}")


if __name__ == "__main__":
    main()
