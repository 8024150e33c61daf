"""Makes files whose datasets' extents are to be read without HDF5.

``extents.py make FOLDER`` writes one file for each flavour of the format and prints, for each, what
h5py says of its objects: address of the object header and extents (null for what is no dataset).

``extents.py live PATH`` lets datasets grow in SWMR mode. The first line that it prints tells their
addresses; each further one is printed when all of them have as many rows as it says, on the disk.
"""

import json
import os
import sys

import h5py
import numpy


def make(path, libver, count=40, attributes=30, **options):
    with h5py.File(path, "w", libver=libver, **options) as file:
        for i in range(count):
            dataset = file.create_dataset(
                f"group{i % 7}/d{i}", (i, 3), "i4", maxshape=(None, 3), chunks=(64, 3), track_times=i % 3 == 0
            )
            if i % 2:
                # Up to eight attributes are in the header, which goes on in further blocks for them.
                for k in range(attributes if i % 4 == 1 else 8):
                    dataset.attrs[f"attribute {k}"] = "x" * (7 * k)
                dataset.resize((1000 * i, 3))
        file.create_dataset("scalar", data=1.5)
        file.create_dataset("contiguous", data=numpy.zeros((2, 3, 4, 5)))
        file.create_dataset("compact/five", (5,), "i1")
        file.create_dataset("wide", (7, 2**33), "i1", maxshape=(None, None), chunks=(1, 4096))
        file.create_dataset("filtered", (17,), "f8", chunks=(4,), compression="gzip", shuffle=True)
        file["null"] = h5py.Empty("f4")
        file["datatype"] = numpy.dtype([("a", "i4")])


def told(path):
    objects = []

    def visit(_name, item):
        shape = list(item.shape) if isinstance(item, h5py.Dataset) and item.shape is not None else None
        objects.append({"address": str(h5py.h5o.get_info(item.id).addr), "shape": shape})

    with h5py.File(path, "r") as file:
        file.visititems(visit)
    return objects


def live(path, count=300, steps=60):
    with h5py.File(path, "w", libver=("v110", "v110")) as file:
        datasets = [file.create_dataset(f"d{i}", (0, i + 1), "u1", maxshape=(None, i + 1)) for i in range(count)]
        print(json.dumps([str(h5py.h5o.get_info(item.id).addr) for item in datasets]), flush=True)
        file.swmr_mode = True
        for step in range(1, steps + 1):
            for dataset in datasets:
                dataset.resize(step, axis=0)
                dataset.flush()
            print(step, flush=True)


def make_all(folder):
    flavours = {
        "earliest": ("earliest", "v108"),
        "v108": ("v108", "v108"),
        "v110": ("v110", "v110"),
        "latest": ("latest", "latest"),
    }
    answer = {}
    for name, libver in flavours.items():
        path = os.path.join(folder, f"{name}.h5")
        make(path, libver)
        answer[name] = told(path)
    path = os.path.join(folder, "user-block.h5")
    make(path, ("v110", "v110"), userblock_size=1024)
    answer["user-block"] = told(path)
    path = os.path.join(folder, "many.h5")
    make(path, ("v110", "v110"), count=5000, attributes=12)
    answer["many"] = told(path)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    {"make": make_all, "live": live}[sys.argv[1]](sys.argv[2])
