"""How long does a program take, on the clock and of processor time, and how much memory?

This process stays small: the peak memory that Linux tells of a child is at least its parent's.
"""

import dataclasses
import os
import pathlib
import subprocess
import time

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent


@dataclasses.dataclass(frozen=True)
class Cost:
    wall: float  # seconds
    processor: float  # seconds, of user and system
    peak: float  # bytes


class Failed(Exception):
    """A program ended badly."""


def run(command, folder, **environment):
    """Runs a command to its end and tells what it cost. Its text is dropped, unless it fails."""
    log = folder / "log.txt"
    with open(log, "wb") as output:
        begin = time.monotonic()
        process = subprocess.Popen(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=output, cwd=folder, env={**os.environ, **environment})
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        command_text = " ".join(map(str, command))
        raise Failed(f"{command_text}: status {process.returncode}\n{log.read_text()[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024.0)


class Bench:
    """The built programs, a folder for their files, and how patient we are."""

    def __init__(self, build, work, quick):
        self.forlob = build / "forlob"
        self.micro = build / "bench" / "forlob_bench"
        self.work = work
        self.quick = quick
        self.repetitions = 5 if quick else 9
        self.cores = len(os.sched_getaffinity(0))

    def run_scenario(self, scenario, *options, threads=1, output="run.h5"):
        return run([self.forlob, "run", scenario, "-o", output, "--force", "--quiet", "--threads",
                    threads, *options], self.work)
