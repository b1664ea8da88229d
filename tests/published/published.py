#!/usr/bin/python3
"""Does the engine reproduce what others published?

    published.py FORLOB [CASE...]            checks the cases; without names all, and the README
    published.py FORLOB --table [CASE...]    prints the tables of models/published/README.md

Each case is a scenario that a user could have written (models/published/) and a file of values
beside this script: where a value stands in the result, its reference (full precision, computed by
others), what was printed and how it was rounded, and the standard deviation of one person where it
is known. Every value is evaluated by exact recursion and, unless it says otherwise, by simulation:

* recursion against the reference, to the relative tolerance of the case (1e-9 unless stated);
* recursion against the printed value, within its rounding;
* simulation against recursion, within 4 standard errors: sd / sqrt(N) where sd is known, else the
  reported one. Two-sided, so one comparison in 16,000 would be off by chance; seeds are fixed;
* the reported standard error against sd / sqrt(N), within 10 %, and against a printed one of
  another number of persons, within 10 % or its rounding.

A value is an entry of the result (`variable`, `at`), times `factor`; or a `formula` of several
(`of`); or a `parameter` that `forlob calibrate` finds; or a whole `column` of a table that others
computed. Cases without recursion (queues) have simulation against the reference alone. `runs` are
further runs of a case: with options, or with edits of the scenario's text, as a user would try.
"""

import csv
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

import h5py

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
README = ROOT / "models/published/README.md"
STANDARD_ERRORS = 4.0
AGREEMENT_OF_ERRORS = 0.1


class Result:
    """One result file, asked by the names of its axes."""

    def __init__(self, path):
        self.file = h5py.File(path, "r")

    def value(self, variable, at):
        return float(self.entries(variable, at))

    def standard_error(self, variable, at):
        return float(self.entries(variable + "_se", at))

    def entries(self, variable, at):
        """One entry, or those along the axes that `at` does not name."""
        dataset = self.file[variable]
        group = variable.rpartition("/")[0]
        position = []
        for axis in dataset.dims:
            name = pathlib.PurePosixPath(axis[0].name).name
            position.append(self._position(group, name, at[name]) if name in at else slice(None))
        return dataset[tuple(position)]

    def _position(self, group, axis, wanted):
        values = self.file[f"{group}/{axis}" if f"{group}/{axis}" in self.file else axis]
        known = list(values.asstr()) if values.dtype.kind == "O" else values[:].tolist()
        return known.index(wanted)


