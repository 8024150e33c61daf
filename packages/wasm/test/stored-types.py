"""Writes the stored types that the fixtures of the conformance suite leave out. Arguments: path, libver."""

import os
import sys

import h5py
import numpy
from h5py import h5a, h5d, h5s, h5t

_INT12 = h5t.STD_I16LE.copy()
_INT12.set_precision(12)


def _enumeration(base, members):
    type_id = h5t.enum_create(base)
    for name, value in members:
        type_id.enum_insert(name, value)
    return type_id


def _odd_types():
    int24 = h5t.STD_I32LE.copy()
    int24.set_precision(24)
    int24.set_size(3)
    wide_float = h5t.IEEE_F64LE.copy()
    wide_float.set_size(16)
    enum12 = _enumeration(_INT12, [(b"ON", 1)])
    compound = h5t.create(h5t.COMPOUND, 300)
    compound.insert(b"text", 0, h5t.C_S1)
    compound.insert(b"far", 290, enum12)
    return {
        "enum12": enum12,
        "int24": int24,
        "float64-of-16": wide_float,
        "compound": compound,
        "sequence": h5t.vlen_create(_INT12),
    }


def _dataset(group, name, type_id):
    return h5d.create(group.id, name.encode(), type_id, h5s.create_simple((2,)))


def _attribute(owner, name, type_id, shape=()):
    space = h5s.create_simple(shape) if shape else h5s.create(h5s.SCALAR)
    h5a.create(owner.id, name.encode(), type_id, space)


def _attributes(group, numbers, named, libver):
    for i in range(numbers):
        group.attrs.create(f"number{i}", i, dtype="<i4")
    _attribute(group, "odd", _INT12)
    members = [(b"2", 2), (b"big", 2**53 + 1), (b"1", -(2**63))]
    _attribute(group, "wide", _enumeration(h5t.STD_I64BE, members))
    tagged = h5t.create(h5t.OPAQUE, 3)
    tagged.set_tag(b"what it is")
    _attribute(group, "tagged", tagged)
    _attribute(group, "large", _INT12, (2500,))
    _attribute(group, "large plain", h5t.STD_I16LE, (2500,))
    _attribute(group, "of named", named)
    if libver == "latest":
        _attribute(group, "huge", _INT12, (100000,))


def _write(path, libver):
    with h5py.File(path, "w", libver=libver) as file:
        odd = file.create_group("odd")
        for name, type_id in _odd_types().items():
            _dataset(odd, name, type_id)
        file["named"] = numpy.dtype("<i4")
        for name, numbers in (("few", 3), ("many", 40), ("thousands", 3000)):
            _attributes(file.create_group(name), numbers, file["named"].id, libver)
        committed = _INT12.copy()
        committed.commit(file.id, b"named int12")
        _dataset(file, "of named int12", committed)


def _link(path, name, target, inside):
    with h5py.File(os.path.join(os.path.dirname(path), name), "w") as file:
        file["link"] = h5py.ExternalLink(os.path.basename(target), inside)


_write(*sys.argv[1:])
_link(sys.argv[1], "one-link.h5", sys.argv[1], "/odd")
_link(sys.argv[1], "two-links.h5", "one-link.h5", "/link/enum12")
