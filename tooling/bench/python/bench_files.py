"""Writes the files that the benchmarks read.

    bench_files.py make SPECIFICATION    one file, as src/files.mjs describes it (JSON), and PATH.places beside it:
                                         where its elements are stored, as [offset, bytes] pairs
"""

import json
import os
import sys

import h5py
import numpy as np
import mth5_files
import raw_files

BOUNDS = ("v110", "v110")


def filters(name, level):
    if name == "none":
        return {}
    if name in ("gzip", "shuffle+gzip"):
        return {"compression": "gzip", "compression_opts": level, "shuffle": name == "shuffle+gzip"}
    import hdf5plugin

    if name == "lz4":
        return dict(hdf5plugin.LZ4())
    if name == "bitshuffle-lz4":
        return dict(hdf5plugin.Bitshuffle())
    return dict(hdf5plugin.Blosc(cname="lz4", clevel=level, shuffle=hdf5plugin.Blosc.SHUFFLE))


def add_keys(file, count, chunk):
    ones = np.ones((count, 1, 1), "i4")
    return file.create_dataset("keys", (count, 1, 1), "i4", maxshape=(None, 1, 1), chunks=(chunk, 1, 1), data=ones)


def add_frames(file, count, size, filter="none", level=4):
    rng = np.random.default_rng(1)
    shape = (size, size)
    data = file.create_dataset(
        "data", (count, *shape), "u2", maxshape=(None, *shape), chunks=(1, *shape), **filters(filter, level)
    )
    # Counts of a detector: small numbers with noise, which compress about as real frames do.
    frame = rng.poisson(20, shape).astype("u2")
    for index in range(count):
        data[index] = np.roll(frame, index)
    add_keys(file, count, min(1024, count))
    return data


def add_scan(file, count, size):
    data = add_frames(file, count, size)
    file.create_dataset("finished", (1,), "i4", data=[0])
    return data


def add_messages(file, count, bytes_each, chunk):
    data = file.create_dataset(
        "messages", (0,), h5py.vlen_dtype(np.uint8), maxshape=(None,), chunks=(chunk,)
    )
    # Appended in batches, as such files grow.
    for start in range(0, count, 1000):
        batch = messages(start, min(1000, count - start), bytes_each)
        data.resize((start + len(batch),))
        data[start:] = batch
    return data


def messages(start, count, bytes_each):
    """The same bytes as src/loops/messages.mjs makes: lengths vary by a quarter around the mean."""
    batch = np.empty(count, object)
    for i in range(count):
        index = start + i
        length = bytes_each - bytes_each // 4 + index * 7919 % (bytes_each // 2 + 1)
        batch[i] = ((np.arange(length) + index) & 255).astype("u1")
    return batch


def make_raw(path, count, bytes_each):
    """A raw message file, appended in batches."""
    raw_files.create(path)
    for start in range(0, count, 10_000):
        batch = messages(start, min(10_000, count - start), bytes_each)
        raw_files.append(path, [bytes(message) for message in batch], [1] * len(batch))


def places(data):
    """Where chunks are stored, in their order in the file; of variable-length elements the whole file."""
    if h5py.check_vlen_dtype(data.dtype) is not None:
        return None
    chunks = [data.id.get_chunk_info(index) for index in range(data.id.get_num_chunks())]
    return [[chunk.byte_offset, chunk.size] for chunk in sorted(chunks, key=lambda chunk: chunk.chunk_offset)]


def write_places(path, where):
    with open(path + ".places", "w") as listing:
        json.dump(where, listing)


def make(path, kind, unfinished=False, **parameters):
    if kind == "raw":
        make_raw(path, **parameters)
        write_places(path, [[0, os.path.getsize(path)]])
        return
    with h5py.File(path, "w", libver=BOUNDS) as file:
        makers = {
            "frames": add_frames,
            "scan": add_scan,
            "keys": add_keys,
            "messages": add_messages,
            "mth5": mth5_files.add_many_channels,
        }
        data = makers[kind](file, **parameters)
        file.flush()
        where = None if data is None else places(data)
    if where is None:
        where = [[0, os.path.getsize(path)]]
    write_places(path, where)
    if unfinished:
        # What a writer in SWMR mode leaves that was killed looks to a reader as if it were still at it.
        file = h5py.File(path, "r+", libver=BOUNDS)
        file.swmr_mode = True
        file.flush()
        os._exit(0)


if __name__ == "__main__":
    make(**json.loads(sys.argv[2]))
