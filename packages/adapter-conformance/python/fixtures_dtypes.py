"""dtypes.h5: one small dataset for each class of datatype that HDF5 can store."""

import h5py
import numpy
from h5py import h5t

import raw_hdf5
from fixtures_files import (
    add,
    add_sequences,
    add_stored,
    create_file,
    create_group,
    enumeration,
    fixed_string,
)


def write_dtypes(folder):
    with create_file(folder / "dtypes.h5") as file:
        _integers(create_group(file, "integers"))
        _floats(create_group(file, "floats"))
        _strings(create_group(file, "strings"))
        _enums(create_group(file, "enums"))
        _compounds(create_group(file, "compounds"))
        _arrays(create_group(file, "arrays"))
        _opaque(create_group(file, "opaque"))
        _sequences(create_group(file, "sequences"))
        _bitfields(create_group(file, "bitfields"))
        _references(create_group(file, "references"))
        _named(create_group(file, "named"))


def _extremes(code):
    limits = numpy.iinfo(code)
    return [limits.min, 0, 1, limits.max - 1, limits.max]


def _integers(group):
    for size in (1, 2, 4, 8):
        for kind in "iu":
            for order, suffix in (("<", "le"), (">", "be")):
                if size == 1 and order == ">":
                    continue
                code = f"{order}{kind}{size}"
                name = f"{'u' if kind == 'u' else ''}int{8 * size}" + (
                    "" if suffix == "le" else "-be"
                )
                add(group, name, numpy.array(_extremes(code), dtype=code))
    beyond = 2**53 + 1
    add(group, "int64-beyond-2-53", numpy.array([[beyond, -beyond], [2**62, -(2**62)]], "<i8"))
    add(group, "uint64-beyond-2-53", numpy.array([[beyond, 2**63], [2**63 + 1, 7]], "<u8"))
    add(group, "int16-2d", numpy.arange(-6, 6, dtype="<i2").reshape(3, 4))


_FLOATS = {
    2: [0.0, 1.5, -2.25, 65504.0, 2.0**-24, -(2.0**-14), 0.333251953125],
    4: [0.0, 1.5, -2.25, 3.4028234663852886e38, 2.0**-149, -(2.0**-126), 0.1],
    8: [0.0, 1.5, -2.25, 1.7976931348623157e308, 5e-324, -(2.0**-1022), 0.1],
}


def _floats(group):
    special = [numpy.nan, numpy.inf, -numpy.inf, -0.0]
    for size, values in _FLOATS.items():
        for order, suffix in (("<", ""), (">", "-be")):
            data = numpy.array(values + special, dtype=f"{order}f{size}")
            add(group, f"float{8 * size}{suffix}", data)
    add(group, "float16-2d", numpy.arange(6, dtype="<f2").reshape(2, 3) / 4)


def _strings(group):
    add(group, "ascii-null-padded", numpy.array([b"", b"a", b"abcdefg", b"in side"], "S7"))
    texts = ["", "é", "日本", "naïve"]
    for charset, values in (("ascii", ["", "a", "abc", "a b"]), ("utf-8", texts)):
        for padding, code, filler in (
            ("null-terminated", h5t.STR_NULLTERM, b"\0"),
            ("space-padded", h5t.STR_SPACEPAD, b" "),
            ("null-padded", h5t.STR_NULLPAD, b"\0"),
        ):
            name = f"{charset}-{padding}-8"
            stored = b"".join(value.encode("utf-8").ljust(8, filler) for value in values)
            add_stored(group, name, fixed_string(8, charset, code), (4,), stored)
    # The byte after the first NUL belongs to the element, but not to the string.
    leftover = b"ab\0zzzz\0" + b"full\0\0\0\0"
    terminated = fixed_string(8, "ascii", h5t.STR_NULLTERM)
    add_stored(group, "null-terminated-leftover", terminated, (2,), leftover)
    # A null-padded string may fill its element to the last byte.
    padded = fixed_string(6, "utf-8", h5t.STR_NULLPAD)
    add_stored(group, "null-padded-full", padded, (2,), "日本".encode() + b"abc\0\0\0")
    variable = ["", "plain", "two words", "tab\tand\nnewline"]
    add(group, "variable-ascii", variable, dtype=h5py.string_dtype("ascii"))
    variable = ["", "plain", "grüße", "日本語", "🔬", "a" * 300]
    add(group, "variable-utf-8", variable, dtype=h5py.string_dtype())
    grid = numpy.array([["a", "bb"], ["ccc", ""]], dtype=object)
    add(group, "variable-utf-8-2d", grid, dtype=h5py.string_dtype())


