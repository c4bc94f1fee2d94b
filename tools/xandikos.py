"""A throw-away Xandikos server for the bench."""

import http.client
import os
import socket
import subprocess
import time
from pathlib import Path

from accounts import event

COMMIT = "import sys; from dulwich import porcelain; porcelain.add(sys.argv[1]); porcelain.commit(sys.argv[1], message=b'all')"


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
                    self.__exit__()
                    raise RuntimeError("Xandikos did not start") from None
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def fill(self, home, calendar, events):
        """A new calendar with this number of events in one commit. By PUT each event would be a commit, each slower than the last."""
        first = http.client.HTTPConnection("127.0.0.1", self.port)
        first.request("MKCALENDAR", f"{home}{calendar}/")
        if first.getresponse().status != 201:
            raise RuntimeError("Xandikos makes no calendar")
        folder = Path(f"{self.folder}{home}{calendar}")
        for n in range(events):
            (folder / f"{n}.ics").write_bytes(event(n))
        env = {**os.environ}
        for role in ("COMMITTER", "AUTHOR"):
            env |= {f"GIT_{role}_NAME": "bench", f"GIT_{role}_EMAIL": "bench@example.org"}
        subprocess.run([self.program.parent / "python", "-c", COMMIT, folder], cwd=folder, env=env, check=True, capture_output=True)
