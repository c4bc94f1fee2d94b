"""Makes lib/caldav.aot: the classes that a real backup and restore load, ready for the next start.

The launcher itself runs the training, so the JVM flags are those of every later start: a cache made under other flags
would be refused. The work is done against a throw-away Radicale, over HTTPS where openssl can make a certificate,
because that is what most servers speak and because TLS brings some hundred classes of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from radicale import Radicale

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "lib" / "caldav.aot"
PACKED = ROOT / "lib" / "caldav.aot.gz"  # the launcher would unpack it
PYTHON = ROOT / "target" / "venv" / "bin" / "python"
CALENDARS = 3
OBJECTS = 120

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//caldav//training//EN
BEGIN:VEVENT
UID:{n}@training.example
DTSTAMP:20260101T000000Z
DTSTART:202601{day:02d}T100000Z
DURATION:PT1H
RRULE:FREQ=WEEKLY;COUNT=9
SUMMARY:Übung {n} 🎓
DESCRIPTION:{text}
END:VEVENT
BEGIN:VEVENT
UID:{n}@training.example
RECURRENCE-ID:202601{day:02d}T100000Z
DTSTAMP:20260101T000000Z
DTSTART:202601{day:02d}T120000Z
DURATION:PT1H
SUMMARY:Übung {n}\\, later
END:VEVENT
END:VCALENDAR
"""


def fill(server):
    """A few calendars, and enough objects to use every path."""
    for c in range(CALENDARS):
        folder = server.calendar_folder("alice", f"calendar-{c}")
        folder.mkdir(parents=True)
        properties = {"tag": "VCALENDAR", "D:displayname": f"Übung {c} 🎓", "ICAL:calendar-color": "#ff8800ff"}
        (folder / ".Radicale.props").write_text(json.dumps(properties))
        for n in range(OBJECTS):
            text = EVENT.format(n=f"{c}-{n}", day=1 + n % 28, text="words " * (n % 100)).replace("\n", "\r\n")
            (folder / f"{c}-{n:03d}.ics").write_bytes(text.encode())


def certificate(folder):
    """A certificate and its key for this run; none without openssl."""
    if not shutil.which("openssl"):
        return ()
    made = (folder / "cert.pem", folder / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
        + ["-addext", "subjectAltName=IP:127.0.0.1", "-out", made[0], "-keyout", made[1]],
        check=True,
        capture_output=True,
    )
    return made


def launch(java_options, *words):
    """Runs the launcher; shows its output only if it fails."""
    environment = {**os.environ, "CALDAV_JAVA_OPTS": java_options, "XDG_CACHE_HOME": str(ROOT / "target" / "caches")}
    done = subprocess.run([ROOT / "bin" / "caldav", *words], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"caldav {words[0]} ended with {done.returncode}: {(done.stdout + done.stderr).strip()[-2000:]}")


def main():
    CACHE.unlink(missing_ok=True)
    PACKED.unlink(missing_ok=True)
    new = ROOT / "target" / "caldav.aot"
    with tempfile.TemporaryDirectory(prefix="caldav-training-") as name:
        folder = Path(name)
        tls = certificate(folder)
        with Radicale(PYTHON, folder, ["alice"], *tls) as server:
            fill(server)
            location = f"{'caldav' if tls else 'caldav+http'}://127.0.0.1:{server.port}/"
            options = ["username=alice", "password=alice-pw"] + ([f"tls_ca_file={tls[0]}"] if tls else [])
            # without profiles: in a short run, reading them costs more than they save
            launch(f"-XX:AOTCacheOutput={new} -XX:-AOTRecordTraining", "rehearse", location, folder / "backup", *options)
    new.replace(CACHE)
    launch("-XX:AOTMode=on", "--version")  # does not start if the cache cannot be used


if __name__ == "__main__":
    try:
        main()
    except (OSError, RuntimeError, subprocess.CalledProcessError) as e:
        CACHE.unlink(missing_ok=True)
        sys.exit(f"no training run, so caldav will start without an AOT cache: {e}")