def _enums(group):
    add(group, "boolean", numpy.array([[True, False, True], [False, False, True]]))
    # TRUE before FALSE, and on an unsigned base: still a boolean.
    reversed_boolean = enumeration(h5t.STD_U8LE, [("TRUE", 1), ("FALSE", 0)])
    add_stored(group, "boolean-uint8", reversed_boolean, (3,), b"\1\0\1")
    # Two members with these names, but on two bytes: an enum.
    wide = enumeration(h5t.STD_I16LE, [("FALSE", 0), ("TRUE", 1)])
    add_stored(group, "not-boolean-int16", wide, (2,), numpy.array([1, 0], "<i2").tobytes())
    third = enumeration(h5t.STD_I8LE, [("FALSE", 0), ("TRUE", 1), ("MAYBE", 2)])
    add_stored(group, "not-boolean-three", third, (3,), b"\2\1\0")
    small = [("RED", 2), ("GREEN", -128), ("BLUE", 127), ("ALPHA", -1)]
    _enum(group, "int8", h5t.STD_I8LE, "i1", small, [2, -128, 127, -1, 2])
    _enum(group, "uint16", h5t.STD_U16LE, "<u2", [("HIGH", 65535), ("LOW", 0)], [0, 65535, 0])
    mixed = [("ZULU", -70000), ("ALPHA", 0), ("MIKE", 2**31 - 1)]
    _enum(group, "int32-be", h5t.STD_I32BE, ">i4", mixed, [0, -70000, 2**31 - 1])
    huge = [("BIG", 2**53 + 1), ("SMALL", -5), ("LOWEST", -(2**63))]
    _enum(group, "int64", h5t.STD_I64LE, "<i8", huge, [-5, 2**53 + 1, -(2**63)])
    # A stored value need not be a member.
    _enum(group, "unnamed-value", h5t.STD_I8LE, "i1", [("ONE", 1)], [1, 77])


def _enum(group, name, base, code, members, values):
    stored = numpy.array(values, dtype=code).tobytes()
    add_stored(group, name, enumeration(base, members), (len(values),), stored)


def _compounds(group):
    plain = numpy.zeros(3, dtype=[("x", "<i4"), ("y", "<f8")])
    plain["x"], plain["y"] = [1, -2, 3], [0.5, -0.0, numpy.nan]
    add(group, "plain", plain)
    add(group, "single-member", numpy.array([(1,), (255,)], dtype=[("io_groups", "u1")]))
    _mixed_compound(group)
    _gap_compound(group)
    _endian_compound(group)
    nested = numpy.zeros((2, 2), dtype=[("outer", [("inner", [("deep", "<u2")])]), ("n", "<i8")])
    nested["outer"]["inner"]["deep"] = [[1, 2], [3, 4]]
    nested["n"] = [[2**60, -1], [0, 1]]
    add(group, "nested-2d", nested)


def _mixed_compound(group):
    inner = numpy.dtype([("row", "<i2"), ("column", "<f4")])
    mixed = numpy.dtype(
        [
            ("count", "<u2"),
            ("value", "<f8"),
            ("label", "S5"),
            ("good", numpy.bool_),
            ("position", inner),
            ("matrix", "<i2", (2, 3)),
            ("note", h5py.string_dtype()),
        ]
    )
    rows = numpy.zeros(3, dtype=mixed)
    rows["count"], rows["value"] = [0, 1, 65535], [1.5, -numpy.inf, 1e-300]
    rows["label"], rows["good"] = [b"", b"abc", b"12345"], [True, False, True]
    rows["position"]["row"], rows["position"]["column"] = [-1, 0, 1], [0.25, 0.5, 0.75]
    rows["matrix"] = numpy.arange(18).reshape(3, 2, 3)
    rows["note"] = ["", "früh", "long " * 10]
    add(group, "mixed", rows)


def _gap_compound(group):
    """Members out of order of their offsets, with holes between and behind them."""
    type_id = h5t.create(h5t.COMPOUND, 24)
    type_id.insert(b"second", 8, h5t.IEEE_F64LE)
    type_id.insert(b"first", 1, h5t.STD_U8LE)
    type_id.insert(b"third", 18, h5t.STD_I16LE)
    layout = {"names": ["a", "b", "c"], "formats": ["u1", "<f8", "<i2"]}
    rows = numpy.zeros(2, dtype={**layout, "offsets": [1, 8, 18], "itemsize": 24})
    rows["a"], rows["b"], rows["c"] = [7, 8], [0.125, -4.0], [-300, 300]
    add_stored(group, "gaps", type_id, (2,), rows.tobytes())


