"""Makes the empty raw message files that every file of this package starts from.

Usage: make_skeleton.py            prints src/format/skeleton-bytes.ts
       make_skeleton.py FILE.h5    writes the one with an io_version

It is the layout of format 0.0 with bounds (v110, v110), so that every HDF5 library from 1.10 on reads and appends it.
"""
import base64
import os
import sys
import tempfile
import zlib

import h5py
import numpy

CHUNK = (1024,)

# Stands where the io_version of a file goes.
PLACEHOLDER = "?.?"


def make(path, has_io_version):
    """Without the times of its objects, so that it is the same each time."""
    creation = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    creation.set_obj_track_times(False)
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_libver_bounds(h5py.h5f.LIBVER_V110, h5py.h5f.LIBVER_V110)
    access.set_fclose_degree(h5py.h5f.CLOSE_STRONG)
    with h5py.File(h5py.h5f.create(path.encode(), h5py.h5f.ACC_TRUNC, creation, access)) as file:
        group = h5py.h5p.create(h5py.h5p.GROUP_CREATE)
        group.set_obj_track_times(False)
        h5py.h5g.create(file.id, b"meta", gcpl=group)
        meta = file["meta"].attrs
        meta["version"] = "0.0"
        meta["created"] = 0.0
        meta["modified"] = 0.0
        if has_io_version:
            meta["io_version"] = PLACEHOLDER
        column = {"shape": (0,), "maxshape": (None,), "chunks": CHUNK, "compression": "gzip", "compression_opts": 4}
        file.create_dataset("msgs", dtype=h5py.vlen_dtype(numpy.uint8), track_times=False, **column)
        file.create_dataset("msg_headers", dtype=numpy.dtype([("io_groups", "u1")]), track_times=False, **column)


def content(has_io_version):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "skeleton.h5")
        make(path, has_io_version)
        with open(path, "rb") as file:
            return file.read()


def constant(name, words, file):
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = base64.b64encode(deflate.compress(file) + deflate.flush()).decode()
    lines = [text[at : at + 100] for at in range(0, len(text), 100)]
    body = " +\n".join(f"  '{line}'" for line in lines)
    return f"\n/** {words}, deflated, as base64. */\nexport const {name} =\n{body};\n"


def main():
    if len(sys.argv) > 1:
        make(sys.argv[1], True)
        return
    versioned = content(True)
    placeholder = PLACEHOLDER.encode()
    assert versioned.count(placeholder) == 1
    sys.stdout.write("// Made by python/make_skeleton.py.\n")
    sys.stdout.write(constant("versionedSkeleton", "The empty file with an io_version", versioned))
    sys.stdout.write("\n/** Where the text of its io_version stands, three characters. */\n")
    sys.stdout.write(f"export const ioVersionOffset = {versioned.index(placeholder)};\n")
    sys.stdout.write(constant("plainSkeleton", "The empty file without an io_version", content(False)))


main()
