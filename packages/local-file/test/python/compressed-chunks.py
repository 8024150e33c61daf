"""Writes datasets behind filters, for the tests that decode chunks without HDF5.

    compressed-chunks.py FILE    beside it, as JSON, where each dataset is and how it is stored

The value of the element at (i, j, ...) is (i * 10007 + j * 101 + ...) mod 65521.
"""

import json
import sys
import zlib
from pathlib import Path

import h5py
import numpy as np

FACTORS = (10007, 101, 7)
ORDERS = {'deflate': 1, 'shuffle': 2, 'fletcher32': 3}


def values(shape, dtype):
    total = np.zeros(shape, np.int64)
    for axis, extent in enumerate(shape):
        total += np.arange(extent).reshape([-1 if a == axis else 1 for a in range(len(shape))]) * FACTORS[axis]
    return (total % 65521).astype(dtype)


def add(file, name, shape, chunks, filters, dtype='u2', maxshape=None):
    """Filters in the given order, which h5py does not let one choose otherwise."""
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_chunk(chunks)
    for filter_name in filters:
        if filter_name == 'deflate':
            plist.set_deflate(4)
        elif filter_name == 'shuffle':
            plist.set_shuffle()
        else:
            plist.set_fletcher32()
    space = h5py.h5s.create_simple(shape, tuple(h5py.h5s.UNLIMITED if m is None else m for m in maxshape or shape))
    dtype = np.dtype(dtype)
    dataset = h5py.Dataset(h5py.h5d.create(file.id, name.encode(), h5py.h5t.py_create(dtype), space, plist))
    dataset[...] = values(shape, dtype)
    return dataset


def add_masked(file):
    """Each chunk leaves out other filters."""
    dataset = add(file, 'masked', (8, 60, 50), (1, 60, 50), ['shuffle', 'deflate', 'fletcher32'], maxshape=(None, 60, 50))
    for i, frame in enumerate(dataset[...]):
        stored = frame.astype('<u2').tobytes()
        if not i & 1:
            pairs = np.frombuffer(stored, np.uint8).reshape(-1, 2)
            stored = pairs.T.tobytes()
        if not i & 2:
            stored = zlib.compress(stored, 4)
        if not i & 4:
            # HDF5 computes the checksum; so it is written through a dataset that has no other filter.
            other = add(file, f'sum{i}', (len(stored),), (len(stored),), ['fletcher32'], 'u1')
            other[...] = np.frombuffer(stored, np.uint8)
            file.flush()
            stored = other.id.read_direct_chunk((0,))[1]
        dataset.id.write_direct_chunk((i, 0, 0), stored, i)


def layout(dataset):
    plist = dataset.id.get_create_plist()
    filters = [plist.get_filter(i) for i in range(plist.get_nfilters())]
    return {
        'address': h5py.h5o.get_info(dataset.id).addr,
        'shape': dataset.shape,
        'dtype': dataset.dtype.str,
        'filters': [{'id': number, 'options': options} for number, _, options, _ in filters],
    }


def main(path):
    with h5py.File(path, 'w', libver=('v110', 'v110'), userblock_size=512) as file:
        frames = (None, 60, 50)
        for order in (['deflate'], ['shuffle', 'deflate'], ['shuffle', 'deflate', 'fletcher32'], ['fletcher32'],
                      ['fletcher32', 'deflate'], ['deflate', 'shuffle'], ['shuffle'], ['fletcher32', 'shuffle', 'deflate']):
            add(file, '-'.join(order), (9, 60, 50), (1, 60, 50), order, maxshape=frames)
        add(file, 'edges', (5, 70, 61), (2, 32, 25), ['shuffle', 'deflate'], maxshape=(None, 70, 61))
        add(file, 'fixed-edges', (5, 70, 61), (2, 32, 25), ['shuffle', 'deflate', 'fletcher32'])
        add(file, 'several', (20, 60, 50), (6, 60, 50), ['deflate'], maxshape=frames)
        add(file, 'single', (20, 30, 50), (20, 30, 50), ['shuffle', 'deflate'])
        add(file, 'endless', (20, 60, 50), (6, 30, 20), ['deflate'], maxshape=(None, None, None))
        add(file, 'columns', (40, 300), (40, 40), ['deflate'], maxshape=(40, None))
        for dtype in ('u1', 'i4', 'f8', 'f4'):
            add(file, f'of-{dtype}', (9, 60, 50), (1, 60, 50), ['shuffle', 'deflate'], dtype, frames)
        add_masked(file)
    told = {}
    with h5py.File(path, 'r') as file:
        for name, dataset in file.items():
            told[name] = layout(dataset)
    path.with_suffix('.json').write_text(json.dumps(told))


main(Path(sys.argv[1]))
