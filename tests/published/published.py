#!/usr/bin/python3
"""Does the engine reproduce what others published?

    published.py FORLOB [CASE...]            checks the cases, all without names
    published.py FORLOB --table [CASE...]    prints the table of models/published/README.md

Each case is a scenario that a user could have written (models/published/) and a file of values
beside this script: where a value stands in the result, its reference (full precision, computed by
others), what was printed and how it was rounded, and the standard deviation of one person where it
is known. Every value is evaluated by exact recursion and, unless it says otherwise, by simulation:

* recursion against the reference, to the relative tolerance of the case (1e-9 unless stated);
* recursion against the printed value, within its rounding;
* simulation against recursion, within 4 standard errors: sd / sqrt(N) where sd is known, else the
  reported one. Two-sided, so one comparison in 16,000 would be off by chance; seeds are fixed;
* the reported standard error against sd / sqrt(N), within 10 %.
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

import h5py

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
STANDARD_ERRORS = 4.0


class Result:
    """One result file, asked by the names of its axes."""

    def __init__(self, path):
        self.file = h5py.File(path, "r")

    def value(self, variable, at):
        return self._entry(variable, at)

    def standard_error(self, variable, at):
        return self._entry(variable + "_se", at)

    def _entry(self, variable, at):
        dataset = self.file[variable]
        group = variable.rpartition("/")[0]
        position = []
        for axis in dataset.dims:
            name = pathlib.PurePosixPath(axis[0].name).name
            position.append(self._position(group, name, at[name]))
        return float(dataset[tuple(position)])

    def _position(self, group, axis, wanted):
        values = self.file[f"{group}/{axis}" if f"{group}/{axis}" in self.file else axis]
        known = list(values.asstr()) if values.dtype.kind == "O" else values[:].tolist()
        return known.index(wanted)


def run(forlob, scenario, path, *options):
    done = subprocess.run([forlob, "run", ROOT / scenario, "-o", path, "--force", "--quiet", *options],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{scenario} {' '.join(options)}: {done.stderr}")
    return Result(path)


def cases(names):
    for path in sorted(FOLDER.glob("v*.json")):
        case = json.loads(path.read_text())
        if not names or case["case"] in names:
            yield case


def evaluate(forlob, case, folder):
    """Every value with what the engine makes of it."""
    exact = simulated = None
    if case.get("exact", True):
        exact = run(forlob, case["scenario"], folder / "exact.h5", "--exact")
    if case.get("simulation", True):
        simulated = run(forlob, case["scenario"], folder / "simulated.h5")
    for value in case["values"]:
        row = dict(value)
        where = value["variable"], value["at"]
        if exact is not None:
            row["exact"] = exact.value(*where)
        if simulated is not None and value.get("simulation", True):
            row["simulated"] = simulated.value(*where)
            row["se"] = simulated.standard_error(*where)
        yield row


def mistakes(case, row):
    """What is wrong with one value."""
    tolerance = case.get("tolerance", 1e-9)
    reference, published = row.get("reference"), row.get("published")
    if "exact" in row and reference is not None:
        allowed = tolerance * max(abs(reference), row.get("scale", 0.0))
        if not abs(row["exact"] - reference) <= allowed:
            yield f"recursion gives {row['exact']!r}, reference {reference!r}"
    best = row.get("exact", row.get("simulated"))
    if published is not None and "rounding" in row:
        # A printed value that was rounded half-way differs by the last bit of its rounding.
        if not abs(best - published) <= row["rounding"] * (1 + 1e-9):
            yield f"{best!r} is not {published!r} ± {row['rounding']!r}, as printed"
    if "simulated" not in row:
        return
    target = row.get("exact", reference)
    if "sd" in row:
        error = row["sd"] / math.sqrt(case["persons"])
        if not abs(row["se"] / error - 1.0) <= 0.1:
            yield f"the reported standard error is {row['se']:.4g}, sd / sqrt(N) is {error:.4g}"
    else:
        error = row["se"]
    if not abs(row["simulated"] - target) <= STANDARD_ERRORS * error:
        yield f"simulation gives {row['simulated']!r}, expected {target!r}, standard error {error:.3g}"


def check(forlob, chosen):
    n_checked = n_wrong = 0
    for case in chosen:
        with tempfile.TemporaryDirectory() as folder:
            for row in evaluate(forlob, case, pathlib.Path(folder)):
                n_checked += 1
                for mistake in mistakes(case, row):
                    n_wrong += 1
                    print(f"{case['case']}: {row['name']}, {row['at']}: {mistake}")
    print(f"published.py: {n_checked} values, {n_wrong} mistakes")
    return n_checked == 0 or n_wrong > 0


def number(value, digits=7):
    return "" if value is None else f"{value:,.{digits}g}"


def table(forlob, chosen):
    for case in chosen:
        print(f"## {case['case']}: {case['title']}\n\n{case['about']}\n")
        print("| value | published | exact | simulated ± standard error |")
        print("|---|---|---|---|")
        with tempfile.TemporaryDirectory() as folder:
            for row in evaluate(forlob, case, pathlib.Path(folder)):
                if row.get("published") is None and not row.get("shown"):
                    continue
                simulated = ""
                if "simulated" in row:
                    simulated = f"{number(row['simulated'])} ± {number(row['se'], 2)}"
                print(f"| {row['name']} | {number(row.get('published'), 10)} "
                      f"| {number(row.get('exact'), 10)} | {simulated} |")
        print()
    return False


def main():
    arguments = sys.argv[1:]
    if not arguments or arguments[0].startswith("-"):
        raise SystemExit(__doc__)
    forlob, *rest = arguments
    work = table if "--table" in rest else check
    names = [name for name in rest if name != "--table"]
    sys.exit(work(forlob, list(cases(names))))


if __name__ == "__main__":
    main()
