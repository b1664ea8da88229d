"""Which benchmarks of forlob_bench make which rows?

The binary runs every benchmark several times, in random order, so that what disturbs one disturbs
its reference too; figures are medians. A benchmark that nobody names here gets a row of its own.
"""

import dataclasses
import json
import re
import statistics
import subprocess
from typing import Optional

from processes import Failed, run
from rows import AT_LEAST, AT_MOST, Row, Target, spread

TUNED, NAIVE = "reference/tuned/w1", "reference/naive/w1"


@dataclasses.dataclass(frozen=True)
class Spec:
    group: str
    name: str
    benchmark: str
    reference: Optional[str] = None
    reference_name: str = ""
    target: Optional[Target] = None


def at_least(ratio):
    return Target(AT_LEAST, ratio)


def within(seconds):
    return Target(AT_MOST, seconds, of_figure=True)


def specs(cores):
    threads = min(4, cores)
    many = [Spec("threads", f"strong scaling, {n} of 1", f"scaling/strong/threads/{n}",
                 "scaling/strong/threads/1", "1 thread",
                 at_least(0.8 * n) if n == threads and n > 1 else None)
            for n in thread_numbers(cores) if n > 1]
    many += [Spec("threads", f"weak scaling, {n} of 1", f"scaling/weak/threads/{n}",
                  "scaling/weak/threads/1", "1 thread") for n in thread_numbers(cores) if n > 1]
    simulate = [
        Spec("simulate", "W1, one thread", "simulate/w1", TUNED, "tuned loop", at_least(3.0)),
        Spec("simulate", "W1 against a naive loop", "simulate/w1", NAIVE, "naive loop"),
        Spec("simulate", "W2, two arms", "simulate/w2", TUNED, "tuned loop, W1"),
        Spec("simulate", "W3, one thread", "simulate/w3", "reference/tuned/w3", "tuned loop",
             at_least(3.0)),
        Spec("simulate", "W3 against a naive loop", "simulate/w3", "reference/naive/w3",
             "naive loop"),
        # One random number a person-month, if nothing else were done.
        Spec("simulate", "W1 against its random numbers", "simulate/w1", "generator/block/1024",
             "generator alone"),
        Spec("simulate", "W1, general kernel", "simulate/w1_general", TUNED, "tuned loop"),
        Spec("simulate", "W3, general kernel", "simulate/w3_general", "reference/tuned/w3",
             "tuned loop"),
        Spec("simulate", "W1 with spells in memory", "simulate/w1_spells", "simulate/w1",
             "without spells"),
        Spec("simulate", "shipped scenario", "simulate/shipped", TUNED, "tuned loop, W1"),
        Spec("simulate", "shipped, counted and priced", "run/shipped", TUNED, "tuned loop, W1",
             at_least(1.5 / 1.76)),
    ]
    simulate += [Spec("tables", f"states: {n}", f"simulate/states/{n}", TUNED, "tuned loop, W1")
                 for n in (4, 16, 64)]
    simulate += [Spec("tables", f"rows a state: {n}", f"simulate/rows_per_state/{n}", TUNED,
                      "tuned loop, W1") for n in (1, 4, 16, 48)]
    simulate += [Spec("turnover", f"{n / 10:g} % a month", f"simulate/turnover_permille/{n}", TUNED,
                      "tuned loop, W1") for n in (0, 20, 80, 320)]
    simulate += [Spec("step", f"finding movers, {n / 10:g} %", f"step/find_movers_permille/{n}",
                      TUNED, "tuned loop, W1") for n in (0, 10, 100, 500)]
    simulate += [Spec("typical", name.replace("_", " "), f"simulate/typical/{name}", TUNED,
                      "tuned loop, W1") for name in ("one_arm", "four_arms", "small_cohorts")]
    simulate += [Spec("block", f"{n} people", f"simulate/block_people/{n}",
                      "simulate/block_people/4096", "4096 people") for n in (16, 64)]
    lanes = [Spec("lanes", "random numbers", "lanes/uniforms", TUNED, "tuned loop, W1")]
    lanes += [Spec("lanes", f"{what}, {work.upper()}", f"lanes/{part}/{work}",
                   f"reference/tuned/{work}", f"tuned loop, {work.upper()}")
              for part, what in (("find_movers", "finding movers"), ("move", "moving them"))
              for work in ("w1", "w3")]
    lanes += [Spec("lanes", f"blocks of {n}", f"lanes/block_people/{n}",
                   "lanes/block_people/3008", "3008 people") for n in (64, 256, 1024)]
    generator = [Spec("generator", f"block of {n}", f"generator/block/{n}", "reference/xoshiro",
                      "xoshiro256++") for n in (64, 220, 1024)]
    generator += [Spec("generator", "one at a time", "generator/singly/1024", "reference/xoshiro",
                       "xoshiro256++")]
    others = [
        Spec("capacity", "limited places, small cohorts", "capacity/places/cohort",
             "capacity/none/cohort", "without limits", at_least(0.5)),
        Spec("capacity", "limited places, 100000 people", "capacity/places/many",
             "capacity/none/many", "without limits", at_least(0.5)),
        Spec("compile", "reading the shipped scenario", "compile/read"),
        Spec("compile", "shipped scenario to tables", "compile/shipped", target=within(0.05)),
        Spec("compile", "a draw of the shipped scenario", "compile/draw/shipped",
             target=within(0.001)),
        Spec("compile", "a draw of a published model", "compile/draw/published",
             target=within(0.001)),
        *(Spec("compile", f"a context of {n} rows", f"compile/rows/{n}")
          for n in (1, 64, 256, 1024)),
        Spec("exact", "W1", "exact/w1", "reference/recursion/w1", "by hand"),
        Spec("exact", "four states, four arms", "exact/four_states"),
        Spec("exact", "four states, with visits and exits", "exact/four_states_visits", "exact/four_states",
             "without"),
        Spec("exact", "four states, nothing kept", "exact/four_states_first",
             "exact/four_states", "kept"),
        Spec("exact", "shipped scenario", "exact/shipped"),
        Spec("exact", "shipped, with visits and exits", "exact/shipped_visits", "exact/shipped",
             "without"),
        Spec("exact", "shipped, with relapses, too", "exact/shipped_relapses",
             "exact/shipped_visits", "without"),
        Spec("exact", "shipped, nothing kept", "exact/shipped_first", "exact/shipped",
             "kept"),
        Spec("pricing", "1000 replications anew", "pricing/reprice", target=within(0.2)),
        Spec("pricing", "making the prices", "pricing/prices"),
        Spec("pricing", "ledgers from counts", "pricing/ledger", "reference/triad",
             "memory triad"),
        Spec("machine", "tuned loop, W1", TUNED, NAIVE, "naive loop"),
        Spec("machine", "tuned loop, W3", "reference/tuned/w3", "reference/naive/w3",
             "naive loop"),
        Spec("machine", "memory triad", "reference/triad"),
    ]
    others += [Spec("machine", f"write(2) and fsync, {n} MiB", f"reference/write_fsync/mib/{n}",
                    f"reference/write/mib/{n}", "without fsync") for n in (24, 96, 384)]
    return simulate + lanes + generator + many + others