def forlob_says(forlob, *arguments):
    done = subprocess.run([forlob, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"forlob {' '.join(map(str, arguments))}: {done.stderr}")
    return done.stdout


class Evaluation:
    """The runs of one case, each made when it is first asked for."""

    def __init__(self, forlob, case, folder):
        self.forlob, self.case, self.folder = forlob, case, pathlib.Path(folder)
        self.results = {}
        self.found = {}
        if case.get("calibrate"):
            self._calibrate()

    def settings(self, value):
        """What holds for the run of a value: the case's own, unless the run has its own."""
        name = value.get("run")
        runs = {run["name"]: run for run in self.case.get("runs", [])}
        return {**self.case, **(runs[name] if name else {"name": ""})}

    def result(self, settings, method):
        key = settings["name"], method
        if key not in self.results:
            path = self.folder / f"{len(self.results)}.h5"
            # Options may name what was calibrated: "--set", "gamma={gamma!r}".
            options = [option.format(**self.found) for option in settings.get("options", [])]
            options += ["--exact"] if method == "exact" else []
            forlob_says(self.forlob, "run", self._scenario(settings), "-o", path, "--quiet", *options)
            self.results[key] = Result(path)
        return self.results[key]

    def _scenario(self, settings):
        path = ROOT / settings["scenario"]
        if "edits" not in settings:
            return path
        text = path.read_text()
        for old, new in settings["edits"].items():
            if text.count(old) != 1:
                raise SystemExit(f"{path.name}: '{old}' is there {text.count(old)} times")
            text = text.replace(old, new)
        edited = self.folder / f"{len(self.results)}-{path.name}"
        edited.write_text(text)
        return edited

    def _calibrate(self):
        path = self.folder / "found.yaml"
        said = forlob_says(self.forlob, "calibrate", ROOT / self.case["scenario"], "-o", path)
        if self.case["calibrate"] not in said:
            raise SystemExit(f"calibrate does not say '{self.case['calibrate']}': {said}")
        for name, number in re.findall(r"^  (\w+): \{value: ([^,}]+)", path.read_text(), re.M):
            self.found[name] = float(number)

    def row(self, value):
        """The value with what the engine makes of it."""
        row = dict(value)
        settings = self.settings(value)
        row["persons"] = settings.get("persons")
        if "parameter" in value:
            row["exact"] = self.found[value["parameter"]]
            return row
        if settings.get("exact", True):
            row["exact"] = self._number(value, self.result(settings, "exact"))
        if settings.get("simulation", True) and value.get("simulation", True):
            result = self.result(settings, "simulation")
            row["simulated"] = self._number(value, result)
            row["se"] = value.get("factor", 1.0) * result.standard_error(value["variable"], value["at"])
        return row

    def _number(self, value, result):
        if "column" in value:
            return self._worst_of_column(value, result)
        if "formula" in value:
            names = {name: result.value(of["variable"], of["at"]) for name, of in value["of"].items()}
            return float(eval(value["formula"], {"__builtins__": {}}, names))  # of our own file
        return value.get("factor", 1.0) * result.value(value["variable"], value["at"])

    def _worst_of_column(self, value, result):
        """The largest relative difference to a column of a table; its reference is 0."""
        with open(FOLDER / value["table"], encoding="utf-8") as file:
            expected = [float(line[value["column"]]) for line in csv.DictReader(file)]
        found = result.entries(value["variable"], value["at"]).ravel()
        if len(found) != len(expected):
            raise SystemExit(f"{value['table']}: {len(expected)} lines, not {len(found)}")
        return max(abs(one / other - 1.0) for one, other in zip(found, expected))


def cases(names):
    for path in sorted(FOLDER.glob("v*.json")):
        case = json.loads(path.read_text())
        if not names or case["case"] in names:
            yield case


def evaluate(forlob, case):
    with tempfile.TemporaryDirectory() as folder:
        evaluation = Evaluation(forlob, case, folder)
        for value in case["values"]:
            yield evaluation.row(value)


def error_mistakes(row):
    """Standard errors against what they must be."""
    reported = row["se"]
    if "sd" in row:
        error = row["sd"] / math.sqrt(row["persons"])
        if not abs(reported / error - 1.0) <= AGREEMENT_OF_ERRORS:
            yield f"the reported standard error is {reported:.4g}, sd / sqrt(N) is {error:.4g}"
    if "printed_error" in row:
        printed = row["printed_error"]
        error = reported * math.sqrt(row["persons"] / printed["persons"])
        allowed = max(AGREEMENT_OF_ERRORS * printed["value"], printed["rounding"])
        if not abs(error - printed["value"]) <= allowed:
            yield f"for {printed['persons']} persons the standard error is {error:.4g}, not {printed['value']}"


def mistakes(case, row):
    """What is wrong with one value."""
    tolerance = row.get("tolerance", case.get("tolerance", 1e-9))
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
    yield from error_mistakes(row)
    target = row.get("exact", reference)
    error = row["sd"] / math.sqrt(row["persons"]) if "sd" in row else row["se"]
    if not abs(row["simulated"] - target) <= STANDARD_ERRORS * error:
        yield f"simulation gives {row['simulated']!r}, expected {target!r}, standard error {error:.3g}"


def number(value, digits=7):
    return "" if value is None else f"{value:,.{digits}g}"


def table_of(case, rows):
    """The table of one case, as text."""
    lines = [f"## {case['case']}: {case['title']}", "", case["about"], "",
             "| value | published or formula | exact | simulated ± standard error |", "|---|---|---|---|"]
    for row in rows:
        if row.get("published") is None and not row.get("shown"):
            continue
        simulated = ""
        if "simulated" in row:
            simulated = f"{number(row['simulated'])} ± {number(row['se'], 2)}"
        exact = number(row["exact"], 10) if "exact" in row else "none"
        # Without recursion the formula stands for what is published.
        published = row.get("published", None if "exact" in row else row["reference"])
        lines.append(f"| {row['name']} | {number(published, 10)} | {exact} | {simulated} |")
    return "\n".join(lines) + "\n"


def check(forlob, chosen, is_all):
    n_checked = n_wrong = 0
    tables = []
    for case in chosen:
        rows = list(evaluate(forlob, case))
        tables.append(table_of(case, rows))
        for row in rows:
            n_checked += 1
            for mistake in mistakes(case, row):
                n_wrong += 1
                print(f"{case['case']}: {row['name']}, {row.get('at', '')}: {mistake}")
    print(f"published.py: {n_checked} values, {n_wrong} mistakes")
    has_tables = not is_all or README.read_text().partition("\n## ")[2] == "\n".join(tables)[len("## "):]
    if not has_tables:
        print(f"{README.name} is out of date: put what --table prints in place of its tables")
    return n_checked == 0 or n_wrong > 0 or not has_tables


def main():
    arguments = sys.argv[1:]
    if not arguments or arguments[0].startswith("-"):
        raise SystemExit(__doc__)
    forlob, *rest = arguments
    names = [name for name in rest if name != "--table"]
    chosen = list(cases(names))
    if "--table" in rest:
        print("\n".join(table_of(case, evaluate(forlob, case)) for case in chosen), end="")
        return
    sys.exit(check(forlob, chosen, is_all=not names))


if __name__ == "__main__":
    main()
