"""plakar, with all its state in one folder."""

import os
import signal
import subprocess
from pathlib import Path


class Plakar:
    """Runs plakar with the packages given installed and an empty repository; close() ends its remaining processes."""

    def __init__(self, program, folder, run):
        self.program, self.folder, self.run_command = program, Path(folder), run
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("PLAKAR_")}
        self.env.update(TERM="dumb", PLAKAR_REPOSITORY=f"fs:{folder}/repository")
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR"):
            place = self.folder / name.lower()
            place.mkdir(parents=True)
            self.env[name] = str(place)
        subprocess.run([program, "-disable-security-check"], env=self.env, capture_output=True, check=False)

    def run(self, *words):
        return self.run_command([self.program, *words], self.env)

    def asked(self, *words):
        """What plakar prints, without showing it."""
        return subprocess.run([self.program, *words], env=self.env, capture_output=True, text=True, check=True).stdout

    def close(self):
        """A process of plakar runs for a few more seconds; its command line names our folder."""
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if os.fsencode(str(self.folder)) in (entry / "cmdline").read_bytes():
                    os.kill(int(entry.name), signal.SIGTERM)
            except OSError:
                pass  # it has ended, or is not ours
