#!/usr/bin/env python3
"""Opens a recovered file, creates datasets in it, then writes rows of the ones that were there, and tells what is in it.

Arguments: the file, and as JSON the names of the datasets, and the first row to look at. Row i is to be filled with i + 1;
rows 900 to 1099 from the first on are written. As JSON come the numbers that fill the rows, None where a row has several.
"""

import json
import sys

import h5py
import numpy

BOUNDS = ("v110", "v110")
NEW = [f"made{number}" for number in range(50)]


def numbers(dataset, first, count):
    rows = dataset[first : first + count]
    return [row[0].item() if (row == row[0]).all() else None for row in rows]


def look(path, names, first):
    with h5py.File(path, "r") as file:
        return {name: numbers(file[name], first, 2000) for name in names}


def main():
    path, names, first = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
    before = look(path, names, first)
    with h5py.File(path, "r+", libver=BOUNDS) as file:
        for number, name in enumerate(NEW):
            file[name] = numpy.full((20, 1000), number + 0.5)
    created = look(path, names, first)
    with h5py.File(path, "r+", libver=BOUNDS) as file:
        for name in names:
            for row in range(first + 900, first + 1100):
                file[name][row] = row + 1
    with h5py.File(path, "r") as file:
        new = [sorted(set(numbers(file[name], 0, 20))) for name in NEW]
    print(json.dumps({"before": before, "created": created, "after": look(path, names, first), "new": new}))


if __name__ == "__main__":
    main()
