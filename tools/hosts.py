"""Builds each example application, starts it as a user would, and checks its backup and restore.

Each gets a Radicale of its own, with calendars in the account of alice. What the server holds for alice, the files of the
backup and what the server holds for bob after the restore are compared byte by byte. Arguments name the examples to run;
without, all are run, camel-main with every version of Camel in VERSIONS.
"""

import concurrent.futures
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

from demo import Account
from radicale import Radicale

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target/hosts"
MVN = os.environ.get("MVN", "mvn").split()
VERSIONS = ["4.14.1", "4.17.0", "4.18.0", "4.22.0"]
MAVEN = "3.9.11"
# a backup or a restore takes less, even on a busy machine
SECONDS = 240
BACKED_UP = "the backup of alice is complete"
RESTORED = "the restore into bob is at its end"
WRONG = ("not backed up", "not restored", "ERROR", "Exception in thread", "Caused by:")


BUILD = threading.Lock()  # one Maven at a time writes into the local repository


class Broken(Exception):
    """The failure of an example, as one sentence."""


class NotServed(Exception):
    """The reason that an example cannot run here: a package that the registry does not have."""


class Example:
    """An example in its own copy, built and started like a user's folder."""

    def __init__(self, name, label=None, build=(), start=("java", "-jar", "target/calendars.jar")):
        self.name = name
        self.label = label or name
        self.build_arguments = build
        self.start = start
        self.folder = WORK / self.label.replace(" ", "-")
        self.calendars = self.folder / "calendars"

    def prepare(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(ROOT / "examples" / self.name, self.folder, ignore=shutil.ignore_patterns("target", "calendars"))

    def build(self):
        self.maven(MVN, "package", *self.build_arguments)

    def maven(self, program, *arguments):
        with open(self.folder / "build.log", "wb") as log:
            command = [*program, "-B", "-ntp", *arguments]
            done = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=600)
        if done.returncode:
            missing = re.search(r"(?:Could not find artifact|following artifacts could not be resolved:) (\S+)", Path(log.name).read_text())
            if missing and not missing[1].startswith("caldavbackup:"):
                raise NotServed(missing[1])
            raise Broken(f"is not built: see {log.name}")

    def run(self, server, awaited, **variables):
        """Starts the application, waits for an expected output, and stops it as Ctrl-C or a service manager does."""
        location = f"caldav+http://127.0.0.1:{server.port}/"
        environment = {
            **os.environ,
            "CALDAV_ACCOUNTS_ALICE_LOCATION": location,
            "CALDAV_ACCOUNTS_BOB_LOCATION": location,
            "ALICE_PASSWORD": "alice-pw",
            "BOB_PASSWORD": "bob-pw",
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            **variables,
        }
        log = self.folder / ("restore.log" if variables else "backup.log")
        process = subprocess.Popen(
            self.start, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        watch = threading.Timer(SECONDS, process.kill)
        watch.start()
        try:
            said = []
            with open(log, "w") as out:
                for line in map(lambda b: b.decode(errors="replace"), process.stdout):
                    out.write(line)
                    said.append(line)
                    if awaited in line and process.poll() is None:
                        process.terminate()
        finally:
            watch.cancel()
            process.kill()
            process.wait()
        wrong = [line.strip() for line in said if any(word in line for word in WRONG)]
        if wrong:
            raise Broken(f"says: {wrong[0]} (see {log})")
        if not any(awaited in line for line in said):
            raise Broken(f'does not say "{awaited}" in {SECONDS} seconds: see {log}')
        if process.returncode not in (0, 128 + signal.SIGTERM, -signal.SIGTERM):
            raise Broken(f"ends with exit code {process.returncode} when it is stopped: see {log}")

    def prove(self):
        """Backs up alice, restores into bob, and compares; returns how many objects were compared."""
        with Radicale(ROOT / "target/venv/bin/python", self.folder / "radicale", ["alice", "bob"]) as server:
            alice = Account(server.port, "alice")
            fill(alice)
            before = objects(alice)
            self.run(server, BACKED_UP)
            saved = {
                str(file.relative_to(self.calendars)): file.read_bytes() for file in self.calendars.rglob("*") if file.is_file()
            }
            compare("the folder", before, saved)
            self.run(server, RESTORED, RESTORE="true")
            compare("bob's account", before, objects(Account(server.port, "bob")))
            compare("alice's account after all", before, objects(alice))
            return len(before)


class Quarkus(Example):
    """Quarkus builds with Maven 3.9 or newer: for an older one, this gets a newer one from the registry."""

    def build(self):
        self.maven(maven39(), "package")


class JBang(Example):
    """`camel run` with the classes of Camel JBang from the registry, but without jbang, which starts them: it is in no registry."""

    def build(self):
        tool = self.folder / "tool"
        tool.mkdir()
        (tool / "pom.xml").write_text(
            "<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>camel</artifactId><version>1</version>"
            "<dependencies><dependency><groupId>org.apache.camel</groupId><artifactId>camel-jbang-core</artifactId>"
            "<version>4.17.0</version></dependency></dependencies></project>"
        )
        (tool / "Camel.java").write_text(
            "class Camel { public static void main(String[] words) {"
            " org.apache.camel.dsl.jbang.core.commands.CamelJBangMain.run(words); } }"
        )
        self.maven(MVN, "-f", "tool/pom.xml", "dependency:build-classpath", "-Dmdep.outputFile=classpath")
        self.start = ["java", "-cp", (tool / "classpath").read_text(), "tool/Camel.java", *self.start]


def maven39():
    version = subprocess.run([*MVN, "-v"], capture_output=True, text=True, check=True).stdout.split("Apache Maven ")[1].split()[0]
    if tuple(map(int, version.split(".")[:2])) >= (3, 9):
        return MVN
    home = WORK / f"apache-maven-{MAVEN}"
    if not home.exists():
        subprocess.run(
            [*MVN, "-q", "-B", "-ntp", "dependency:unpack", f"-Dartifact=org.apache.maven:apache-maven:{MAVEN}:zip:bin",
             f"-DoutputDirectory={WORK}"],
            cwd=WORK, check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        (home / "bin/mvn").chmod(0o755)
    return [str(home / "bin/mvn"), *MVN[1:]]


def fill(account):
    """Creates the calendars of examples/data."""
    for calendar in sorted((ROOT / "examples/data").iterdir()):
        url = urllib.parse.urljoin(account.url, calendar.name + "/")
        account.ask("MKCALENDAR", url)
        for file in sorted(calendar.glob("*.ics")):
            account.ask("PUT", url + urllib.parse.quote(file.name), file.read_bytes().decode())


def objects(account):
    return {f"{calendar}/{name}": data for calendar, (_, found) in account.calendars().items() for name, data in found.items()}


def compare(what, before, after):
    different = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if different or not before:
        raise Broken(f"is wrong: {what} differs in {', '.join(different) or 'everything: there was nothing'}")


def examples():
    # the longest build goes first: the others run at the same time
    yield Quarkus("quarkus", start=("java", "-jar", "target/quarkus-app/quarkus-run.jar"))
    for version in VERSIONS:
        yield Example("camel-main", f"camel-main {version}", [f"-Dcamel.version={version}"])
    yield Example("spring-boot-3")
    yield Example("spring-boot-4")
    yield JBang("jbang", start=("run", "calendars.camel.yaml", "application.properties"))


def main():
    wanted = sys.argv[1:]
    chosen = [one for one in examples() if not wanted or one.name in wanted or one.label in wanted]
    if not chosen:
        sys.exit(f"there is no such example: {' '.join(wanted)}")
    WORK.mkdir(parents=True, exist_ok=True)
    if len({file.read_bytes() for file in (ROOT / "examples").glob("*/src/main/resources/camel/calendars.camel.yaml")}) != 1:
        sys.exit("the routes of the examples differ: examples/*/src/main/resources/camel/calendars.camel.yaml are copies of one file")
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        results = list(threads.map(report, chosen))
    if any(isinstance(one, JBang) for one in chosen):
        print("not run: the program jbang, which is in no registry; the classes that it starts for `camel run` are", flush=True)
    counts = {result: results.count(result) for result in ("passed", "failed", "skipped")}
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    sys.exit(counts["failed"] > 0 or counts["passed"] == 0)


def report(example):
    """Builds and runs an example, prints the result in one line, and returns it as one word."""
    try:
        with BUILD:
            begin = time.monotonic()
            example.prepare()
            example.build()
        built = time.monotonic()
        count = example.prove()
        spent = f"{built - begin:.0f} s to build, {time.monotonic() - built:.0f} s to run"
        line, result = f": {count} objects came back, byte for byte ({spent})", "passed"
    except NotServed as e:
        line, result = f" cannot be run here: the registry has no {e}", "skipped"
    except Broken as e:
        line, result = f" {e}", "failed"
    print(f"{example.label}{line}", flush=True)
    return result


if __name__ == "__main__":
    main()
