"""Numbers with spare bits, shifted bits or a float format of their own, beside plain neighbours."""

import numpy
from h5py import Dataset, h5a, h5d, h5s, h5t, h5z

from fixtures_files import add, create_file, create_group, dataset_creation

_INT12 = (0, 1, -1, 5, 2047, -2048)


def write_odd_numbers(folder):
    with create_file(folder / "odd-numbers.h5") as file:
        odd, plain = create_group(file, "odd"), create_group(file, "plain")
        _add(odd, "int12", _int12(), numpy.array(_INT12, "<i2"))
        _add(odd, "int12-be", _int12(h5t.STD_I16BE), numpy.array(_INT12, "<i2"))
        _add(odd, "uint8-at-bit-4", _shifted_uint8(), numpy.array([0, 1, 128, 255], "<u2"))
        _add(odd, "bfloat16", bfloat16(), numpy.array([0, 1, -2.5, 3.140625, numpy.inf], "<f4"))
        _add(odd, "int12-nbit", _int12(), numpy.array(_INT12, "<i2"), _nbit_creation(4))
        _add(odd, "array-of-int12", h5t.array_create(_int12(), (2,)),
             numpy.array(_INT12, "<i2").reshape(3, 2), shape=(3,))
        _add_compound(odd)
        _add_attribute(odd, "int12", _int12(), numpy.array(_INT12, "<i2"))
        odd.attrs["neighbour"] = numpy.int16(-1)
        add(plain, "int16", numpy.array(_INT12, "<i2"))
        add(plain, "uint16", numpy.array([0, 1, 128, 255], "<u2"))
        add(plain, "float16", numpy.array([0, 1, -2.5, 3.140625], "<f2"))
        creation = _nbit_creation(4)
        _add(plain, "int16-nbit", h5t.STD_I16LE, numpy.array(_INT12, "<i2"), creation)


def _int12(base=h5t.STD_I16LE):
    type_id = base.copy()
    type_id.set_precision(12)
    return type_id


def _shifted_uint8():
    type_id = h5t.STD_U16LE.copy()
    type_id.set_precision(8)
    type_id.set_offset(4)
    return type_id


def bfloat16():
    """The upper half of a 32-bit float."""
    type_id = h5t.IEEE_F32LE.copy()
    type_id.set_fields(15, 7, 8, 0, 7)
    type_id.set_precision(16)
    type_id.set_size(2)
    return type_id


def _nbit_creation(chunk):
    creation = dataset_creation()
    creation.set_chunk((chunk,))
    creation.set_filter(h5z.FILTER_NBIT, h5z.FLAG_OPTIONAL, ())
    return creation


def _add(group, name, type_id, values, creation=None, shape=None):
    """Create a dataset of a low-level type; the library converts the values to it."""
    space = h5s.create_simple(values.shape if shape is None else shape)
    dataset = h5d.create(group.id, name.encode(), type_id, space, creation or dataset_creation())
    memory_type = h5t.py_create(values.dtype)
    if shape is not None:
        memory_type = h5t.array_create(memory_type, values.shape[len(shape):])
    dataset.write(h5s.ALL, h5s.ALL, values, memory_type)
    return Dataset(dataset)


def _add_compound(group):
    values = numpy.array([(-1, 7), (-2048, 8)], dtype=[("small", "<i2"), ("plain", "<i4")])
    type_id = h5t.create(h5t.COMPOUND, 6)
    type_id.insert(b"small", 0, _int12())
    type_id.insert(b"plain", 2, h5t.STD_I32LE)
    _add(group, "compound", type_id, values)


def _add_attribute(owner, name, type_id, values):
    attribute = h5a.create(owner.id, name.encode(), type_id, h5s.create_simple(values.shape))
    attribute.write(values)