def output_specs(listed):
    """The way of trajectories into a file; nothing for a binary that has no such benchmarks."""
    if "spells_to_file/1" not in listed:
        return []
    made = [Spec("output", f"{what} to a file, {n} threads", f"{what}_to_file/{n}", f"{written}/1",
                 "write(2) and fsync")
            for what, written in (("spells", "spells_by_write"),
                                  ("panel", "byte_per_month_by_write")) for n in (1, 2)]
    made += [Spec("output", f"run with {what}, {n} threads", f"whole_run/{number}/{n}",
                  f"whole_run/0/{n}", "run without")
             for number, what in ((1, "spells"), (2, "panel")) for n in (1, 2)]
    made += [Spec("output", f"deflating a chunk of {what}", f"chunk/deflate/{name}",
                  "reference/write/mib/96", "write(2)")
             for what, name in (("a panel", "panel"), ("spells", "spells"))]
    made += [Spec("output", "hashing a chunk", "chunk/hash", "reference/write/mib/96", "write(2)")]
    made += [Spec("output", f"{what} by write(2), fsync", f"{what}_by_write/1",
                  f"{what}_by_write/0", "without fsync") for what in ("spells", "byte_per_month")]
    return made


def thread_numbers(cores):
    """1, 2, 4 … and all, as the benchmarks have them."""
    numbers = [1]
    while numbers[-1] * 2 < cores:
        numbers.append(numbers[-1] * 2)
    return numbers + ([cores] if cores > 1 else [])


