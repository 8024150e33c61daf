"""Writes compressed datasets and, beside the file, what h5py reads of each: NAME.bin, in the byte order of this machine.

    compressed-frames.py make FOLDER [plugins]   compressed.h5, and old.h5 in the format before HDF5 1.10
    compressed-frames.py live FILE FRAMES        appends frames in SWMR mode as fast as it can; tells when it may be read
"""

import sys
from pathlib import Path

import h5py
import numpy as np

LZ4, BITSHUFFLE, BZIP2 = 32004, 32008, 307
SIDE = 256


def image(shape, dtype, seed=1):
    """Few photons on a slope: what compresses like an image."""
    random = np.random.default_rng(seed)
    slope = np.arange(int(np.prod(shape))).reshape(shape) // 1000
    return (random.poisson(3, shape) + slope).astype(dtype)


def add(file, name, shape, chunks, dtype='u2', endless=True, **filters):
    maxshape = (None, *shape[1:]) if endless else shape
    dataset = file.create_dataset(name, shape, dtype, maxshape=maxshape, chunks=chunks, **filters)
    dataset[...] = image(shape, dtype)
    return dataset


def make_builtin(file):
    gzip = {'compression': 'gzip', 'compression_opts': 4}
    frame = (1, SIDE, SIDE)
    add(file, 'deflate', (24, SIDE, SIDE), frame, **gzip)
    add(file, 'shuffle-deflate', (24, SIDE, SIDE), frame, shuffle=True, **gzip)
    add(file, 'shuffle-deflate-fletcher32', (24, SIDE, SIDE), frame, shuffle=True, fletcher32=True, **gzip)
    add(file, 'edges', (5, 300, 301), (2, 128, 100), shuffle=True, **gzip)
    add(file, 'fixed-edges', (5, 300, 301), (2, 128, 100), endless=False, **gzip)
    add(file, 'several', (40, 128, 128), (16, 128, 128), **gzip)
    add(file, 'split', (6, 512, 512), (1, 128, 512), shuffle=True, **gzip)
    add(file, 'tiles', (3, 512, 512), (1, 128, 128), **gzip)
    add(file, 'small', (4000, 40, 60), (1, 40, 60), **gzip)
    for dtype in ('u1', 'i4', 'i8', 'f4', 'f8'):
        add(file, dtype, (5, SIDE, SIDE), frame, dtype, shuffle=True, **gzip)
    add(file, 'big-endian', (5, SIDE, SIDE), frame, '>u2', **gzip)
    add(file, 'scaleoffset', (5, SIDE, SIDE), frame, scaleoffset=0)
    # A B-tree of chunks, as several axes without end have it.
    endless = file.create_dataset('endless', (5, 300, 301), 'u2', maxshape=(None,) * 3, chunks=(2, 128, 100), shuffle=True, **gzip)
    endless[...] = image(endless.shape, 'u2')
    missing = file.create_dataset('missing', (8, SIDE, SIDE), 'u2', maxshape=(None, SIDE, SIDE), chunks=frame, fillvalue=7, **gzip)
    for i in (1, 4):
        missing[i] = image((SIDE, SIDE), 'u2', i)


def make_plugins(file):
    frame = (1, SIDE, SIDE)
    for dtype in ('u1', 'u2', 'u4', 'f8'):
        add(file, f'bitshuffle-lz4-{dtype}', (5, SIDE, SIDE), frame, dtype, compression=BITSHUFFLE, compression_opts=(0, 2))
        add(file, f'bitshuffle-{dtype}', (5, SIDE, SIDE), frame, dtype, compression=BITSHUFFLE, compression_opts=(0, 0))
    # Elements that fill no group of eight, and blocks of another size.
    add(file, 'bitshuffle-lz4-odd', (6, 337, 421), (1, 337, 421), compression=BITSHUFFLE, compression_opts=(0, 2))
    add(file, 'bitshuffle-odd', (6, 337, 421), (1, 337, 421), 'u4', compression=BITSHUFFLE, compression_opts=(0, 0))
    add(file, 'bitshuffle-lz4-blocks', (6, 337, 421), (2, 337, 421), compression=BITSHUFFLE, compression_opts=(64, 2))
    add(file, 'lz4', (5, SIDE, SIDE), frame, compression=LZ4)
    add(file, 'lz4-blocks', (8, 337, 421), (1, 337, 421), compression=LZ4, compression_opts=(5000,))
    noise = add(file, 'lz4-noise', (4, 337, 421), (1, 337, 421), compression=LZ4, compression_opts=(5000,))
    noise[...] = np.random.default_rng(2).integers(0, 65536, noise.shape)
    add(file, 'shuffle-lz4', (5, SIDE, SIDE), frame, shuffle=True, compression=LZ4)
    add(file, 'lzf', (5, SIDE, SIDE), frame, shuffle=True, compression='lzf')
    add(file, 'bzip2', (5, SIDE, SIDE), frame, compression=BZIP2, compression_opts=(9,))


def make(folder, *groups):
    with h5py.File(folder / 'compressed.h5', 'w', libver=('v110', 'v110')) as file:
        make_builtin(file)
        if 'plugins' in groups:
            make_plugins(file)
    with h5py.File(folder / 'old.h5', 'w', libver=('earliest', 'v110')) as file:
        # A B-tree of several levels, and one node.
        add(file, 'old', (5, SIDE, SIDE), (1, SIDE, SIDE), compression='gzip')
        add(file, 'old-tiles', (200, 96, 90), (1, 48, 60), shuffle=True, compression='gzip')
    for path in ('compressed.h5', 'old.h5'):
        with h5py.File(folder / path, 'r') as file:
            for name, dataset in file.items():
                dataset[...].astype(dataset.dtype.newbyteorder('=')).tofile(folder / f'{name}.bin')


def live(path, frames):
    """Frame i: its element e is (31 * i + e // 5) mod 65521. Two datasets: one chunk per frame, four frames per chunk."""
    side = 192
    flat = np.arange(side * side).reshape(side, side) // 5
    with h5py.File(path, 'w', libver=('v110', 'v110')) as file:
        options = {'shape': (0, side, side), 'maxshape': (None, side, side), 'dtype': 'u2', 'compression': 'gzip'}
        single = file.create_dataset('single', chunks=(1, side, side), compression_opts=1, shuffle=True, **options)
        # Chunks that are written again with each frame, and move when they grow.
        several = file.create_dataset('several', chunks=(4, side, side), compression_opts=1, **options)
        file.swmr_mode = True
        print('begun', flush=True)
        sys.stdin.readline()
        for i in range(frames):
            for dataset in (single, several):
                dataset.resize(i + 1, axis=0)
                dataset[i] = (31 * i + flat) % 65521
                dataset.flush()
    print('written', flush=True)


if sys.argv[1] == 'make':
    make(Path(sys.argv[2]), *sys.argv[3:])
else:
    live(sys.argv[2], int(sys.argv[3]))