def _endian_compound(group):
    dtype = [("little", "<u4"), ("big", ">u4"), ("real", ">f8"), ("triple", ">i2", (3,))]
    rows = numpy.zeros(2, dtype=dtype)
    rows["little"], rows["big"] = [1, 2**32 - 1], [1, 2**32 - 1]
    rows["real"], rows["triple"] = [1.25, -1e10], [[1, -2, 3], [-4, 5, -6]]
    add(group, "mixed-endian", rows)


def _array(group, name, base, dimensions, data):
    type_id = h5t.array_create(h5t.py_create(numpy.dtype(base)), dimensions)
    add_stored(group, name, type_id, (len(data),), numpy.array(data, dtype=base).tobytes())


def _arrays(group):
    _array(group, "float32-3", "<f4", (3,), [[0, 0.5, 1], [-1, 2, 1e30]])
    _array(group, "int16-2x3", "<i2", (2, 3), numpy.arange(-9, 9).reshape(3, 2, 3))
    _array(group, "int32-be-2", ">i4", (2,), [[1, -1], [2**31 - 1, -(2**31)]])
    _array(group, "int64-2", "<i8", (2,), [[2**60, -1]])


def _opaque(group):
    tagged = h5t.create(h5t.OPAQUE, 5)
    tagged.set_tag(b"detector/raw")
    add_stored(group, "tagged-5", tagged, (3,), b"abcde" + b"\0\0\0\0\0" + bytes(range(251, 256)))
    untagged = h5t.create(h5t.OPAQUE, 1)
    untagged.set_tag(b"")
    add_stored(group, "untagged-1", untagged, (2, 2), b"\x00\x7f\x80\xff")


def _sequences(group):
    add_sequences(group, "uint8", "u1", [[1, 2, 3], [], [255], list(range(200)), []])
    add_sequences(group, "uint8-all-empty", "u1", [[], [], []])
    add_sequences(group, "int32", "<i4", [[1, -1], [], [2**31 - 1, -(2**31), 0]])
    add_sequences(group, "float64", "<f8", [[0.5], [numpy.nan, -0.0, 1e300], []])
    add_sequences(group, "int16-be", ">i2", [[1, -2, 300], [], [-32768]])
    add_sequences(group, "uint64", "<u8", [[2**64 - 1], [1, 2]])
    dtype = h5py.vlen_dtype(h5py.string_dtype())
    texts = add(group, "variable-strings", shape=(3,), dtype=dtype)
    texts[0] = numpy.array(["a", "", "grün"], dtype=object)
    texts[2] = numpy.array(["last"], dtype=object)


def _bitfields(group):
    add_stored(group, "8", h5t.STD_B8LE, (4,), b"\x00\x01\x80\xff")
    words = numpy.array([0, 1, 0x8001, 0xFFFF])
    add_stored(group, "16", h5t.STD_B16LE, (4,), words.astype("<u2").tobytes())
    add_stored(group, "16-be", h5t.STD_B16BE, (4,), words.astype(">u2").tobytes())


def _references(group):
    target = add(group, "target", numpy.arange(20, dtype="<i4").reshape(4, 5))
    objects = add(group, "object", shape=(4,), dtype=h5py.ref_dtype)
    objects[0], objects[1] = target.ref, group.ref
    objects[3] = group.file["/integers/int8"].ref
    regions = add(group, "region", shape=(3,), dtype=h5py.regionref_dtype)
    regions[0], regions[1] = target.regionref[1:3, 2:4], target.regionref[:, 0]


def _named(group):
    dtype = [("x", "<f4"), ("y", "<f4")]
    point = h5t.py_create(numpy.dtype(dtype), logical=True)
    raw_hdf5.commit_datatype(group.id, b"point", point)
    group["point"].attrs["unit"] = numpy.bytes_("mm")
    rows = numpy.array([(1, 2), (3, -4)], dtype=dtype)
    add(group, "uses-point", rows, dtype=group["point"])
    raw_hdf5.commit_datatype(group.id, b"real", h5t.IEEE_F32LE.copy())
