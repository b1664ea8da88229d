#!/usr/bin/python3
"""Do the programs that people use open a result file, and is it what its rules promise?

    read_result.py FILE            reads it with h5py, xarray, ncdump and h5dump, and checks it
    read_result.py FILE OTHER      also that both hold the same numbers
    read_result.py --digest FILE   prints the digest of its content, after checking it

Prints what is wrong, one line each, and ends with status 1 if anything is.
"""

import hashlib
import importlib.util
import itertools
import os
import re
import socket
import subprocess
import sys

import h5py
import numpy as np
import xarray as xr

BARE_DIMENSION = b"This is a netCDF dimension but not a netCDF variable."
ENGINES = ["netcdf4"] + (["h5netcdf"] if importlib.util.find_spec("h5netcdf") else [])
ROOT_ATTRIBUTES = (
    "Conventions title forlob_version source_revision schema_version seed method reference "
    "scenario_digest result_digest currency price_year created history"
).split()

mistakes = []


def expect(holds, mistake):
    if not holds:
        mistakes.append(mistake)


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def datasets(file):
    """All datasets but dimensions without values, by path."""
    found = {}

    def visit(_, item):
        if isinstance(item, h5py.Dataset) and not is_bare(item):
            found[item.name] = item

    file.visititems(visit)
    return found


def is_bare(dataset):
    return bytes(dataset.attrs.get("NAME", b"")).startswith(BARE_DIMENSION)


def groups(file):
    found = ["/"]

    def visit(_, item):
        if isinstance(item, h5py.Group):
            found.append(item.name)

    file.visititems(visit)
    return found


def is_text(dataset):
    return h5py.check_string_dtype(dataset.dtype) is not None


def chunks_of(dataset):
    """Where its chunks are, in row-major order."""
    starts = [range(0, length, step) for length, step in zip(dataset.shape, dataset.chunks)]
    for start in itertools.product(*starts):
        yield tuple(slice(first, first + step) for first, step in zip(start, dataset.chunks))


def numbers_in(dataset, where):
    return np.ascontiguousarray(dataset[where]).astype(dataset.dtype.newbyteorder("<")).tobytes()


def dataset_digest(dataset):
    if is_text(dataset):
        return hashlib.sha256(b"".join(value + b"\0" for value in dataset[:].ravel())).hexdigest()
    if dataset.chunks is None:
        return hashlib.sha256(numbers_in(dataset, ...)).hexdigest()
    digests = [hashlib.sha256(numbers_in(dataset, chunk)).digest() for chunk in chunks_of(dataset)]
    return hashlib.sha256(b"".join(digests)).hexdigest()


def content_digest(file):
    """As engine/results/content_digest.hpp describes it, written a second time."""
    lines = []
    for path, dataset in datasets(file).items():
        kind = "text" if is_text(dataset) else dataset.dtype.name
        lengths = " ".join(str(length) for length in dataset.shape)
        lines.append(f"{path}\t{kind}\t{lengths}\t{dataset_digest(dataset)}\n".encode())
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def check_variables(file):
    all_datasets = datasets(file)
    for path, dataset in all_datasets.items():
        for name in ("units", "long_name", "long_name_da"):
            expect(isinstance(dataset.attrs.get(name), str) and dataset.attrs[name] != "",
                   f"{path}: no {name}")
        group = path.rsplit("/", 1)[0]
        for name in str(dataset.attrs.get("ancillary_variables", "")).split():
            expect(f"{group}/{name}" in all_datasets, f"{path}: no companion {name}")
        if "flag_meanings" in dataset.attrs:
            expect(len(dataset.attrs["flag_meanings"].split()) == len(dataset.attrs["flag_values"]),
                   f"{path}: not as many meanings as values")
            expect(dataset.attrs["flag_values"].dtype == dataset.dtype,
                   f"{path}: flag_values are of another type")
        currency = str(file.attrs.get("currency") or "no currency")
        if str(dataset.attrs.get("units")).startswith(currency):
            expect("currency" in dataset.attrs and "price_year" in dataset.attrs,
                   f"{path}: money without currency and price year")
        if dataset.attrs.get("CLASS") != b"DIMENSION_SCALE":
            for axis, dimension in enumerate(dataset.dims):
                expect(len(dimension) == 1, f"{path}: axis {axis} has no name")
        if is_text(dataset):
            expect(h5py.check_string_dtype(dataset.dtype).length is None,
                   f"{path}: text of fixed length")


def check_measures(file):
    measures = [name for name, item in file.items()
                if isinstance(item, h5py.Dataset) and "difference" in item.attrs]
    expect(measures, "no measure at the root")
    for name in measures:
        for other in (name + "_se", "diff_" + name, "diff_" + name + "_se"):
            expect(other in file, f"/{name}: no {other}")
        expect(file[name].dims[0][0].name == "/arm", f"/{name}: its first axis is not the arm")
        reference = list(file["arm"].asstr()).index(file.attrs["reference"])
        zero = file["diff_" + name][reference]
        expect(np.all((zero == 0) | np.isnan(zero)),
               f"/diff_{name}: the reference differs from itself")


def occupancy_of_spells(file):
    """[arm, tick, state] persons, summed over replications."""
    spells = {name: column[:].astype(np.int64) for name, column in file["spells"].items()
              if not is_bare(column)}
    n_arms, n_ticks, n_states = file["persons_in_state"].shape
    changes = np.zeros((n_arms, n_ticks + 1, n_states), np.int64)
    np.add.at(changes, (spells["arm"], spells["start"], spells["state"]), 1)
    np.add.at(changes, (spells["arm"], spells["start"] + spells["months"], spells["state"]), -1)
    return changes.cumsum(axis=1)[:, :-1]


