"""Makes a file whose datasets are stored in all ways, and tells where their elements are.

``raw-places.py PATH`` prints, for each dataset, the address of its object header and the place and
length of each piece.
"""

import json
import sys

import h5py
import numpy


def early(file, name, shape, chunks):
    create = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    create.set_chunk(chunks)
    create.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    space = h5py.h5s.create_simple(shape)
    return h5py.Dataset(h5py.h5d.create(file.id, name.encode(), h5py.h5t.NATIVE_INT32, space, create))


def make(path):
    numbers = numpy.random.default_rng(7).integers(0, 2**31, (300, 300), "i4")
    with h5py.File(path, "w", libver=("v110", "v110"), fs_strategy="fsm", fs_persist=True) as file:
        made = [
            file.create_dataset("extensible", data=numbers, maxshape=(None, 300), chunks=(16, 300)),
            file.create_dataset("filtered", data=numbers, maxshape=(None, 300), chunks=(16, 300), compression=1),
            file.create_dataset("fixed", data=numbers, chunks=(50, 100)),
            file.create_dataset("tree", data=numbers, maxshape=(None, None), chunks=(50, 100)),
            file.create_dataset("single", data=numbers, chunks=(300, 300)),
            file.create_dataset("contiguous", data=numbers),
            early(file, "implicit", (300, 300), (50, 100)),
        ]
        made[-1][...] = numbers
        file.create_dataset("compact", data=numpy.arange(8, dtype="i4"))
        file.create_dataset("empty", (0,), "i4", maxshape=(None,), chunks=(1024,))
        made += [file["empty"]]
        for dataset in made:
            for k in range(20):
                dataset.attrs[f"a{k}"] = "x" * 100
        # Leaves free places in the file.
        file["gone"] = numbers
        file.flush()
        del file["gone"]


def places(dataset):
    if dataset.chunks is None:
        return [[dataset.id.get_offset(), dataset.id.get_storage_size()]]
    count = dataset.id.get_num_chunks()
    infos = [dataset.id.get_chunk_info(i) for i in range(count)]
    return [[info.byte_offset, info.size] for info in infos]


make(sys.argv[1])
with h5py.File(sys.argv[1], "r") as opened:
    answer = [
        {"address": h5py.h5o.get_info(opened[name].id).addr, "places": places(opened[name])}
        for name in opened
        if name != "compact"
    ]
    json.dump(answer, sys.stdout)
