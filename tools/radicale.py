"""A throw-away Radicale server for the demo and for the build's training run."""

import os
import socket
import subprocess
import time
from pathlib import Path


class Radicale:
    """Serves the given users on a free loopback port while its with-block runs; all its state is in one folder.

    Every user's password is the name followed by "-pw". With a certificate and its key it speaks HTTPS.
    """

    def __init__(self, python, folder, users, certificate=None, key=None):
        self.python = python
        self.folder = Path(folder)
        self.users = users
        self.tls = (certificate, key) if certificate else None
        self.process = None
        self.port = None

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "users").write_text("".join(f"{user}:{user}-pw\n" for user in self.users))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = self.folder / "config"
        config.write_text(
            f"""[server]
hosts = 127.0.0.1:{self.port}
{f"ssl = True{chr(10)}certificate = {self.tls[0]}{chr(10)}key = {self.tls[1]}" if self.tls else ""}
[auth]
type = htpasswd
htpasswd_filename = {self.folder / "users"}
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {self.folder / "store"}
[logging]
level = warning
"""
        )
        # its own session: Ctrl-C reaches the program that started it, which then stops it
        self.process = subprocess.Popen(
            [self.python, "-m", "radicale", "--config", config],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=open(self.folder / "log", "wb"),
            env={**os.environ, "RADICALE_CONFIG": ""},
            start_new_session=True,
        )
        try:
            self._await_port()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _await_port(self):
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(errors="replace").strip()
                    raise RuntimeError(f"Radicale did not start: {log[-500:]}") from None
                time.sleep(0.05)

    def calendar_folder(self, user, calendar):
        """The folder of a calendar's objects: writing here is much faster than PUT."""
        return self.folder / "store" / "collection-root" / user / calendar
