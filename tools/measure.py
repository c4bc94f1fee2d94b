"""Measurement for the bench: commands with their time, processor time and memory, medians, and the table of targets."""

import os
import statistics
import subprocess
import threading
import time
from pathlib import Path
from typing import NamedTuple


class Missing(Exception):
    """Objects did not arrive: no measurement of this run counts."""


class Cost(NamedTuple):
    """Elapsed seconds; processor seconds in user and system mode, including children; peak memory in MB."""

    seconds: float
    cpu: float
    memory: float


def run(command, env=None):
    """Runs a command to its end; a failure shows the end of what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env
    )
    output, peak = [], [0.0]
    reader = threading.Thread(target=lambda: output.append(process.stdout.read()))
    watcher = threading.Thread(target=_watch_memory, args=(process.pid, peak), daemon=True)
    reader.start()
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    reader.join()
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {output[0].decode(errors='replace')[-1000:]}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, peak[0])


def _watch_memory(pid, peak):
    """VmHWM only grows, so the last value misses only the growth in the last tenth of a second."""
    try:
        while True:
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    peak[0] = max(peak[0], int(line.split()[1]) / 1024)
            time.sleep(0.1)
    except OSError:
        pass  # it has ended, or this system has no /proc


class Figures:
    """Costs by name, in the order in which they were first measured."""

    def __init__(self):
        self.costs = {}

    def add(self, name, cost):
        self.costs.setdefault(name, []).append(cost)
        return cost

    def run(self, name, command, env=None):
        return self.add(name, run(command, env))

    def seconds(self, name):
        return statistics.median(cost.seconds for cost in self.costs[name])

    def cpu(self, name):
        return statistics.median(cost.cpu for cost in self.costs[name])

    def memory(self, name):
        return max(cost.memory for cost in self.costs[name])

    def ratio(self, ours, theirs):
        return self.seconds(ours) / self.seconds(theirs)

    def show(self):
        """Every median, with minimum and maximum."""
        print(f"\n{'measured':52} {'seconds':>8}  {'least to most':>16} {'cpu s':>8} {'MB':>5}")
        for name, costs in self.costs.items():
            span = f"{min(c.seconds for c in costs):.2f} to {max(c.seconds for c in costs):.2f}"
            print(f"{name:52} {self.seconds(name):8.2f}  {span:>16} {self.cpu(name):8.2f} {self.memory(name):5.0f}")


class Row(NamedTuple):
    """One line of the table: results and their limits, in one unit."""

    work: str
    reached: tuple
    aims: tuple
    unit: str = ""
    digits: int = 2

    def cells(self):
        met = all(reached <= aim for reached, aim in zip(self.reached, self.aims))
        reached = ", ".join(f"{value:.{self.digits}f}" for value in self.reached)
        aims = ", ".join(f"≤ {aim:g}" for aim in self.aims)
        return self.work, f"{reached}{self.unit}", f"{aims}{self.unit}", "met" if met else "MISSED"


def show_table(rows):
    lines = [("work", "reached", "aim", "met or missed"), *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    for number, line in enumerate(lines):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def require(count, wanted, what):
    if count != wanted:
        raise Missing(f"{what}: {count} objects instead of {wanted}")
