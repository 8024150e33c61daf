"""Plays the detector of the live benchmarks: a writer in SWMR mode.

    bench_writer.py frames PATH COUNT MS LAYOUT    one scalar frame per MS milliseconds, holding the time of its flush;
                                                   LAYOUT: the data are `preallocated` or `growing`
    bench_writer.py keys PATH COUNT STEP CHUNK     keys in chunks of CHUNK; STEP more for each line on stdin
    bench_writer.py images PATH COUNT STEP SIZE    images of SIZE x SIZE, as fast as it can, keys after every STEP

Says `ready` when the file is in SWMR mode, and goes on when it gets a line. It closes the file after another line, because a
follower that sees it closed ends by that.
"""

import sys
import time

import h5py
import numpy as np

BOUNDS = ("v110", "v110")


def start(file):
    file.swmr_mode = True
    print("ready", flush=True)
    sys.stdin.readline()


def frames(file, count, interval_ms, layout):
    # The keys are preallocated, because swmr_tools fails on keys of extent 0.
    extent = 0 if layout == "growing" else count
    data = file.create_dataset("data", (extent,), "f8", maxshape=(None,), chunks=(1,))
    key = file.create_dataset("keys", (count,), "i4", chunks=(min(1024, count),))
    start(file)
    due = time.time()
    for index in range(count):
        due += interval_ms / 1000
        time.sleep(max(0, due - time.time()))
        if index >= len(data):
            data.resize((index + 1,))
        data[index] = time.time()
        data.flush()
        key[index] = 1
        key.flush()


def keys(file, count, step, chunk):
    key = file.create_dataset("keys", (step,), "i4", maxshape=(count,), chunks=(chunk,))
    start(file)
    for done in range(0, count, step):
        key.resize((done + step,))
        key[done : done + step] = 1
        key.flush()
        # For those who have to be told; a follower finds out by itself.
        print(done + step, flush=True)
        sys.stdin.readline()


def images(file, count, step, size):
    data = file.create_dataset("data", (count, size, size), "u2", chunks=(1, size, size))
    key = file.create_dataset("keys", (count, 1, 1), "i4", chunks=(1024, 1, 1))
    image = np.arange(size * size, dtype="u2").reshape(size, size)
    start(file)
    for done in range(0, count, step):
        for index in range(done, done + step):
            data[index] = image + index
        data.flush()
        key[done : done + step] = 1
        key.flush()


if __name__ == "__main__":
    kind, path, *parameters = sys.argv[1:]
    with h5py.File(path, "w", libver=BOUNDS) as opened:
        writers = {"frames": frames, "keys": keys, "images": images}
        writers[kind](opened, *(int(value) if value.isdigit() else value for value in parameters))
        sys.stdin.readline()
