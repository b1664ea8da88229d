"""How many instructions does a small run take, part by part? A number that no other work on the
machine disturbs, so that a change of some percent shows.

callgrind counts what `forlob run` of two small scenarios executes, on one thread. It knows no
AVX-512 and tells every program that the processor is the same one with AVX2, so the machine does
not matter as long as it has that. Compilers do: counts are only compared with those of the same
compiler, build type and valgrind.
"""

import json
import pathlib
import re
import subprocess

from processes import FOLDER, ROOT, run
from rows import number

RECORD = FOLDER.parent / "instructions.json"
RUNS = {
    "shipped scenario, 20 replications": (ROOT / "scenarios" / "isu-vs-municipal.yaml",
                                          ("--replications", 20)),
    "W1, 2 x 10 000 people": (FOLDER.parent / "workloads" / "w1.yaml", ("--replications", 2)),
}

# Functions whose calls are a part, with all that they call. None of a part calls another of it.
PARTS = {
    "read and compile": ("read_scenario", "compile_arms"),
    "simulate": ("simulate",),
    "estimate": ("OutcomeAccumulator::prepare", "OutcomeAccumulator::add",
                 "OutcomeAccumulator::key_outcomes", "OutcomeAccumulator::measures",
                 "OutcomeAccumulator::total"),
    "price": ("price_arms", "LedgerAccumulator::prepare", "LedgerAccumulator::add",
              "LedgerAccumulator::key_outcomes", "LedgerAccumulator::measures"),
    "write": ("ResultWriter::ResultWriter", "ResultWriter::add_replication",
              "ResultWriter::add_spells", "ResultWriter::add_states",
              "ResultWriter::add_persons", "ResultWriter::finish"),
}
# What simulate() calls back for every replication, which belongs to other parts.
CALLED_BACK = ("OutcomeAccumulator::prepare", "OutcomeAccumulator::add",
               "OutcomeAccumulator::key_outcomes", "LedgerAccumulator::prepare",
               "LedgerAccumulator::add", "LedgerAccumulator::key_outcomes",
               "ResultWriter::add_replication", "ResultWriter::add_spells",
               "ResultWriter::add_states", "ResultWriter::add_persons")
REST = "rest"

# Twice the same run differs by some parts in a million, another folder or another version of a
# system library by some parts in a thousand. A part below a hundredth of all is judged by its share
# of all: a tenth of next to nothing is nothing.
TOLERANCE = 0.03


def inclusive(text):
    """Instructions of every function of ours with all it calls, from callgrind_annotate."""
    found = {}
    for line in text.splitlines():
        match = re.match(r"\s*([\d,]+) \([^)]*\)\s+\S*?:forlob::([\w:]+)[(\[]", line)
        if match:
            name = match.group(2)
            found[name] = found.get(name, 0) + int(match.group(1).replace(",", ""))
    total = re.search(r"([\d,]+) \([^)]*\)\s+PROGRAM TOTALS", text)
    return found, int(total.group(1).replace(",", ""))


def parts(found, total):
    counts = {part: sum(found.get(name, 0) for name in names) for part, names in PARTS.items()}
    counts["simulate"] -= sum(found.get(name, 0) for name in CALLED_BACK)
    counts[REST] = total - sum(counts.values())
    counts["all"] = total
    return counts


def counted(bench, scenario, options):
    """The least of three runs: about one in four counts a million and a half more, in no part of
    ours; why is not known."""
    return min((counted_once(bench, scenario, options) for _ in range(3)),
               key=lambda counts: counts["all"])


def counted_once(bench, scenario, options):
    output = bench.work / "callgrind.out"
    output.unlink(missing_ok=True)
    run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", bench.forlob, "run",
         scenario, *options, "--threads", 1, "-o", "run.h5", "--force", "--quiet"], bench.work)
    text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", output],
                          capture_output=True, text=True, check=True).stdout
    return parts(*inclusive(text))


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[0]


def circumstances(build):
    """What must be the same for counts to be comparable."""
    cache = (build / "CMakeCache.txt").read_text()
    compiler = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.MULTILINE).group(1)
    has_avx2 = "avx2" in pathlib.Path("/proc/cpuinfo").read_text().split()
    return {
        "compiler": first_line(compiler, "--version"),
        "build_type": re.search(r"^CMAKE_BUILD_TYPE:\w+=(.*)$", cache, re.MULTILINE).group(1),
        "valgrind": first_line("valgrind", "--version"),
        "instruction_set": "AVX2" if has_avx2 else "no AVX2",
    }


def changes(recorded, now):
    """Lines for every part, and whether all are within the tolerance."""
    lines, good = [], True
    for part, count in now.items():
        before = recorded.get(part)
        if before is None:
            lines.append(f"  {part:18} {number(count):>8}  is not on record")
            good = False
            continue
        change = count - before
        is_off = abs(change) > TOLERANCE * max(before, 0.01 * recorded["all"])
        good = good and not is_off
        share = change / before if before else 0.0
        lines.append(f"  {part:18} {number(count):>8}  {share:+8.2%}{'  <- ' if is_off else ''}"
                     f"{('more' if change > 0 else 'fewer') if is_off else ''}".rstrip())
    return lines, good


def update(bench, build):
    record = {**circumstances(build),
              "runs": {name: counted(bench, *how) for name, how in RUNS.items()}}
    RECORD.write_text(json.dumps(record, indent=2) + "\n")
    print(f"Wrote {RECORD.relative_to(ROOT)}.")
    return 0


def check(bench, build):
    """0: as recorded, or not comparable (and that is said)."""
    record = json.loads(RECORD.read_text())
    here = circumstances(build)
    different = [f"{name} is '{value}', on record '{record.get(name)}'"
                 for name, value in here.items() if value != record.get(name)]
    if different:
        print("Instructions NOT COMPARED: " + "; ".join(different) + ".")
        return 0
    status = 0
    for name, how in RUNS.items():
        lines, good = changes(record["runs"].get(name, {}), counted(bench, *how))
        print(f"Instructions of {name}, against bench/instructions.json:", *lines, sep="\n")
        status = status or int(not good)
    if status:
        print(f"More than {TOLERANCE:.0%} away. If it is meant: tools/bench --update-instructions, "
              "and say why in the commit.")
    return status