def plain_name(benchmark):
    """Without what Google Benchmark says of its clock."""
    return re.sub(r"/(process_time|real_time)\b", "", benchmark)


def unnamed(known, names):
    """Rows of benchmarks that no row is about: figures alone."""
    used = {spec.benchmark for spec in known} | {spec.reference for spec in known}
    for name in names:
        if name not in used and not name.startswith("reference/"):
            group, _, rest = name.partition("/")
            yield Spec("other", f"{group} {rest}".strip(), name)


def measured(bench, names, min_time):
    """Of every benchmark: unit and values, or what went wrong. Names as listed."""
    wanted = "|".join(map(re.escape, names))
    output = bench.work / "micro.json"
    run([bench.micro, f"--benchmark_filter=^({wanted})$", f"--benchmark_min_time={min_time}",
         f"--benchmark_repetitions={bench.repetitions}",
         "--benchmark_enable_random_interleaving=true", f"--benchmark_out={output}",
         "--benchmark_out_format=json"], bench.work, FORLOB_BENCH_FOLDER=str(bench.work))
    found = {}
    for entry in json.loads(output.read_text())["benchmarks"]:
        if entry["run_type"] != "iteration":
            continue
        one = found.setdefault(plain_name(entry["run_name"]), {"values": [], "unit": "s"})
        if entry.get("error_occurred"):
            one["wrong"] = entry["error_message"]
            continue
        for counter, unit in (("person_months", "pm/s"), ("uniforms", "/s"), ("bytes", "B/s")):
            if counter in entry:
                one["unit"] = unit
                one["values"].append(entry[counter])
                break
        else:
            scale = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}[entry["time_unit"]]
            real = entry["name"].endswith("real_time")
            one["values"].append(entry["real_time" if real else "cpu_time"] * scale)
    return found


def row_of(spec, found):
    one = found.get(spec.benchmark, {"values": [], "unit": ""})
    row = Row(spec.group, spec.name, float("nan"), one["unit"], target=spec.target)
    row.wrong = one.get("wrong", "" if one["values"] else "was not measured")
    if row.wrong:
        return row
    row.figure = statistics.median(one["values"])
    row.spread = spread(one["values"])
    if spec.reference:
        other = found.get(spec.reference, {"values": [], "unit": ""})
        row.reference_name = spec.reference_name
        row.wrong = other.get("wrong", "" if other["values"] else f"{spec.reference} is missing")
        is_comparable = (other["unit"] == one["unit"] or
                         (one["unit"], other["unit"]) == ("pm/s", "/s"))  # random numbers
        if not row.wrong and is_comparable:
            row.reference = statistics.median(other["values"])
            is_time = one["unit"] == "s"
            row.ratio = row.reference / row.figure if is_time else row.figure / row.reference
    return row


def rows(bench, is_wanted):
    listed = subprocess.run([bench.micro, "--benchmark_list_tests"], capture_output=True, text=True,
                            check=True).stdout.split()
    as_listed = {plain_name(name): name for name in listed}
    known = specs(bench.cores) + output_specs(as_listed)
    chosen = [spec for spec in known + list(unnamed(known, as_listed))
              if is_wanted(f"{spec.group}: {spec.name}")]
    needed = {name for spec in chosen for name in (spec.benchmark, spec.reference) if name}
    names = [as_listed[name] for name in as_listed if name in needed]
    if not names:
        return []
    found = measured(bench, names, 0.02 if bench.quick else 0.2)
    return [row_of(spec, found) for spec in chosen]


def rate(bench, name):
    """One benchmark now, once: to be compared with a whole process that runs right after it."""
    output = bench.work / "rate.json"
    run([bench.micro, f"--benchmark_filter=^{name}(/real_time|/process_time)?$",
         "--benchmark_min_time=0.1", f"--benchmark_out={output}", "--benchmark_out_format=json"],
        bench.work, FORLOB_BENCH_FOLDER=str(bench.work))
    entry = json.loads(output.read_text())["benchmarks"][0]
    if entry.get("error_occurred"):
        raise Failed(f"{name}: {entry['error_message']}")
    return entry.get("person_months", entry.get("bytes"))
