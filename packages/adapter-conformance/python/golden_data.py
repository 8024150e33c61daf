"""Stored bytes as the JSON data of the goldens (the format is in ``fixtures/README.md``)."""

import math

import numpy

import raw_hdf5
from golden_dtypes import stored_size


def encode_data(dtype, stored, count, file_id):
    """Encode ``count`` consecutive elements. ``file_id`` resolves references to paths."""
    return _ENCODERS[dtype["class"]](dtype, stored, count, file_id)


def _numbers(stored, kind, size, byte_order):
    order = "<" if byte_order == "little" else ">"
    return numpy.frombuffer(stored, dtype=f"{order}{kind}{size}")


def _encode_integer(dtype, stored, _count, _file):
    kind = "i" if dtype["signed"] else "u"
    values = _numbers(stored, kind, dtype["size"], dtype["byteOrder"]).tolist()
    return [str(value) for value in values] if dtype["size"] == 8 else values


def _encode_one_float(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 and math.copysign(1, value) < 0:
        return "-0"
    return value


def _encode_float(dtype, stored, _count, _file):
    values = _numbers(stored, "f", dtype["size"], dtype["byteOrder"])
    return [_encode_one_float(value) for value in values.astype("f8").tolist()]


def _strip(text, padding):
    if padding == "null-terminated":
        return text.split(b"\0", 1)[0]
    return text.rstrip(b"\0" if padding == "null-padded" else b" ")


def _encode_string(dtype, stored, count, _file):
    encoding = "ascii" if dtype["charset"] == "ascii" else "utf-8"
    if dtype["length"] == "variable":
        pointers = numpy.frombuffer(stored, "u8").tolist()
        return [raw_hdf5.text_at(pointer).decode(encoding) for pointer in pointers]
    length = dtype["length"]
    return [
        _strip(stored[i * length : (i + 1) * length], dtype["padding"]).decode(encoding)
        for i in range(count)
    ]


def _encode_base(dtype, stored, count, file_id):
    return _encode_integer(dtype["base"], stored, count, file_id)


def _encode_compound(dtype, stored, count, file_id):
    columns = []
    for member in dtype["members"]:
        size = stored_size(member["dtype"])
        starts = range(member["offset"], count * dtype["size"], dtype["size"])
        column = b"".join(stored[start : start + size] for start in starts)
        columns.append([member["name"], encode_data(member["dtype"], column, count, file_id)])
    return {"columns": columns}


def _encode_array(dtype, stored, count, file_id):
    return encode_data(dtype["base"], stored, count * math.prod(dtype["shape"]), file_id)


def _encode_opaque(_dtype, stored, _count, _file):
    return {"hex": stored.hex()}


def _encode_reference(dtype, stored, count, file_id):
    is_region, size = dtype["target"] == "region", dtype["size"]
    paths = [
        raw_hdf5.referenced_name(file_id, stored[i * size : (i + 1) * size], is_region)
        for i in range(count)
    ]
    return {"regions" if is_region else "references": paths}


def _encode_variable_length(dtype, stored, _count, file_id):
    base = dtype["base"]
    sequences = []
    for length, pointer in numpy.frombuffer(stored, "u8").reshape(-1, 2).tolist():
        item = raw_hdf5.bytes_at(pointer, length * stored_size(base))
        sequences.append(encode_data(base, item, length, file_id))
    return sequences


def _encode_bitfield(dtype, stored, count, file_id):
    return _encode_integer({**dtype, "signed": False}, stored, count, file_id)


def _encode_odd(dtype, stored, count, file_id):
    return encode_data(dtype["readAs"], stored, count, file_id)


_ENCODERS = {
    "integer": _encode_integer,
    "float": _encode_float,
    "string": _encode_string,
    "boolean": _encode_base,
    "enum": _encode_base,
    "compound": _encode_compound,
    "array": _encode_array,
    "opaque": _encode_opaque,
    "reference": _encode_reference,
    "variable-length": _encode_variable_length,
    "bitfield": _encode_bitfield,
    "odd": _encode_odd,
}
