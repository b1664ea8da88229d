"""Rows of whole `forlob run` processes: reading, compiling, simulating, pricing, writing, printing.

Single-threaded ones are judged by processor time, which other work on the machine disturbs least;
what a user waits for, and what a disk takes part in, by the clock.
"""

import statistics
import subprocess
import sys

import micro
from processes import FOLDER, ROOT, Failed
from rows import AT_LEAST, AT_MOST, Row, Target, spread

WORKLOADS = FOLDER.parent / "workloads"
SHIPPED = ROOT / "scenarios" / "isu-vs-municipal.yaml"
# A hundred people, or more, who share eight places.
QUEUE = ROOT / "models" / "published" / "v13-closed-population.yaml"
PEOPLE, MONTHS = 10_000, 48  # of the workloads
ARMS = {"w1": 1, "w2": 2, "w3": 1}


def check(bench, work):
    """Why the last run of a workload counts for nothing, or an empty text."""
    done = subprocess.run([sys.executable, FOLDER / "check_work.py", bench.work / "run.h5", work],
                          capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip()


def pairs_into(row, pairs, ratio):
    """Medians of (reference, figure) measured in turn, and the median of the ratios of neighbours."""
    row.reference = statistics.median(pair[0] for pair in pairs)
    row.figure = statistics.median(pair[1] for pair in pairs)
    row.spread = spread([pair[1] for pair in pairs])
    row.ratio = statistics.median(ratio(*pair) for pair in pairs)
    return row


def against_a_reference(bench, row, reference, figure):
    pairs = [(micro.rate(bench, reference), figure()) for _ in range(bench.repetitions)]
    return pairs_into(row, pairs, lambda theirs, ours: ours / theirs)


def workload(bench, work, name):
    replications = 100 if bench.quick else 1000
    person_months = PEOPLE * MONTHS * replications * ARMS[work]
    row = Row("whole run", name, float("nan"), "pm/s", "tuned loop")
    reference = "reference/tuned/" + ("w3" if work == "w3" else "w1")

    def figure():
        cost = bench.run_scenario(WORKLOADS / f"{work}.yaml", "--replications", replications)
        return person_months / cost.processor

    against_a_reference(bench, row, reference, figure)
    row.wrong = check(bench, work)
    return row


def with_trajectories(bench, form):
    """The file of W4."""
    path = bench.work / f"w4-{form}.yaml"
    text = (WORKLOADS / "w1.yaml").read_text()
    path.write_text(f"{text}record: {{trajectories: {form}}}\n")
    return path


def trajectories(bench, form, target):
    """W4: W1 with where everybody was, in the file. The bytes that count are those of one byte a
    person-month, however few the file needs."""
    mib = 24 if bench.quick else 384
    replications = (mib << 20) // (PEOPLE * MONTHS) + 1
    scenario = with_trajectories(bench, form)
    row = Row("whole run", f"W4, {form}", float("nan"), "B/s", "write(2) and fsync", target=target)

    def figure():
        cost = bench.run_scenario(scenario, "--replications", replications, threads=bench.cores)
        return PEOPLE * MONTHS * replications / cost.wall

    against_a_reference(bench, row, f"reference/write_fsync/mib/{mib}", figure)
    row.wrong = check(bench, "w1")
    return row


def without_output(bench):
    """Spells against the same run without them, on the clock."""
    replications = 50 if bench.quick else 400
    row = Row("whole run", "W4, spells against W1", float("nan"), "s", "without trajectories",
              target=Target(AT_LEAST, 0.5))
    with_spells = with_trajectories(bench, "spells")

    def wall(scenario):
        return bench.run_scenario(scenario, "--replications", replications,
                                  threads=bench.cores).wall

    pairs = [(wall(WORKLOADS / "w1.yaml"), wall(with_spells)) for _ in range(bench.repetitions)]
    pairs_into(row, pairs, lambda without, with_them: without / with_them)
    row.wrong = check(bench, "w1")
    return row


def person_months_of(scenario, bench):
    """Of one of our scenarios, as the program counts them: arms, replications, people, months."""
    done = subprocess.run([bench.forlob, "run", scenario, "-o", "count.h5", "--force", "--threads",
                           "1"], cwd=bench.work, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"{scenario}: {done.stderr}")
    words = done.stderr.split()
    return float(words[words.index("million") - 1]) * 1e6


def shipped_scenario(bench, path):
    person_months = person_months_of(path, bench)
    row = Row("whole run", path.stem, float("nan"), "pm/s", "tuned loop, W1")
    return against_a_reference(bench, row, micro.TUNED,
                               lambda: person_months / bench.run_scenario(path).processor)


def start_to_result(bench):
    row = Row("whole run", "shipped, 1000 replications, 2 threads", float("nan"), "s",
              target=Target(AT_MOST, 2.0, of_figure=True))
    walls = [bench.run_scenario(SHIPPED, "--replications", 1000, threads=2).wall
             for _ in range(bench.repetitions)]
    row.figure, row.spread = statistics.median(walls), spread(walls)
    return row


def memory(bench, name, scenario, option, few, many, others=()):
    """Peak memory with many, over that with few: 1 means that it does not grow."""
    peaks = [bench.run_scenario(scenario, option, n, *others, threads=2).peak for n in (few, many)]
    row = Row("memory", name, peaks[1], "B", f"{few:,}".replace(",", " "), peaks[0],
              peaks[1] / peaks[0], Target(AT_MOST, 1.1))
    return row


def rows(bench, is_wanted):
    few, many = (500, 4000) if bench.quick else (1000, 20_000)
    people = (20_000, 160_000) if bench.quick else (50_000, 1_000_000)
    planned = {
        "whole run: shipped, 1000 replications, 2 threads": lambda: start_to_result(bench),
        "whole run: W1": lambda: workload(bench, "w1", "W1"),
        "whole run: W2": lambda: workload(bench, "w2", "W2"),
        "whole run: W3": lambda: workload(bench, "w3", "W3"),
        "whole run: W4, panel": lambda: trajectories(bench, "panel", Target(AT_LEAST, 0.8)),
        "whole run: W4, spells": lambda: trajectories(bench, "spells", None),
        "whole run: W4, spells against W1": lambda: without_output(bench),
        f"memory: {many} replications of the shipped scenario": lambda: memory(
            bench, f"{many} replications of the shipped scenario", SHIPPED, "--replications", few,
            many),
        f"memory: {many} replications with a queue": lambda: memory(
            bench, f"{many} replications with a queue", QUEUE, "--replications", few, many,
            ("--horizon", 120)),
        f"memory: {people[1]} people of W1": lambda: memory(
            bench, f"{people[1]} people of W1", WORKLOADS / "w1.yaml", "--people", *people,
            ("--replications", 2)),
    }
    # Few are enough for every chunk to be open and for the queue to be full, and many are twice as
    # many: what is kept of them would be half of the memory.
    kept = 1_000_000, 2_000_000
    for form in "spells", "panel":
        name = f"{kept[1]} people of W4, {form}"
        planned[f"memory: {name}"] = lambda form=form, name=name: memory(
            bench, name, with_trajectories(bench, form), "--people", *kept, ("--replications", 2))
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        planned[f"whole run: {path.stem}"] = lambda path=path: shipped_scenario(bench, path)
    for name, measure in planned.items():
        if is_wanted(name):
            yield measure()
