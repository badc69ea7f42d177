#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures opening and summarising large results, and writing their report.

usage: scripts/bench/analysis.py RESULTS FOLDER [REPLICATIONS]

RESULTS, a results file of a few dozen replications, is made as large as a run of
REPLICATIONS (1000) by repeating its replications, chunk by chunk as they are (assumptions
mixed), in a file in FOLDER. Each case runs in a process of its own; its wall time is without
the imports, and its memory is the peak of the process. Run it with the environment of
scripts/setup.sh.
"""
import pathlib
import resource
import subprocess
import sys
import time

import h5py
import numpy as np

from suffice import checksums


def enlarged(source: pathlib.Path, target: pathlib.Path, n: int, n_scenarios: int) -> None:
    """A file of n replications and the first scenarios, of the chunks of another."""
    with h5py.File(source) as old, h5py.File(target, "w", track_order=True) as new:
        copy_group(old, new, n, n_scenarios)
        for name, group in old.items():
            if isinstance(group, h5py.Group):
                copy_group(group, new.create_group(name, track_order=True), n, n_scenarios)
    checksums.seal(target)


def copy_group(old: h5py.Group, new: h5py.Group, n: int, n_scenarios: int) -> None:
    sizes = {"scenario": n_scenarios, "replication": n}
    hidden = {"DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME"}
    datasets = {k: v for k, v in old.items() if isinstance(v, h5py.Dataset)}
    for key, value in old.attrs.items():
        new.attrs[key] = value
    for name, dataset in datasets.items():
        dimensions = [axis[0].name.split("/")[-1] for axis in dataset.dims if len(axis)]
        if dataset.is_scale:
            dimensions = [name]
        shape = tuple(sizes.get(d, s) for d, s in zip(dimensions, dataset.shape)) or dataset.shape
        made = new.create_dataset(name, shape, dataset.dtype, chunks=dataset.chunks,
                                  compression=dataset.compression,
                                  compression_opts=dataset.compression_opts,
                                  shuffle=dataset.shuffle)
        if dataset.is_scale:
            made.make_scale(name)
        for key in set(dataset.attrs) - hidden:
            made.attrs[key] = dataset.attrs[key]
        if name == "replication":
            made[:] = np.arange(n)
        elif "assumption" in dimensions and "replication" in dimensions:
            # Each assumption of another replication, so that they can be told apart.
            n_assumptions = dataset.shape[2]
            picked = np.random.default_rng(1).integers(dataset.shape[1], size=(n, n_assumptions))
            made[...] = dataset[:n_scenarios][:, picked, np.arange(n_assumptions)]
        elif "replication" in dimensions and dataset.chunks:
            rest = (0,) * (len(shape) - 2)
            for s in range(shape[0]):
                for r in range(n):
                    mask, chunk = dataset.id.read_direct_chunk((s, r % dataset.shape[1], *rest))
                    made.id.write_direct_chunk((s, r, *rest), chunk, mask)
        elif dimensions[:1] == ["scenario"]:
            made[...] = dataset[:n_scenarios]
        else:
            made[...] = dataset[...]
    for name, dataset in datasets.items():
        if not dataset.is_scale:
            for i, axis in enumerate(dataset.dims):
                if len(axis):
                    new[name].dims[i].attach_scale(new[axis[0].name.split("/")[-1]])


CASES = {
    "summary": "tree.suffice.summary()",
    "scorecard": "tree.suffice.scorecard()",
    "report": "tree.suffice.report(sys.argv[2] + '.html')",
}


def case(name: str, path: str) -> None:
    """One case, in this process."""
    import h5netcdf  # noqa: F401 - the imports are not measured

    import suffice
    import suffice.report  # noqa: F401
    start = time.perf_counter()
    tree = suffice.open(path)
    sys.argv[2] = path
    exec(CASES[name], {"tree": tree, "sys": sys})
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sizes = tree.sizes
    print(f"{name}: {sizes['scenario']} x {sizes['replication']} replications: "
          f"{seconds:.2f} s, {peak:.2f} GB")


def main() -> None:
    if sys.argv[1] == "--case":
        case(sys.argv[3], sys.argv[2])
        return
    source, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    folder.mkdir(parents=True, exist_ok=True)
    with h5py.File(source) as h5:
        n_scenarios = h5["scenario"].shape[0]
    for scenarios, names in ((1, ("summary", "scorecard")), (n_scenarios, ("report",))):
        path = folder / f"analysis-{scenarios}x{n}.h5"
        enlarged(source, path, n, scenarios)
        for name in names:
            subprocess.run([sys.executable, __file__, "--case", str(path), name], check=True)


if __name__ == "__main__":
    main()
