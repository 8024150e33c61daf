#!/usr/bin/env python3
"""An h5py writer to be killed: writes what the JSON of its argument asks for, says so with a line, and waits.

Row i of /frames is filled with i + 1. With "strategy" and "persist" the file keeps its free space as they say; with
"free" so many datasets are written first, and every second one is deleted, so that there is free space when the file is
opened again.
"""

import json
import os
import sys

import h5py
import numpy

BOUNDS = ("v110", "v110")
WIDTH = 2000


def create(spec):
    options = {"libver": tuple(spec.get("bounds", BOUNDS))}
    if "strategy" in spec:
        options.update(fs_strategy=spec["strategy"], fs_persist=spec.get("persist", False))
    if "userBlock" in spec:
        options["userblock_size"] = spec["userBlock"]
    return h5py.File(spec["path"], "w", **options)


def leave_free_space(spec):
    count = spec["free"]
    with create(spec) as file:
        for number in range(count):
            file[f"old{number}"] = numpy.full(WIDTH, number, "i4")
    with h5py.File(spec["path"], "r+", libver=BOUNDS) as file:
        for number in range(0, count, 2):
            del file[f"old{number}"]


def main():
    spec = json.loads(sys.argv[1])
    if "free" in spec:
        leave_free_space(spec)
        file = h5py.File(spec["path"], "r+", libver=BOUNDS)
    else:
        file = create(spec)
    frames = file.create_dataset(
        "frames", (0, WIDTH), maxshape=(None, WIDTH), chunks=(1, WIDTH), dtype="i4"
    )
    if spec.get("swmr"):
        file.swmr_mode = True
    for row in range(spec["rows"]):
        frames.resize(row + 1, axis=0)
        frames[row] = row + 1
    if spec.get("swmr"):
        frames.flush()
    elif spec.get("flush", True):
        file.flush()
    print(json.dumps({"pid": os.getpid()}), flush=True)
    sys.stdin.read()
    # Nobody is to find a file that was closed by the end of a test.
    os._exit(1)


if __name__ == "__main__":
    main()
