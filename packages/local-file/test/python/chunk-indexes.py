"""Writes files with chunked datasets, for the tests that read chunk indexes without HDF5.

    chunk-indexes.py make FOLDER    files with datasets; beside each one, as JSON, where its chunks are
    chunk-indexes.py follow FILE    one file in SWMR mode, which grows for a second or two
    chunk-indexes.py describe FILE  beside it, as JSON, where its chunks are
"""

import json
import struct
import sys
import zlib
from pathlib import Path

import h5py
import numpy as np

# H5Dget_chunk_info goes through all chunks, so where there are many, some are looked at.
MOST_PLACES = 100
MOST_ELEMENTS = 2500
STEPS = 3000


def places(dataset, base):
    """Of stored chunks: position in the file, size and filter mask; what is in a chunk that is asked for by its place.

    H5Dget_chunk_info tells places in the dataset too, but HDF5 1.10.8 counts them wrongly where an axis that is not the
    first one can grow.
    """
    space = dataset.id.get_space()
    count = dataset.id.get_num_chunks(space)
    some = np.unique(np.geomspace(1, count, MOST_PLACES // 2).astype(int)) - 1 if count > MOST_PLACES else range(count)
    infos = [dataset.id.get_chunk_info(int(index), space) for index in some]
    return {
        'count': count,
        'positions': [[info.byte_offset + base, info.size, info.filter_mask] for info in infos],
        'contents': list(contents(dataset)) if dataset.size <= MOST_ELEMENTS else [],
    }


def contents(dataset):
    for chunk in np.ndindex(*(-(-extent // size) for extent, size in zip(dataset.shape, dataset.chunks))):
        try:
            mask, stored = dataset.id.read_direct_chunk(tuple(int(i * n) for i, n in zip(chunk, dataset.chunks)))
        except (RuntimeError, ValueError):  # not stored, not stored and filtered
            yield [*chunk, None, 0, 0]
        else:
            yield [*chunk, zlib.crc32(stored), len(stored), mask]


def describe(path, base=0):
    told = {}
    with h5py.File(path, 'r') as file:
        for name, dataset in file.items():
            # With lengths of four bytes HDF5 itself does not find an axis without end again.
            if dataset is None:
                continue
            address = h5py.h5o.get_info(dataset.id).addr
            told[name] = {'address': address, 'shape': dataset.shape, 'chunks': dataset.chunks, **places(dataset, base)}
    path.with_suffix('.json').write_text(json.dumps(told))


def numbered(file, name, count, maxshape, chunk=(1,), written=None, **options):
    """Chunk i holds the number i, again and again; with filters it is as long as a chunk of that number may be."""
    shape = (count, *chunk[1:])
    dataset = file.create_dataset(name, shape, maxshape=maxshape, chunks=chunk, dtype='i4', **options)
    write = dataset.id.write_direct_chunk
    rest = (0,) * (len(chunk) - 1)
    times = int(np.prod(chunk))
    for i in range(count) if written is None else written:
        if options:
            write((i, *rest), struct.pack('<i', i) + b'+' * (i % 5), filter_mask=i % 3)
        else:
            write((i, *rest), struct.pack('<i', i) * times)


def without_index(file, name, shape, chunk):
    """Chunks that have their places from the beginning."""
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_chunk(chunk)
    creation.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    space = h5py.h5s.create_simple(shape)
    h5py.h5d.create(file.id, name.encode(), h5py.h5t.STD_I32LE, space, dcpl=creation)


def grid(file, name, shape, maxshape, order=None, **options):
    """Chunk i, counted row by row, holds the number i."""
    dataset = file.create_dataset(name, shape, maxshape=maxshape, chunks=(1, 1), dtype='i4', **options)
    count = shape[0] * shape[1]
    for i in range(count) if order is None else order:
        place = divmod(int(i), shape[1])
        if options:
            dataset.id.write_direct_chunk(place, struct.pack('<i', i) + b'+' * (i % 5), filter_mask=int(i % 3))
        else:
            dataset.id.write_direct_chunk(place, struct.pack('<i', i))


def small_datasets(file):
    rng = np.random.default_rng(1)
    numbers = rng.integers(0, 2**31, (7, 30, 11), dtype='i4')
    for name, maxshape in {
        'first-endless': (None, 30, 20),
        'middle-endless': (9, None, 20),
        'last-endless': (9, 50, None),
        'fixed': (9, 50, 20),
        'two-endless': (None, None, 20),
    }.items():
        file.create_dataset(name, data=numbers, maxshape=maxshape, chunks=(2, 7, 3))
        file.create_dataset(f'{name}-gzip', data=numbers, maxshape=maxshape, chunks=(2, 7, 3), compression='gzip')
    file.create_dataset('single', data=numbers, chunks=(7, 30, 11))
    file.create_dataset('single-gzip', data=numbers, chunks=(7, 30, 11), compression='gzip')
    file.create_dataset('single-empty', (7, 30), chunks=(7, 30), dtype='i4')
    file.create_dataset('endless-empty', (0,), maxshape=(None,), chunks=(10,), dtype='i4')
    file.create_dataset('fixed-empty', (100,), maxshape=(200,), chunks=(10,), dtype='i4', compression='gzip')
    without_index(file, 'implicit', (7, 30, 11), (2, 7, 3))
    shrunk = file.create_dataset('shrunk', (5000,), maxshape=(None,), chunks=(1,), dtype='i4')
    shrunk[:] = 1
    shrunk.resize((100,))
    shrunk.resize((3000,))
    file.create_dataset('long', data=np.arange(3000, dtype='i4'), maxshape=(None,), chunks=(1,))
    file.create_dataset('pages', data=np.arange(1500, dtype='i4'), maxshape=(2500,), chunks=(1,))


def sparse(count):
    """Few chunks here and there, so that blocks and pages are missing."""
    return sorted({*range(3, 30), *range(4095, 4100), count // 2, count - 1})


def make(folder):
    with h5py.File(folder / 'numbered.h5', 'w', libver='latest') as file:
        for count in 1, 10, 5000, 200_000:
            numbered(file, f'endless-{count}', count, (None,))
            # One chunk alone has no array.
            numbered(file, f'fixed-{count}', count, (count + 1,))
        for count in 10, 5000, 20_000:
            numbered(file, f'endless-frames-{count}', count, (None, 8, 8), (1, 8, 8))
        for name, largest in ('endless', None), ('fixed', 300_000):
            numbered(file, f'{name}-gzip', 10_000, (largest,), compression='gzip')
            numbered(file, f'{name}-sparse', 300_000, (largest,), written=sparse(300_000))
            numbered(file, f'{name}-gzip-sparse', 300_000, (largest,), written=sparse(300_000), compression='gzip')
    describe(folder / 'numbered.h5')

    with h5py.File(folder / 'small.h5', 'w', libver='latest') as file:
        small_datasets(file)
    describe(folder / 'small.h5')

    with h5py.File(folder / 'user-block.h5', 'w', libver='latest', userblock_size=1024) as file:
        small_datasets(file)
    describe(folder / 'user-block.h5', 1024)

    with h5py.File(folder / 'old.h5', 'w', libver=('earliest', 'v108')) as file:
        small_datasets(file)
    describe(folder / 'old.h5')

    with h5py.File(folder / 'old-user-block.h5', 'w', libver=('earliest', 'v108'), userblock_size=512) as file:
        small_datasets(file)
    describe(folder / 'old-user-block.h5', 512)

    rng = np.random.default_rng(2)
    for name, libver, maxshape, prefix in (
        ('grid', 'latest', (None, None), 'tree'),
        ('old-grid', ('earliest', 'v108'), (150, 200), 'old-tree'),
    ):
        with h5py.File(folder / f'{name}.h5', 'w', libver=libver) as file:
            grid(file, prefix, (150, 200), maxshape)
            grid(file, f'{prefix}-gzip', (90, 70), maxshape, rng.permutation(90 * 70), compression='gzip')
            grid(file, f'{prefix}-sparse', (150, 200), maxshape, rng.permutation(30_000)[:1000])
            grid(file, f'{prefix}-backwards', (60, 50), maxshape, range(2999, -1, -1))
        describe(folder / f'{name}.h5')

    creation = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    creation.set_sizes(4, 4)
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_libver_bounds(h5py.h5f.LIBVER_LATEST, h5py.h5f.LIBVER_LATEST)
    path = folder / 'sizes4.h5'
    with h5py.File(h5py.h5f.create(bytes(path), h5py.h5f.ACC_TRUNC, creation, access)) as file:
        small_datasets(file)
    describe(path)


def follow(path):
    """Chunk i of 'endless', 'fixed' and 'tree' holds i + 1; 'moving' gets longer, so that its last chunk moves."""
    with h5py.File(path, 'w', libver='latest') as file:
        endless = file.create_dataset('endless', (0,), maxshape=(None,), chunks=(1,), dtype='i4')
        fixed = file.create_dataset('fixed', (STEPS,), maxshape=(STEPS,), chunks=(1,), dtype='i4')
        moving = file.create_dataset('moving', (0,), maxshape=(None,), chunks=(8,), dtype='i4', compression='gzip')
        tree = file.create_dataset('tree', (1, 0), maxshape=(None, None), chunks=(1, 1), dtype='i4')
        file.swmr_mode = True
        datasets = {'endless': endless, 'fixed': fixed, 'moving': moving, 'tree': tree}
        print(json.dumps({name: h5py.h5o.get_info(dataset.id).addr for name, dataset in datasets.items()}), flush=True)
        for i in range(STEPS):
            endless.resize((i + 1,))
            endless[i] = i + 1
            fixed[i] = i + 1
            moving.resize((i + 1,))
            moving[i] = i * 2654435761 % 2**31
            tree.resize((1, i + 1))
            tree[0, i] = i + 1
            tree.flush()
            if i % 3 == 0:
                moving.flush()
            endless.flush()
            fixed.flush()


if __name__ == '__main__':
    action, target = sys.argv[1], Path(sys.argv[2])
    if action == 'make':
        make(target)
    elif action == 'describe':
        describe(target)
    else:
        follow(target)
