"""What is a row of the table, when does it pass, and how is the table printed?"""

import dataclasses
import math
import statistics
from typing import Optional

AT_LEAST, AT_MOST = "at least", "at most"


@dataclasses.dataclass(frozen=True)
class Target:
    """What a row must reach: its ratio, or the figure itself."""

    kind: str  # AT_LEAST or AT_MOST
    limit: float
    of_figure: bool = False


@dataclasses.dataclass
class Row:
    """A figure, and what it is compared with. `ratio` is always so that more is better, but for
    growth and memory, whose targets say "at most"."""

    group: str
    name: str
    figure: float
    unit: str
    reference_name: str = ""
    reference: Optional[float] = None
    ratio: Optional[float] = None
    target: Optional[Target] = None
    spread: Optional[float] = None  # of what was repeated: see spread()
    wrong: str = ""  # why nothing of it counts: a result that does not agree with the exact one

    @property
    def full_name(self):
        return f"{self.group}: {self.name}"

    @property
    def passes(self):
        """True, False, or None where nothing is asked for."""
        if self.wrong:
            return False
        if self.target is None:
            return None
        value = self.figure if self.target.of_figure else self.ratio
        if value is None or math.isnan(value):
            return False
        if self.target.kind == AT_LEAST:
            return value >= self.target.limit
        return value <= self.target.limit


def spread(values):
    """Half of the range between the quartiles over the median: how much a figure was disturbed.
    None for fewer than five values."""
    if len(values) < 5:
        return None
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return (high - low) / 2 / middle if middle else None


def number(value):
    """Three significant digits, with a prefix for thousands and for thousandths."""
    if value is None:
        return ""
    if math.isnan(value):
        return "nan"
    if value == 0:
        return "0"
    for power, prefix in ((9, "G"), (6, "M"), (3, "k"), (0, ""), (-3, "m"), (-6, "µ"), (-9, "n")):
        scaled = value / 10.0**power
        if abs(scaled) >= 0.9995:
            break
    digits = max(0, 2 - int(math.floor(math.log10(abs(scaled)) + 1e-3)))
    return f"{scaled:.{digits}f} {prefix}".rstrip()


def with_unit(value, unit):
    text = number(value)
    if not text or not unit:
        return text
    return text + unit if text[-1].isalpha() else f"{text} {unit}"


def target_text(row):
    if row.target is None:
        return ""
    sign = "≥" if row.target.kind == AT_LEAST else "≤"
    if row.target.of_figure:
        return f"{sign} {with_unit(row.target.limit, row.unit)}"
    return f"{sign} {row.target.limit:.3g}"


def pass_text(row):
    if row.wrong:
        return "WRONG"
    return {True: "yes", False: "no", None: ""}[row.passes]


HEAD = ("figure", "", "±", "reference", "", "ratio", "target", "pass")


def table(rows):
    """The one table, as text: a line of heads, groups in the order of the rows."""
    lines = [HEAD]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
        reference = with_unit(row.reference, row.unit)
        disturbed = "" if row.spread is None else f"{row.spread:.0%}".replace("%", " %")
        lines.append((row.full_name, with_unit(row.figure, row.unit), disturbed, row.reference_name,
                      reference, ratio, target_text(row), pass_text(row)))
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    right = (1, 2, 4, 5, 6)
    text = []
    for line in lines:
        cells = [cell.rjust(width) if column in right else cell.ljust(width)
                 for column, (cell, width) in enumerate(zip(line, widths))]
        text.append("  ".join(cells).rstrip())
    text.insert(1, "─" * max(map(len, text)))
    wrong = [f"{row.full_name}: {row.wrong}" for row in rows if row.wrong]
    return "\n".join(text + wrong + reached(rows)) + "\n"


def reached(rows):
    """How many of the targets; nothing where there are none."""
    verdicts = [row.passes for row in rows if row.target is not None]
    return [f"{sum(verdicts)} of {len(verdicts)} targets reached."] if verdicts else []


def as_json(row):
    values = dataclasses.asdict(row)
    values["passes"] = row.passes
    return {key: None if isinstance(value, float) and math.isnan(value) else value
            for key, value in values.items()}
