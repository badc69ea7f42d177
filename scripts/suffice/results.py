# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a results file, with a clear error for every file that is none.

The format is that of ``docs/reference/results.md``: HDF5 that is netCDF-4 too, one group a subject.
"""
from __future__ import annotations

import errno
import os
import pathlib
import warnings
from collections.abc import Iterable

import h5py
import numpy as np
import xarray as xr

from . import checksums, former_names

FORMAT_MAJOR = 1  # of the results files that this package reads
FIRST_MINOR_WITH_CHECKSUMS = 2
JOURNAL_MAGIC = b"SUFJRNL\n"
_NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)  # of a file system


class ResultsError(ValueError):
    """A file that cannot be read as results, or results without what was asked for."""


def expect(what: str, asked: Iterable[str] | str, known: Iterable[object]) -> list[str]:
    """The names that are asked for, one or several; ResultsError for one that is not known."""
    names, there = [asked] if isinstance(asked, str) else list(asked), list(map(str, known))
    for name in names:
        if str(name) not in there:
            raise ResultsError(f"there is no {what} {name!r}, expected one of: "
                               f"{', '.join(there)}")
    return names


def open(path: str | os.PathLike[str],  # noqa: A001 - as suffice.open
         verify: bool = True) -> xr.DataTree:
    """Open a results file: a tree of labelled datasets, one a group, read when used.

    The root has what happened by scenario, replication, month, district and service;
    ``/waits``, ``/classes``, ``/population``, ``/targets``, ``/assumptions``, ``/delivery``
    and ``/run`` have the rest. ``tree.suffice`` has the tables and pictures, and so has
    ``suffice.Results(tree)``, which type checkers know. What a file of an older format has
    under a former name is told of, and has the name of today. Raises FileNotFoundError, and
    ResultsError for a file that is no results file, is damaged, or of a newer format.

    All of the file is read once, to hold it against the checksums at its end (about a
    second for 2 GB); ``verify=False`` opens it without, at your own risk.
    """
    file = pathlib.Path(path)
    groups = check(file, verify)
    datasets = {
        group: former_names.renewed(
            xr.open_dataset(file, engine="h5netcdf", group=group, cache=False,
                            decode_timedelta=False, driver_kwds=locking(file)), group)
        for group in groups
    }
    tree = xr.DataTree.from_dict(datasets, name=file.stem)
    # What lies beside a linked file, lies beside the one that it leads to.
    tree.encoding["source"] = str(file.resolve() if file.is_symlink() else file)
    return tree


def locking(file: pathlib.Path) -> dict[str, bool]:
    """How to open a file: without a lock where the file system has none, else as ever.

    Results are put in place whole, so that no reader meets a writer. A file that is open
    already must be opened alike: HDF5 refuses it otherwise.
    """
    try:
        h5py.File(file, "r").close()
    except OSError as error:
        is_open_without = "flag values don't match" in str(error)
        return {"locking": False} if error.errno in _NO_LOCKS or is_open_without else {}
    return {}


def check(file: pathlib.Path, verify: bool = True) -> list[str]:
    """The groups of a results file, the root first; an error when it is not one."""
    if not file.exists():
        raise FileNotFoundError(f"{file}: there is no such file")
    if file.is_dir():
        raise ResultsError(f"{file}: is a folder, expected a results file")
    with file.open("rb") as stream:
        head = stream.read(len(JOURNAL_MAGIC))
    if head == JOURNAL_MAGIC:
        raise ResultsError(
            f"{file}: is the journal of a run that is not finished; "
            f"`suffice finish {file.with_suffix('')} --partial` writes the results so far")
    try:
        has_checksums = verify and checksums.verify(file)
    except checksums.Damaged as error:
        raise ResultsError(f"{file}: is damaged: {error}; take it from a copy, or simulate it "
                           "again") from error
    try:
        with h5py.File(file, "r", **locking(file)) as h5:
            attributes = dict(h5.attrs)
            groups = ["/", *(f"/{name}" for name in h5 if isinstance(h5[name], h5py.Group))]
    except OSError as error:
        raise ResultsError(f"{file}: cannot be read as results, which are HDF5: "
                           f"{error}") from error
    if text(attributes.get("file_type", "")) == "suffice answer":
        raise ResultsError(
            f"{file}: is the answer of a question, not the results of a run; a report takes it "
            f"beside those (`suffice report RESULTS.h5 --answer {file.name}`), and "
            f"{reader_of(groups)} opens it in Python")
    if text(attributes.get("file_type", "")) != "suffice results":
        raise ResultsError(f"{file}: is HDF5, but no results file of suffice: it has no "
                           "attribute file_type = 'suffice results'")
    version = text(attributes.get("format_version", "?"))
    if whole(attributes.get("format_major", -1)) != FORMAT_MAJOR:
        raise ResultsError(
            f"{file}: has format {version}, written by suffice "
            f"{text(attributes.get('code_version', '?'))}; this package reads format "
            f"{FORMAT_MAJOR}: use the package that came with that program")
    if verify and not has_checksums:
        if whole(attributes.get("format_minor", 0)) >= FIRST_MINOR_WITH_CHECKSUMS:
            raise ResultsError(
                f"{file}: has no checksums at its end: it is damaged, cut short, or was changed "
                "by another program (suffice.open(..., verify=False) opens it all the same)")
        warnings.warn(f"{file}: has format {version}, which has no checksums: if it is damaged, "
                      "nobody will notice", stacklevel=3)
    return groups


def reader_of(groups: list[str]) -> str:
    """The class of the package that opens an answer with these groups."""
    return next((f"suffice.{name.title()}" for name in ("size", "slip", "margin")
                 if f"/{name}" in groups), "h5py")


def text(value: object) -> str:
    """An attribute as text, of whichever kind the file has it."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, np.ndarray) and value.size == 1:
        return text(value.item())
    return str(value)


def whole(value: object) -> int:
    """An attribute as a whole number: files have them as arrays of one element too."""
    return int(np.ravel(np.asarray(value))[0])


def group(tree: xr.DataTree, name: str) -> xr.Dataset:
    """The dataset of a group; ResultsError when the results do not have it."""
    if name not in tree.children:
        why = {
            "targets": "its scenarios have no targets",
            "assumptions": "its scenarios have no assumptions",
            "population": "its scenarios have no population",
            "delivery": "its scenarios have no projects and no assets",
            "classes": "no service has classes of priority, or it was written before format "
                       "1.3; run the scenarios again",
            "equality": "it was written by a program before there was equality; run the "
                        "scenarios again",
            "costs": "none of its scenarios has the section costs, or it was written "
                     "before format 1.6; run the scenarios again",
            "why": "it was not made by suffice why",
            "waits": "it was written in format 1.0; run the scenarios again",
        }.get(name, "it was left out")
        raise ResultsError(
            f"these results have no group {name}: {why}, or only a part of the file was "
            "opened (suffice.open opens all of it)")
    return tree[name].to_dataset()
