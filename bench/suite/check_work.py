"""Did a run of W1, W2 or W3 give what is exactly expected?

    check_work.py RESULT.h5 w1|w2|w3     prints the largest distance, in standard errors

Persons in every state and month of every arm, their mean cost, and, where the file has them, the
trajectories themselves. Ends with status 1 if anything is 4.5 standard errors or more away.
"""

import json
import math
import pathlib
import sys

import h5py
import numpy

ALLOWED = 4.5
EXPECTED = pathlib.Path(__file__).resolve().parent.parent / "workloads" / "expected.json"


def distances(persons, shares, people):
    """Of counts from shares of so many people, in standard errors; where nobody can be, or
    everybody must, infinity for a single person."""
    error = numpy.sqrt(shares * (1 - shares) / people)
    difference = numpy.abs(persons / people - shares)
    certain = numpy.where(difference > 1e-9, math.inf, 0.0)
    return numpy.where(error > 0, difference / numpy.where(error > 0, error, 1), certain)


def panel_counts(panel, shape):
    """Persons by tick and state of one arm's trajectories [replication, person, tick]."""
    ticks, n_states = shape
    flat = panel.reshape(-1, ticks)
    return numpy.stack([numpy.bincount(flat[:, tick], minlength=n_states) for tick in range(ticks)])


def spell_counts(spells, arm, shape):
    """Persons by tick and state of one arm's spells: each is there from its start on, for so many
    ticks."""
    ticks, n_states = shape
    of_arm = spells["arm"][...] == arm
    state = spells["state"][...][of_arm].astype(int)
    start = spells["start"][...][of_arm].astype(int)
    end = start + spells["months"][...][of_arm]
    changes = numpy.zeros((ticks + 1, n_states))
    numpy.add.at(changes, (start, state), 1)
    numpy.add.at(changes, (end, state), -1)
    return changes.cumsum(axis=0)[:ticks]


def largest(path, work):
    expected = json.loads(EXPECTED.read_text())[work]
    worst = 0.0
    with h5py.File(path) as result:
        replications = int(result.attrs["n_replications"])
        people = int(result.attrs["n_people"]) * replications
        for arm, name in enumerate(result["arm"].asstr()):
            shares = numpy.array(expected[name]["occupancy"])
            persons = result["persons_in_state"][arm] * replications
            worst = max(worst, distances(persons, shares, people).max())
            cost = float(result["net_cost"][arm].flat[0])
            error = expected[name]["sd_discounted_cost"] / math.sqrt(people)
            worst = max(worst, abs(cost - expected[name]["mean_discounted_cost"]) / error)
            if "panel" in result:
                counts = panel_counts(result["panel/state"][arm], shares.shape)
                worst = max(worst, distances(counts, shares, people).max())
            if "spells" in result:
                counts = spell_counts(result["spells"], arm, shares.shape)
                worst = max(worst, distances(counts, shares, people).max())
    return worst


def main(path, work):
    found = float(largest(path, work))
    print(f"largest distance {found:.2f} standard errors")
    return int(found >= ALLOWED)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
