#!/usr/bin/env python3
"""Opens a recovered file in every way, writes to it as another program would, and tells as JSON what is in it.

Arguments: the file, and how many rows to append. Row i of /frames is to be filled with i + 1.
"""

import json
import sys

import h5py
import numpy

BOUNDS = ("v110", "v110")
NEW_DATASETS = 30


def rows(file):
    """The number that fills each row; None where a row has several."""
    return [int(row[0]) if (row == row[0]).all() else None for row in file["frames"][:]]


def filled(file, prefix):
    """Of each dataset with such a name the number that fills it."""
    return {
        name: int(data[0]) if (data == data[0]).all() else None
        for name, data in ((name, file[name][:]) for name in file if name.startswith(prefix))
    }


def main():
    path, more = sys.argv[1], int(sys.argv[2])
    with h5py.File(path, "r") as file:
        before = {"rows": rows(file), "old": filled(file, "old")}
    with h5py.File(path, "r", swmr=True) as file:
        swmr = rows(file)
    with h5py.File(path, "r+", libver=BOUNDS) as file:
        frames = file["frames"]
        start = frames.shape[0]
        frames.resize(start + more, axis=0)
        for row in range(start, start + more):
            frames[row] = row + 1
        for number in range(NEW_DATASETS):
            file[f"new{number}"] = numpy.full(2000, 5000 + number, "i4")
    with h5py.File(path, "r") as file:
        after = {"rows": rows(file), "old": filled(file, "old"), "new": filled(file, "new")}
    print(json.dumps({"before": before, "swmr": swmr, "after": after}))


if __name__ == "__main__":
    main()
