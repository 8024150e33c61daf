"""Creates files and objects without time stamps, so that two runs give the same bytes."""

import numpy
from h5py import Dataset, Empty, File, Group, h5a, h5d, h5f, h5g, h5p, h5s, h5t

import raw_hdf5

BOUNDS = {
    "v110": (h5f.LIBVER_V110, h5f.LIBVER_V110),
    "v108": (h5f.LIBVER_V18, h5f.LIBVER_V18),
    "earliest": (h5f.LIBVER_EARLIEST, h5f.LIBVER_V110),
}


def create_file(path, bounds="v110", tight=False, user_block=0):
    """Create a file whose root group has no time stamps; closing it closes all that is in it.

    ``user_block``: bytes to leave free before the superblock.
    """
    access = h5p.create(h5p.FILE_ACCESS)
    access.set_libver_bounds(*BOUNDS[bounds])
    access.set_fclose_degree(h5f.CLOSE_STRONG)
    if tight:
        raw_hdf5.pack_tightly(access)
    creation = h5p.create(h5p.FILE_CREATE)
    creation.set_obj_track_times(False)
    if user_block:
        creation.set_userblock(user_block)
    return File(h5f.create(str(path).encode(), h5f.ACC_TRUNC, creation, access))


def create_group(parent, name, ordered=False):
    """Create one group; with ``ordered`` it remembers the order of creation of its links."""
    creation = h5p.create(h5p.GROUP_CREATE)
    creation.set_obj_track_times(False)
    if ordered:
        creation.set_link_creation_order(h5p.CRT_ORDER_TRACKED | h5p.CRT_ORDER_INDEXED)
    links = h5p.create(h5p.LINK_CREATE)
    links.set_char_encoding(h5t.CSET_UTF8)
    return Group(h5g.create(parent.id, name.encode("utf-8"), lcpl=links, gcpl=creation))


def add(parent, name, data=None, **options):
    """``create_dataset`` without time stamps."""
    return parent.create_dataset(name, data=data, track_times=False, **options)


def dataset_creation():
    """A dataset creation list without time stamps."""
    creation = h5p.create(h5p.DATASET_CREATE)
    creation.set_obj_track_times(False)
    return creation


def add_stored(parent, name, type_id, shape, stored):
    """Create a dataset of a low-level type and fill it with bytes in exactly that type."""
    dataset = h5d.create(
        parent.id, name.encode(), type_id, h5s.create_simple(shape), dataset_creation()
    )
    raw_hdf5.write_dataset(dataset, stored)
    return Dataset(dataset)


def add_sequences(parent, name, base, sequences):
    """Create a dataset of variable-length sequences of the NumPy type ``base``."""
    type_id = h5t.vlen_create(h5t.py_create(numpy.dtype(base)))
    space = h5s.create_simple((len(sequences),))
    dataset = h5d.create(parent.id, name.encode(), type_id, space, dataset_creation())
    raw_hdf5.write_sequences(
        dataset, [numpy.array(item, dtype=base).tobytes() for item in sequences]
    )
    return Dataset(dataset)


def add_attribute_stored(owner, name, type_id, stored):
    """Create a scalar attribute of a low-level type from bytes in exactly that type."""
    attribute = h5a.create(owner.id, name.encode(), type_id, h5s.create(h5s.SCALAR))
    raw_hdf5.write_attribute(attribute, stored)


def fixed_string(size, charset, padding):
    """A fixed string type with every property chosen."""
    type_id = h5t.C_S1.copy()
    type_id.set_size(size)
    type_id.set_cset({"ascii": h5t.CSET_ASCII, "utf-8": h5t.CSET_UTF8}[charset])
    type_id.set_strpad(padding)
    return type_id


def enumeration(base_type, members):
    """An enum whose members stand in the given order (h5py's own call sorts them by name)."""
    type_id = h5t.enum_create(base_type)
    for name, value in members:
        type_id.enum_insert(name.encode(), value)
    return type_id


def empty(dtype):
    """A null dataspace of the given type."""
    return Empty(numpy.dtype(dtype))
