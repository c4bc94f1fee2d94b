"""What a restore costs, against the same server's own speed of PUT, measured by a bare HTTP client in the same run."""

import base64
import http.client
import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

CONNECTIONS = 4


class Xandikos:
    """Serves one user without a password on a free loopback port while its with-block runs."""

    def __init__(self, python, folder):
        self.program, self.folder, self.process, self.port = Path(python).parent / "xandikos", Path(folder), None, None

    def __enter__(self):
        self.folder.mkdir(parents=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [self.program, "-d", self.folder, "--defaults", "-l", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--current-user-principal", "/alice/"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("Xandikos did not start") from None
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


    def fill(self, home, events, event):
        """A calendar `bare` with so many events in one commit: by PUT each would be one of its own, slower from one to the next."""
        first = http.client.HTTPConnection("127.0.0.1", self.port)
        first.request("MKCALENDAR", f"{home}bare/")
        if first.getresponse().status != 201:
            raise RuntimeError("Xandikos makes no calendar")
        calendar = Path(f"{self.folder}{home}bare")
        for n in range(events):
            (calendar / f"{n}.ics").write_bytes(event.format(n=n).encode())
        commit = "import sys; from dulwich import porcelain; porcelain.add(sys.argv[1]); porcelain.commit(sys.argv[1], message=b'all')"
        env = {**os.environ, "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "b@example.org"}
        env |= {"GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "b@example.org"}
        subprocess.run([self.program.parent / "python", "-c", commit, calendar], cwd=calendar, env=env, check=True, capture_output=True)


def write_snapshot(folder, events, event):
    """A plain folder with one calendar of that many events."""
    calendar = Path(folder) / "restored"
    calendar.mkdir(parents=True)
    for n in range(events):
        (calendar / f"{n}.ics").write_bytes(event.format(n=n).encode())


def bare_puts(port, home, user, events, event):
    """Seconds that so many PUTs into a new calendar take by plain connections that are kept open."""
    headers = {"Content-Type": "text/calendar; charset=utf-8", "If-None-Match": "*"}
    if user:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{user}-pw".encode()).decode()
    first = http.client.HTTPConnection("127.0.0.1", port)
    first.request("MKCALENDAR", f"{home}bare/", headers={k: v for k, v in headers.items() if k == "Authorization"})
    if first.getresponse().read() is None:
        raise RuntimeError("no calendar")
    wrong = []

    def put(numbers):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for n in numbers:
            for again in (True, True, False):
                try:
                    connection.request("PUT", f"{home}bare/{n}.ics", event.format(n=n).encode(), headers)
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status not in (201, 204):
                        wrong.append(answer.status)
                    break
                except (OSError, http.client.HTTPException):  # SOGo closes connections without a word
                    connection.close()
                    if not again:
                        wrong.append("the connection broke")
        connection.close()

    threads = [threading.Thread(target=put, args=(range(c, events, CONNECTIONS),)) for c in range(CONNECTIONS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    if wrong:
        raise RuntimeError(f"the server refused {len(wrong)} of the bare PUTs: {wrong[0]}")
    return seconds


def restore(figures, label, run, server, home, user, words, events, event, folder, launcher):
    """Times restores of one snapshot into calendars that are empty, and into one that has it all."""
    snapshot = folder / f"snapshot-{label}"
    write_snapshot(snapshot, events, event)
    figures.add(f"{label}: {events} bare PUTs, {CONNECTIONS} connections", bare_puts(server.port, home, user, events, event))
    location = f"caldav+http://127.0.0.1:{server.port}/"
    for verify in ("off", "full"):
        command = [launcher, "restore", snapshot, location, *words, f"calendar={verify}", f"verify={verify}", f"concurrency={CONNECTIONS}"]
        figures.time(f"{label}: restore, verify={verify}", lambda: run(command))
    figures.time(f"{label}: restore where all is equal", lambda: run(command))
    shutil.rmtree(snapshot)
