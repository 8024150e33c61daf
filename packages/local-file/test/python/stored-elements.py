"""Writes a file with datasets stored in every way, for the tests that read elements without HDF5.

    stored-elements.py FOLDER    stored.h5, and beside it as JSON the addresses of the object headers
"""

import json
import struct
import sys
from pathlib import Path

import h5py
import numpy as np

COUNT = 3000


def create(file, name, shape, layout=None, chunk=None, external=None):
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    if layout is not None:
        creation.set_layout(layout)
    if chunk is not None:
        creation.set_chunk(chunk)
    if external is not None:
        creation.set_external(external, 0, h5py.h5f.UNLIMITED)
    space = h5py.h5s.create_simple(shape)
    h5py.h5d.create(file.id, name.encode(), h5py.h5t.STD_I32LE, space, dcpl=creation)
    return file[name]


def with_older_layout(path, name, version):
    """Turns the layout message of version 3 into one that HDF5 1.4 wrote: it takes the same room in the header."""
    with h5py.File(path, 'r') as file:
        dataset = file[name]
        address = h5py.h5o.get_info(dataset.id).addr
        shape, chunk, size = dataset.shape, dataset.chunks, dataset.dtype.itemsize
    content = bytearray(path.read_bytes())
    if chunk is None:
        at = content.index(struct.pack('<BB', 3, 1), address)
        place = content[at + 2 : at + 10]
        dims, kind = shape, 1
    else:
        dims, kind = (*chunk, size), 2
        at = content.index(struct.pack('<BBB', 3, 2, len(dims)), address)
        place = content[at + 3 : at + 11]
    message = struct.pack('<BBB5x', version, len(dims), kind) + place + struct.pack(f'<{len(dims)}I', *dims)
    assert len(message) <= int.from_bytes(content[at - 6 : at - 4], 'little')
    content[at : at + len(message)] = message
    path.write_bytes(content)
    # HDF5 itself agrees.
    with h5py.File(path, 'r') as file:
        assert (file[name][()].ravel() == np.arange(file[name].size)).all(), name


def make(folder):
    path = folder / 'stored.h5'
    numbers = np.arange(COUNT, dtype='i4')
    with h5py.File(path, 'w', libver='latest') as file:
        file['contiguous'] = numbers.reshape(30, 100)
        create(file, 'unwritten', (30, 100))
        create(file, 'compact', (30, 100), layout=h5py.h5d.COMPACT)[:] = numbers.reshape(30, 100)
        create(file, 'external', (30, 100), external=bytes(folder / 'external.bin'))[:] = numbers.reshape(30, 100)
        file.create_dataset('chunks', data=numbers.reshape(30, 100), chunks=(7, 100), maxshape=(None, 100))
        file.create_dataset('gzip', data=numbers.reshape(30, 100), chunks=(7, 100), compression='gzip')
        file['single'] = 5
        layout = h5py.VirtualLayout((30, 100), 'i4')
        layout[:] = h5py.VirtualSource('.', 'chunks', (30, 100))
        file.create_virtual_dataset('virtual', layout)
        file['group/inside'] = 1
    names = ['older-1', 'older-2', 'older-chunks-1', 'older-chunks-2', 'older-grid-1']
    old = folder / 'older.h5'
    with h5py.File(old, 'w', libver=('earliest', 'v108')) as file:
        for name in names:
            if 'grid' in name:
                file.create_dataset(name, data=numbers.reshape(3, 10, 100), chunks=(1, 5, 100))
            elif 'chunks' in name:
                file.create_dataset(name, data=numbers, chunks=(70,), maxshape=(None,))
            else:
                file[name] = numbers
    for name in names:
        with_older_layout(old, name, int(name[-1]))
    addresses = {}
    for source in path, old:
        with h5py.File(source, 'r') as file:
            for name in file:
                addresses[name] = h5py.h5o.get_info(file[name].id).addr
    (folder / 'stored.json').write_text(json.dumps(addresses))


if __name__ == '__main__':
    make(Path(sys.argv[1]))
