#!/usr/bin/env python3
"""An h5py writer that writes some rows of datasets into whose places the file has yet to grow, and is then killed.

Row i is filled with i + 1. The JSON of its argument has "path", "kind", "datasets" (their names), "first" and "rows" (which
rows to write), and perhaps "userBlock" and "swmr" (false: dies before SWMR mode).
"""

import json
import os
import signal
import sys

import h5py

BOUNDS = ("v110", "v110")
WIDTH = 50
ROWS = 2000
MANY = 200_000


def create_with(file, name, shape, largest, chunks, allocation=h5py.h5d.ALLOC_TIME_INCR):
    """Without fill values, so that a chunk larger than the writer's cache is written as it comes, element by element."""
    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    properties.set_alloc_time(allocation)
    properties.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    properties.set_chunk(chunks)
    space = h5py.h5s.create_simple(shape, largest)
    return h5py.Dataset(h5py.h5d.create(file.id, name.encode(), h5py.h5t.IEEE_F64LE, space, properties))


def create(file, name, kind):
    if kind == "contiguous":
        return file.create_dataset(name, (ROWS, WIDTH), "f8")
    if kind == "large-chunk":
        return create_with(file, name, (ROWS, WIDTH), (h5py.h5s.UNLIMITED, WIDTH), (4 * ROWS, WIDTH))
    if kind == "single-chunk":
        return create_with(file, name, (ROWS, WIDTH), (ROWS, WIDTH), (ROWS, WIDTH), h5py.h5d.ALLOC_TIME_EARLY)
    if kind == "fixed-array":
        return file.create_dataset(name, (MANY, WIDTH), "f8", chunks=(1, WIDTH))
    if kind == "fixed-array-gzip":
        return file.create_dataset(name, (MANY, WIDTH), "f8", chunks=(1, WIDTH), compression="gzip")
    if kind == "extensible-array":
        return file.create_dataset(name, (MANY, WIDTH), "f8", chunks=(1, WIDTH), maxshape=(None, WIDTH))
    if kind == "small-chunks":
        return file.create_dataset(name, (ROWS, WIDTH), "f8", chunks=(10, WIDTH), maxshape=(None, WIDTH))
    if kind == "implicit":
        return create_with(file, name, (ROWS, WIDTH), (ROWS, WIDTH), (10, WIDTH), h5py.h5d.ALLOC_TIME_EARLY)
    raise ValueError(kind)


def main():
    spec = json.loads(sys.argv[1])
    options = {"userblock_size": spec["userBlock"]} if "userBlock" in spec else {}
    file = h5py.File(spec["path"], "w", libver=BOUNDS, **options)
    datasets = [create(file, name, spec["kind"]) for name in spec["datasets"]]
    file.flush()
    if spec.get("swmr", True):
        file.swmr_mode = True
    first = spec.get("first", 0)
    for dataset in datasets:
        for row in range(first, first + spec["rows"]):
            dataset[row] = row + 1
        dataset.flush()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
