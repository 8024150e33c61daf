"""Writes datasets of which HDF5 tells little: elements without any value, and members that cannot be read."""

import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "w") as file:
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_chunk((700,))
    creation.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    space = h5py.h5s.create_simple((3000,))
    h5py.h5d.create(file.id, b"never-filled", h5py.h5t.STD_I32LE, space, creation)
    file["never-filled"][:50] = np.arange(1, 51)
    pair = np.dtype([("count", "i4"), ("long", np.longdouble)])
    file["partly-unknown"] = np.zeros(3, pair)
