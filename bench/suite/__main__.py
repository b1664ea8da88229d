"""The benchmark suite: one table of figures, references, ratios and targets (bench/README.md)."""

import argparse
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import growth
import instructions
import micro
import whole_runs
from processes import ROOT, Bench, Failed
from rows import as_json, table


def arguments():
    parser = argparse.ArgumentParser(
        prog="tools/bench",
        description="Measures how fast Forløb is, and prints one table: figure, reference, ratio, "
        "target, pass. bench/README.md explains every row.")
    parser.add_argument("--quick", action="store_true",
                        help="shorter and smaller, a few minutes in all; noisier")
    parser.add_argument("--filter", metavar="REGEX", default="",
                        help="only rows with names in which this is found, e.g. 'W1|memory'")
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path,
                        help="also keep every row in a file, for trends")
    parser.add_argument("--instructions", action="store_true",
                        help="instead, count instructions and compare with bench/instructions.json")
    parser.add_argument("--update-instructions", action="store_true",
                        help="instead, count instructions and put them on record")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def say(text):
    print(text, file=sys.stderr, flush=True)


def measured(bench, pattern):
    def is_wanted(name):
        return re.search(pattern, name) is not None

    rows, failures = [], []
    for what, module in (("benchmarks", micro), ("whole runs", whole_runs), ("growth", growth)):
        say(f"Measuring {what} …")
        try:
            for row in module.rows(bench, is_wanted):
                if is_wanted(row.full_name):
                    rows.append(row)
        except Failed as failure:
            failures.append(f"The other rows of {what} are missing: {failure}")
    return rows, failures


def machine():
    text = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", text)
    return {"processor": model.group(1) if model else "", "cores": text.count("processor\t")}


def revision():
    done = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"],
                          capture_output=True, text=True, check=False)
    return done.stdout.strip()


def keep(path, rows, options, load):
    now = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    content = {"when": now, "revision": revision(), "quick": options.quick, "load": load, **machine(),
               **instructions.circumstances(options.build), "rows": [as_json(row) for row in rows]}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def say_if_busy(load):
    cores = len(os.sched_getaffinity(0))
    if load > 0.25 * cores:
        say(f"This machine is busy, or just was (load {load:.1f}, {cores} cores): if other programs "
            "run on, ratios are rough, and what is measured by the clock says nothing.")


def main():
    options = arguments()
    load = os.getloadavg()[0]
    # Beside the build and not in /tmp, which may be memory: files are written to a disk.
    with tempfile.TemporaryDirectory(dir=options.build) as folder:
        bench = Bench(options.build, pathlib.Path(folder), options.quick)
        if options.update_instructions:
            return instructions.update(bench, options.build)
        if options.instructions:
            return instructions.check(bench, options.build)
        say_if_busy(load)
        rows, failures = measured(bench, options.filter)
    if not rows and not failures:
        say(f"No row has '{options.filter}' in its name.")
        return 2
    print(table(rows), end="")
    if options.json:
        keep(options.json, rows, options, load)
    for failure in failures:
        say(failure)
    return int(bool(failures) or any(row.wrong for row in rows))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        say(str(failure))
        sys.exit(1)
