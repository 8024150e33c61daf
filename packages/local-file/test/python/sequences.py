"""Writes files with datasets of variable length, for the tests that read them without HDF5.

    sequences.py make FOLDER    several files; beside each one what it holds: elements as stored, lengths, values
    sequences.py follow FILE    one file in SWMR mode; tells the address of each new chunk, ends after 20,000 messages
"""

import json
import sys
from pathlib import Path

import h5py
import numpy as np

MESSAGES = 20_000
CHUNK = 1000
STEP = 25


def message(index):
    """The bytes of a message: as many of them, and the same ones, as the test computes."""
    return (np.arange(1 + index * 37 % 797, dtype=np.uint32) * 7 + index * 13 & 0xFF).astype(np.uint8)


def write(file, dtype, sequences, chunk=100, rewrite=(), compression=None):
    """A dataset with these sequences; None is an element that is never written."""
    dataset = file.create_dataset(
        'd', (len(sequences),), maxshape=(None,), chunks=(chunk,), dtype=dtype, compression=compression
    )
    for index in [*range(len(sequences)), *rewrite]:
        if sequences[index] is not None:
            dataset[index] = sequences[index]
    file.flush()
    return dataset


def save(path, dataset, sequences, as_bytes):
    """What the test compares with: the elements as stored, lengths in bytes, and the bytes of all sequences."""
    stored = b''.join(
        dataset.id.read_direct_chunk((at,))[1] for at in range(0, len(dataset), dataset.chunks[0])
    )
    values = [b'' if one is None else as_bytes(one) for one in sequences]
    path.with_suffix('.elements').write_bytes(stored)
    path.with_suffix('.values').write_bytes(b''.join(values))
    path.with_suffix('.lengths').write_bytes(np.array([len(one) for one in values], np.uint32).tobytes())


def make(folder):
    random = np.random.default_rng(1)
    of_length = lambda lengths, dtype: [random.integers(1, 120, n).astype(dtype) for n in lengths]
    lengths = list(random.integers(0, 900, 700))
    text = ['', 'scan', 'Grüße €', None, 'x' * 5000, *(f'message {i}' * (i % 60) for i in range(500))]
    large = of_length([5, 5_000_000, 300, 0, 70_000, 150_000, 600_000, 20], np.uint8)
    gaps = [one if i % 3 else None for i, one in enumerate(of_length(lengths[:300], np.uint8))]
    raw = lambda one: one.tobytes()
    utf8 = lambda one: one.encode()
    vlen = h5py.vlen_dtype
    new = {'libver': ('v110', 'v110')}
    cases = {
        'uint8-v0': (np.uint8, {}, of_length(lengths, np.uint8), raw, {}),
        'uint8-v110': (np.uint8, new, of_length(lengths, np.uint8), raw, {}),
        'int32-v110': (np.int32, new, of_length(lengths, np.int32), raw, {}),
        'float64-v0': (np.float64, {}, of_length(lengths, np.float64), raw, {}),
        'text-v0': (str, {}, text, utf8, {}),
        'text-v110-block512': (str, {**new, 'userblock_size': 512}, text, utf8, {}),
        'uint8-v0-block512': (np.uint8, {'userblock_size': 512}, of_length(lengths, np.uint8), raw, {}),
        'large-v110': (np.uint8, new, large, raw, {'chunk': 8}),
        'large-v0': (np.uint8, {}, large, raw, {'chunk': 8}),
        'never-written': (np.uint8, new, gaps, raw, {}),
        'only-empty': (np.uint8, new, [None, np.zeros(0, np.uint8), None], raw, {}),
        'rewritten': (np.uint8, {}, of_length(lengths, np.uint8), raw, {'rewrite': range(0, 700, 3)}),
    }
    for name, (dtype, open_options, sequences, as_bytes, options) in cases.items():
        path = Path(folder) / f'{name}.h5'
        with h5py.File(path, 'w', **open_options) as file:
            type_of = h5py.string_dtype() if dtype is str else vlen(dtype)
            save(path, write(file, type_of, sequences, **options), sequences, as_bytes)

    path = Path(folder) / 'sizes4.h5'
    creation = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    creation.set_sizes(4, 4)
    with h5py.File(h5py.h5f.create(bytes(path), h5py.h5f.ACC_TRUNC, fcpl=creation)) as file:
        sequences = of_length(lengths, np.uint8)
        save(path, write(file, vlen(np.uint8), sequences), sequences, raw)


def tell(**event):
    print(json.dumps(event), flush=True)


def follow(path):
    with h5py.File(path, 'w', libver='v110') as file:
        dataset = file.create_dataset('d', (0,), maxshape=(None,), chunks=(CHUNK,), dtype=h5py.vlen_dtype(np.uint8))
        # Space in the file that others take in between, so that collections are not all neighbours.
        frames = file.create_dataset('frames', (0, 500), maxshape=(None, 500), chunks=(1, 500), dtype=np.uint8)
        file.swmr_mode = True
        for first in range(0, MESSAGES, STEP):
            if first % CHUNK == 0:
                dataset.resize((first + CHUNK,))
            step = np.empty(STEP, object)
            step[:] = [message(first + i) for i in range(STEP)]
            dataset[first : first + STEP] = step
            if first % 200 == 0:
                frames.resize((len(frames) + 1, 500))
                frames[-1] = 255
            dataset.flush()
            if first % CHUNK == 0:
                tell(address=dataset.id.get_chunk_info(first // CHUNK).byte_offset)
        dataset.flush()
    tell(done=True)


if __name__ == '__main__':
    {'make': make, 'follow': follow}[sys.argv[1]](sys.argv[2])
