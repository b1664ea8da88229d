"""How do time and memory grow? Slopes on double logarithmic paper: 1 is in proportion, 2 is a
quadratic, 0 is not at all.
"""

import math
import statistics

from rows import AT_MOST, Row, Target
from whole_runs import QUEUE, WORKLOADS

# n log n over such sizes has 1.1, people who no longer fit into the cache add as much, noise some
# hundredths; what grows with the power 1.5 fails.
STEEPEST = Target(AT_MOST, 1.3)
LEVEL = Target(AT_MOST, 0.1)


def slope(sizes, costs):
    """Of the straight line through the logarithms, by least squares."""
    x = [math.log(size) for size in sizes]
    y = [math.log(max(cost, 1e-9)) for cost in costs]
    x_mean, y_mean = statistics.fmean(x), statistics.fmean(y)
    return (sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y)) /
            sum((a - x_mean)**2 for a in x))


def transitions(n_states, to_next):
    lines = []
    for state in range(n_states):
        moves = ", ".join(f"s{(state + step) % n_states}: {to_next(step)}" for step in (1, 2, 3))
        lines.append(f"    s{state}: {{{moves}}}")
    return lines


def scenario(n_states=8, n_rows=1, n_arms=1):
    """A ring of states that people leave for the next three, with so many rows by months in the
    state, in so many arms of which each has another parameter."""
    lines = ["forlob: 1", "kind: scenario", "title: To see what grows", "model:", "  title: A ring",
             "  parameters:",
             "    speed: {value: 1, unit: factor, grade: D, source: Invented}"]
    factor = "speed"
    if n_rows > 1:
        steps = ", ".join(f"{months}: {1 - months / 200:.4f}" for months in range(n_rows))
        lines += ["  tables:", "    slower:", "      label: Slower by months in the state",
                  "      of: months_in_state", f"      steps: {{{steps}}}", "      unit: factor",
                  "      grade: D", "      source: Invented"]
        factor = "speed * slower"
    lines += ["  states:"]
    lines += [f"    s{state}: {{label: State {state}}}" for state in range(n_states)]
    lines += ["  transitions:"]
    lines += transitions(n_states, lambda step: f"{0.01 * step} * {factor}")
    lines += ["population: {start: s0}", "cohort: {size: 1000}", "horizon: 48", "replications: 100",
              "seed: 1", "reference: a0", "arms:"]
    lines += [f"  a{arm}: {{label: Arm {arm}, set: {{speed: {1 + arm / 100}}}}}"
              for arm in range(n_arms)]
    return "\n".join(lines) + "\n"


def cost(bench, path, options):
    """Processor time and peak memory, the least of three: what disturbs only adds."""
    costs = [bench.run_scenario(path, *options) for _ in range(3)]
    return min(one.processor for one in costs), min(one.peak for one in costs)


def grown(bench, name, sizes, run_of, memory_target):
    """Two rows. From every time that of starting with hardly any work is taken away, which hides
    what grows."""
    start, _ = cost(bench, *run_of(None))
    costs = [cost(bench, *run_of(size)) for size in sizes]
    seconds = [max(one[0] - start, 1e-4) for one in costs]
    peaks = [one[1] for one in costs]
    about = f"{sizes[0]} to {sizes[-1]}"
    for what, unit, values, target in (("time", "s", seconds, STEEPEST),
                                       ("memory", "B", peaks, memory_target)):
        yield Row("growth", f"{what} with {name}", values[-1], unit, about, values[0],
                  slope(sizes, values), target)


# As little work as there can be: what is left is the start of the process.
HARDLY_ANY = ("--people", 4, "--replications", 2)


def options_of(option, others, path=WORKLOADS / "w1.yaml"):
    def run_of(size):
        return path, HARDLY_ANY if size is None else (option, size, *others)
    return run_of


def scenario_of(bench, keyword, smallest):
    def run_of(size):
        path = bench.work / f"growth-{keyword}.yaml"
        path.write_text(scenario(**{keyword: size or smallest}))
        return path, HARDLY_ANY if size is None else ()
    return run_of


def rows(bench, is_wanted):
    last = 3 if bench.quick else 5
    people = [40_000, 160_000, 640_000, 2_560_000, 10_000_000][:last]  # the last is the limit
    replications = [400 * 4**power for power in range(last)]
    months = [30 * 2**power for power in range(4 if bench.quick else 5)]
    plan = [
        ("people", people, options_of("--people", ("--replications", 2)), LEVEL),
        # A whole replication is in memory where people depend on one another.
        ("people who queue", people[:4],
         options_of("--people", ("--replications", 2, "--horizon", 120), QUEUE), STEEPEST),
        ("months", months, options_of("--horizon", ("--replications", 10)), STEEPEST),
        ("replications", replications, options_of("--replications", ("--people", 1000)), LEVEL),
        ("states", [4, 16, 64], scenario_of(bench, "n_states", 4), STEEPEST),
        ("rows", [4, 12, 36], scenario_of(bench, "n_rows", 4), STEEPEST),
        ("arms", [1, 4, 16], scenario_of(bench, "n_arms", 1), STEEPEST),
    ]
    for name, sizes, run_of, memory_target in plan:
        if is_wanted(f"growth: time with {name}") or is_wanted(f"growth: memory with {name}"):
            yield from grown(bench, name, sizes, run_of, memory_target)
