"""Writes the files that the benchmarks read, and plays the detector of the live one.

    bench_files.py keys PATH COUNT CHUNK        complete keys of COUNT points
    bench_files.py frames PATH COUNT SIZE GZIP  COUNT frames of SIZE x SIZE uint16; GZIP is a level, 0 for none
    bench_files.py live PATH COUNT MS           one scalar frame per MS milliseconds, holding the time of its flush
"""

import sys
import time

import h5py
import numpy as np

BOUNDS = ("v110", "v110")


def keys(path, count, chunk):
    with h5py.File(path, "w", libver=BOUNDS) as file:
        file.create_dataset("keys", (count, 1, 1), "i4", chunks=(chunk, 1, 1), data=np.ones((count, 1, 1), "i4"))


def frames(path, count, size, gzip):
    rng = np.random.default_rng(1)
    filters = {"compression": "gzip", "compression_opts": gzip} if gzip else {}
    with h5py.File(path, "w", libver=BOUNDS) as file:
        data = file.create_dataset("data", (count, size, size), "u2", chunks=(1, size, size), **filters)
        # Counts of a detector: small numbers with noise, which compress about as real frames do.
        frame = rng.poisson(20, (size, size)).astype("u2")
        for index in range(count):
            data[index] = np.roll(frame, index)
        file.create_dataset("keys", (count, 1, 1), "i4", chunks=(min(1024, count), 1, 1), data=np.ones((count, 1, 1), "i4"))


def live(path, count, interval_ms):
    with h5py.File(path, "w", libver=BOUNDS) as file:
        # Preallocated, because swmr_tools fails on keys of extent 0 and sleeps a second whenever the data have grown.
        data = file.create_dataset("data", (count,), "f8", chunks=(1,))
        key = file.create_dataset("keys", (count,), "i4", chunks=(min(1024, count),))
        file.swmr_mode = True
        print("ready", flush=True)
        sys.stdin.readline()
        due = time.time()
        for index in range(count):
            due += interval_ms / 1000
            time.sleep(max(0, due - time.time()))
            data[index] = time.time()
            data.flush()
            key[index] = 1
            key.flush()
        # The follower ends by the complete keys; closing at once would let it end by the writer's flag.
        sys.stdin.readline()


if __name__ == "__main__":
    command, path, *numbers = sys.argv[1:]
    {"keys": keys, "frames": frames, "live": live}[command](path, *map(int, numbers))