def occupancy_of_panel(file):
    state = file["panel/state"][:]
    n_states = file["persons_in_state"].shape[2]
    return np.stack([(state == code).sum(axis=(1, 2)) for code in range(n_states)], axis=2)


def check_trajectories(file):
    """Kept of every replication of a monthly model, they give the same persons per state as the run counted."""
    n_replications = file.attrs["n_replications"]
    kept = {}
    if "spells" in file and file["spells"].attrs["n_replications"] == n_replications:
        kept["spells"] = occupancy_of_spells(file)
    if "panel" in file and len(file["panel/replication"]) == n_replications:
        kept["panel"] = occupancy_of_panel(file)
    for name, persons in kept.items():
        expect(np.allclose(persons / n_replications, file["persons_in_state"][:], rtol=1e-12),
               f"/{name}: other persons in a state than /persons_in_state says")
    return kept


def strings_of(file):
    """Every text in the file but those that authors wrote, with its place."""
    authors = ("/inputs/file_text", "/inputs/parameter_source")
    items = [("/", file)]
    file.visititems(lambda _, item: items.append((item.name, item)))
    for path, item in items:
        for name, value in item.attrs.items():
            for string in np.atleast_1d(value):
                if isinstance(string, (str, bytes)):
                    yield f"{path}:{name}", text(string)
        if isinstance(item, h5py.Dataset) and is_text(item) and path not in authors:
            for string in item[:].ravel():
                yield path, text(string)


def check_privacy(file):
    private = {os.path.expanduser("~"), os.getcwd(), socket.gethostname(),
               os.environ.get("USER", "")}
    private = {word for word in private if len(word) > 2 and word not in ("root", "localhost")}
    for place, string in strings_of(file):
        expect(not re.search(r"(^|[\s'\"=(,])/[A-Za-z]", string), f"{place}: a path: {string!r}")
        for word in private:
            expect(not re.search(rf"(^|\W){re.escape(word)}(\W|$)", string),
                   f"{place}: tells {word!r}")


def check_h5py(path):
    with h5py.File(path, "r") as file:
        for name in ROOT_ATTRIBUTES:
            expect(name in file.attrs, f"/: no attribute {name}")
        check_variables(file)
        check_measures(file)
        check_trajectories(file)
        check_privacy(file)
        expect(content_digest(file) == file.attrs["result_digest"],
               "the digest of the content is not the one in the file")
        return {group: sorted(name for name, item in file[group].items()
                              if isinstance(item, h5py.Dataset) and not is_bare(item))
                for group in groups(file)}


def check_xarray(path, engine, variables):
    """Every variable of every group."""
    for group, names in variables.items():
        with xr.open_dataset(path, engine=engine, group=group) as data:
            data.load()
            expect(sorted(data.variables) == names,
                   f"{group}: {engine} sees {sorted(data.variables)}, not {names}")
            for name in data.data_vars:
                expect(not any(str(dim).startswith("phony") for dim in data[name].dims),
                       f"{group}/{name}: {engine} sees an axis without a name")
    with xr.open_dataset(path, engine=engine) as data:
        expect("arm" in data.coords, f"{engine} sees no arms")
        expect(data.sel(arm=data.attrs["reference"]).sizes, f"{engine} cannot select an arm")
        if "time" in data.variables:
            expect(np.issubdtype(data["time"].dtype, np.datetime64), f"{engine} sees no dates")
            expect("time" in data.coords, f"{engine} takes the dates for results")


def check_tools(path):
    for command in (["ncdump", "-h"], ["ncdump", "-c"], ["h5dump", "-H"]):
        run = subprocess.run(command + [path], capture_output=True, text=True, check=False)
        expect(run.returncode == 0, f"{' '.join(command)} fails: {run.stderr[-300:]}")
        expect(run.stdout, f"{' '.join(command)} prints nothing")


def check_equal(path, other_path):
    with h5py.File(path, "r") as file, h5py.File(other_path, "r") as other:
        mine, theirs = datasets(file), datasets(other)
        expect(mine.keys() == theirs.keys(),
               f"only one file holds {sorted(mine.keys() ^ theirs.keys())}")
        for name in mine.keys() & theirs.keys():
            a, b = mine[name][...], theirs[name][...]
            same = a.dtype == b.dtype and a.shape == b.shape and (
                a.tolist() == b.tolist() if is_text(mine[name]) else a.tobytes() == b.tobytes())
            expect(same, f"{name}: the files differ")
        for name in file.attrs.keys() | other.attrs.keys():
            if name not in ("created", "history"):
                expect(np.array_equal(file.attrs.get(name), other.attrs.get(name)),
                       f"attribute {name}: the files differ")


def main():
    paths = [argument for argument in sys.argv[1:] if argument != "--digest"]
    if len(paths) not in (1, 2):
        sys.exit(__doc__)
    if "--digest" in sys.argv:
        with h5py.File(paths[0], "r") as file:
            digest = content_digest(file)
            expect(digest == file.attrs["result_digest"],
                   "the digest of the content is not the one in the file")
            print(digest)
    else:
        for path in paths:
            variables = check_h5py(path)
            for engine in ENGINES:
                try:
                    check_xarray(path, engine, variables)
                except (OSError, ValueError, KeyError) as error:
                    expect(False, f"xarray with {engine} fails: {error}")
            check_tools(path)
        if len(paths) == 2:
            check_equal(*paths)
    for mistake in mistakes:
        print(f"{paths[0]}: {mistake}")
    sys.exit(1 if mistakes else 0)


main()
