"""Makes the empty MTH5 files that every file of this package starts from.

Usage: make_skeleton.py                   prints src/storage/skeleton-bytes.ts
       make_skeleton.py VERSION FILE.h5   writes the one of file version 0.1.0 or 0.2.0

Bounds are (v110, v110): superblock 3, and every HDF5 library from 1.10 on reads and appends it. Attributes of the root,
and those of `/Survey` in version 0.1.0, differ from file to file and are for who makes one of it.
"""
import base64
import os
import sys
import tempfile
import zlib

import h5py

from table_types import CHANNEL_SUMMARY, FC_SUMMARY, STANDARDS_SUMMARY, TF_SUMMARY

# MTH5 writes this text, the printed form of a reference, where the reference would be.
REFERENCE_TEXT = "<HDF5 object reference>"
FILTER_TYPES = ("zpk", "coefficient", "time_delay", "fap", "fir")

# As MTH5 stores its tables.
COMPRESSED = {"compression": "gzip", "compression_opts": 4, "shuffle": True, "fletcher32": True}


def make(path, version):
    """Without the times of its objects, so that it is the same each time."""
    creation = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    creation.set_obj_track_times(False)
    access = h5py.h5p.create(h5py.h5p.FILE_ACCESS)
    access.set_libver_bounds(h5py.h5f.LIBVER_V110, h5py.h5f.LIBVER_V110)
    access.set_fclose_degree(h5py.h5f.CLOSE_STRONG)
    with h5py.File(h5py.h5f.create(path.encode(), h5py.h5f.ACC_TRUNC, creation, access)) as file:
        root = make_survey_root(file) if version == "0.1.0" else make_experiment_root(file)
        make_standards(root)
        make_tables(root)
        make_session(file)


def make_experiment_root(file):
    root = make_group(file, "Experiment")
    make_group(root, "Surveys", "MasterSurvey")
    make_group(root, "Reports", "Reports")
    return root


def make_survey_root(file):
    root = make_group(file, "Survey")
    make_group(root, "Stations", "MasterStation")
    make_group(root, "Reports", "Reports")
    filters = make_group(root, "Filters", "Filters")
    for filter_type in FILTER_TYPES:
        make_group(filters, filter_type)
    return root


def make_group(parent, name, mth5_type=None):
    plain = h5py.h5p.create(h5py.h5p.GROUP_CREATE)
    plain.set_obj_track_times(False)
    h5py.h5g.create(parent.id, name.encode(), gcpl=plain)
    group = parent[name]
    if mth5_type is not None:
        group.attrs["mth5_type"] = mth5_type
        group.attrs["hdf5_reference"] = REFERENCE_TEXT
    return group


def make_standards(root):
    """One empty row: MTH5 lists the standards of its metadata there, which no reader of recordings asks for."""
    standards = make_group(root, "Standards", "Standards")
    summary = standards.create_dataset(
        "summary", (1,), STANDARDS_SUMMARY, maxshape=(1000,), chunks=(16,), track_times=False, **COMPRESSED
    )
    summary.attrs["type"] = "summary table"
    summary.attrs["last_updated"] = "date_time"
    summary.attrs["reference"] = summary.ref


def make_tables(root):
    """Each has one row of zeros, which is how MTH5 says that a table is empty."""
    # Without filters, because its rows are rewritten in place while others read: a compressed chunk would be stored anew
    # each time, elsewhere in the file, and the space of the one before is lost under SWMR.
    channels = root.create_dataset(
        "channel_summary", (1,), CHANNEL_SUMMARY, maxshape=(None,), chunks=(32,), track_times=False
    )
    # The row of zeros that is read so far, with references to nothing, is now written.
    channels[...] = channels[...]
    for name, row in (("tf_summary", TF_SUMMARY), ("fc_summary", FC_SUMMARY)):
        root.create_dataset(name, (1,), row, maxshape=(None,), chunks=(1,), track_times=False, **COMPRESSED)


def make_session(file):
    """What a session says of itself, under the root, where MTH5 does not look: it has ended."""
    session = make_group(file, "h5tail")
    make_number(session, "ended", 1)


def make_number(group, name, value):
    """Its place in the file is taken now, so that a writer in SWMR mode only has to rewrite it."""
    early = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    early.set_layout(h5py.h5d.CONTIGUOUS)
    early.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    early.set_obj_track_times(False)
    scalar = h5py.h5s.create(h5py.h5s.SCALAR)
    h5py.h5d.create(group.id, name.encode(), h5py.h5t.STD_I64LE, scalar, dcpl=early)
    group[name][()] = value


def content(version):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "skeleton.h5")
        make(path, version)
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
        version, path = sys.argv[1:]
        make(path, version)
        return
    sys.stdout.write("// Made by python/make_skeleton.py.\n")
    sys.stdout.write(constant("experimentSkeleton", "The empty file of version 0.2.0", content("0.2.0")))
    sys.stdout.write(constant("surveySkeleton", "The empty file of version 0.1.0", content("0.1.0")))


if __name__ == "__main__":
    main()
