"""HDF5 datatypes as the plain objects that the goldens and the TypeScript interface share."""

import math

from h5py import h5t

from odd_numbers import is_odd, plain_type

_PADDING = {
    h5t.STR_NULLTERM: "null-terminated",
    h5t.STR_NULLPAD: "null-padded",
    h5t.STR_SPACEPAD: "space-padded",
}
_LARGEST_EXACT_INTEGER = 2**53


def _byte_order(type_id):
    if type_id.get_size() == 1:
        return "little"
    return {h5t.ORDER_LE: "little", h5t.ORDER_BE: "big"}[type_id.get_order()]


def _integer(type_id):
    return {
        "class": "integer",
        "size": type_id.get_size(),
        "signed": type_id.get_sign() == h5t.SGN_2,
        "byteOrder": _byte_order(type_id),
    }


def _float(type_id):
    return {"class": "float", "size": type_id.get_size(), "byteOrder": _byte_order(type_id)}


def _string(type_id):
    return {
        "class": "string",
        "length": "variable" if type_id.is_variable_str() else type_id.get_size(),
        "charset": {h5t.CSET_ASCII: "ascii", h5t.CSET_UTF8: "utf-8"}[type_id.get_cset()],
        "padding": _PADDING[type_id.get_strpad()],
    }


def exact_number(value):
    """Integers that JSON readers could round are written as strings."""
    return str(value) if abs(value) > _LARGEST_EXACT_INTEGER else value


def _enum(type_id):
    base = _integer(type_id.get_super())
    members = [
        (type_id.get_member_name(i).decode("utf-8"), int(type_id.get_member_value(i)))
        for i in range(type_id.get_nmembers())
    ]
    if base["size"] == 1 and sorted(members) == [("FALSE", 0), ("TRUE", 1)]:
        return {"class": "boolean", "base": base}
    return {
        "class": "enum",
        "base": base,
        "members": [{"name": name, "value": exact_number(value)} for name, value in members],
    }


def _compound(type_id):
    return {
        "class": "compound",
        "size": type_id.get_size(),
        "members": [
            {
                "name": type_id.get_member_name(i).decode("utf-8"),
                "offset": type_id.get_member_offset(i),
                "dtype": describe_dtype(type_id.get_member_type(i)),
            }
            for i in range(type_id.get_nmembers())
        ],
    }


def _array(type_id):
    return {
        "class": "array",
        "base": describe_dtype(type_id.get_super()),
        "shape": list(type_id.get_array_dims()),
    }


def _opaque(type_id):
    tag = type_id.get_tag()
    return {"class": "opaque", "size": type_id.get_size(), "tag": tag.decode("utf-8")}


def _reference(type_id):
    target = "region" if type_id.equal(h5t.STD_REF_DSETREG) else "object"
    return {"class": "reference", "target": target, "size": type_id.get_size()}


def _variable_length(type_id):
    return {"class": "variable-length", "base": describe_dtype(type_id.get_super())}


def _bitfield(type_id):
    return {"class": "bitfield", "size": type_id.get_size(), "byteOrder": _byte_order(type_id)}


_DESCRIBERS = {
    h5t.INTEGER: _integer,
    h5t.FLOAT: _float,
    h5t.STRING: _string,
    h5t.ENUM: _enum,
    h5t.COMPOUND: _compound,
    h5t.ARRAY: _array,
    h5t.OPAQUE: _opaque,
    h5t.REFERENCE: _reference,
    h5t.VLEN: _variable_length,
    h5t.BITFIELD: _bitfield,
}


def describe_dtype(type_id):
    """Describe a stored datatype from what the library says about it, never from NumPy's view."""
    if is_odd(type_id):
        return {"class": "odd", "readAs": describe_dtype(plain_type(type_id))}
    return _DESCRIBERS[type_id.get_class()](type_id)


def stored_size(dtype):
    """Bytes that one element takes in memory when it is read in its stored type."""
    kind = dtype["class"]
    if kind == "odd":
        return stored_size(dtype["readAs"])
    if kind in ("boolean", "enum"):
        return dtype["base"]["size"]
    if kind == "string":
        return 8 if dtype["length"] == "variable" else dtype["length"]
    if kind == "array":
        return stored_size(dtype["base"]) * math.prod(dtype["shape"])
    if kind == "variable-length":
        return 16
    return dtype["size"]
