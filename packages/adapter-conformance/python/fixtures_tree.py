"""tree.h5, tree-target.h5 and large-attribute.h5: groups, links, names and attributes."""

import h5py
import numpy
from h5py import h5t

import raw_hdf5
from fixtures_files import (
    add,
    add_attribute_stored,
    create_file,
    create_group,
    empty,
    enumeration,
    fixed_string,
)

CHILDREN = 300


def write_tree(folder):
    _write_target(folder)
    with create_file(folder / "tree.h5") as file:
        entry = _entry(file)
        _hard_links(create_group(file, "hard"), entry)
        _soft_links(create_group(file, "soft"))
        _external_links(create_group(file, "external"))
        _names(create_group(file, "names"))
        many = create_group(file, "many")
        for number in range(CHILDREN):
            create_group(many, f"child-{number:03}")
        ordered = create_group(file, "ordered", ordered=True)
        for name in ("zeta", "alpha", "mu", "10", "9"):
            add(ordered, name, numpy.int32(len(name)))
        raw_hdf5.commit_datatype(file.id, b"committed", h5t.STD_U16BE.copy())
        create_group(file, "empty")
        for owner in (file, entry, entry["data"]):
            _attributes(owner, entry)


def _write_target(folder):
    with create_file(folder / "tree-target.h5") as file:
        shared = create_group(file, "shared")
        add(shared, "values", numpy.arange(5, dtype="<f8") / 2)
        file["alias"] = h5py.SoftLink("/shared/values")


def _entry(file):
    entry = create_group(file, "entry")
    add(entry, "data", numpy.arange(12, dtype="<i4").reshape(3, 4))
    deeper = create_group(create_group(entry, "instrument"), "detector")
    add(deeper, "count_time", numpy.float64(0.25))
    add(create_group(create_group(deeper, "a"), "b"), "deep", numpy.array([1, 2], "<u1"))
    return entry


def _hard_links(group, entry):
    first = add(group, "first", numpy.array([1, 2, 3], "<i2"))
    group["second"] = first
    group["same-detector"] = entry["instrument/detector"]


def _soft_links(group):
    targets = {
        "good": "/entry/data",
        "relative": "relative-target",
        "to-group": "/entry/instrument",
        "through-group": "/soft/to-group/detector/count_time",
        "dangling": "/entry/nothing",
        "chain-1": "/soft/chain-2",
        "chain-2": "/soft/chain-3",
        "chain-3": "/entry/data",
        "cycle-a": "/soft/cycle-b",
        "cycle-b": "/soft/cycle-a",
        "itself": "/soft/itself",
    }
    for name, target in targets.items():
        group[name] = h5py.SoftLink(target)
    add(group, "relative-target", numpy.int32(5))


def _external_links(group):
    group["good"] = h5py.ExternalLink("tree-target.h5", "/shared/values")
    group["to-group"] = h5py.ExternalLink("tree-target.h5", "/shared")
    group["through-soft"] = h5py.ExternalLink("tree-target.h5", "/alias")
    group["missing-file"] = h5py.ExternalLink("no-such-file.h5", "/shared/values")
    group["missing-object"] = h5py.ExternalLink("tree-target.h5", "/shared/nothing")


def _names(group):
    names = ("two words", " leading", "dot.ted", "..", "...", "grüße", "日本語", "🔬", "100%",
             "back\\slash", "quo\"te", "plus+&?=#", "UPPER", "upper", "x" * 200)
    for number, name in enumerate(names):
        add(group, name, numpy.int32(number))


def _attributes(owner, entry):
    attributes = owner.attrs
    attributes["int32"] = numpy.int32(-5)
    attributes["int32-array"] = numpy.array([[1, 2, 3], [4, 5, 6]], "<i4")
    attributes["int64-beyond-2-53"] = numpy.int64(2**53 + 1)
    attributes["uint64-array"] = numpy.array([0, 2**64 - 1], "<u8")
    attributes["uint8"] = numpy.uint8(255)
    attributes["float16"] = numpy.float16(0.5)
    attributes["float32-array"] = numpy.array([0.5, numpy.nan, -0.0], "<f4")
    attributes["float64"] = numpy.float64(0.1)
    attributes.create("float64-big-endian", numpy.array([1.5, -2.5]), dtype=">f8")
    attributes.create("int16-big-endian", numpy.array([1, -2]), dtype=">i2")
    attributes["bool"] = numpy.bool_(True)
    attributes["bool-array"] = numpy.array([True, False])
    _text_attributes(owner)
    attributes["null"] = empty("<f4")
    attributes["null-string"] = empty("S1")
    attributes["empty-array"] = numpy.array([], "<i4")
    state = enumeration(h5t.STD_I8LE, [("OPEN", 1), ("CLOSED", -1)])
    add_attribute_stored(owner, "enum", state, b"\xff")
    point = numpy.array((1, -2.5, b"abc"), dtype=[("n", "<u2"), ("v", "<f8"), ("s", "S3")])
    attributes["compound"] = point
    triple = h5t.array_create(h5t.STD_I16LE, (3,))
    add_attribute_stored(owner, "array-dtype", triple, numpy.array([1, 2, 3], "<i2").tobytes())
    attributes["object-reference"] = entry["data"].ref
    attributes["name with spaces ü"] = numpy.int32(1)


def _text_attributes(owner):
    attributes = owner.attrs
    attributes["string-variable"] = "grüße"
    attributes["string-variable-empty"] = ""
    attributes.create("string-variable-ascii", "plain", dtype=h5py.string_dtype("ascii"))
    attributes["string-fixed"] = numpy.bytes_("fixed")
    terminated = fixed_string(8, "utf-8", h5t.STR_NULLTERM)
    add_attribute_stored(owner, "string-fixed-utf-8", terminated, "né".encode().ljust(8, b"\0"))
    attributes["string-fixed-array"] = numpy.array([b"a", b"bcd"])
    words = numpy.array(["x", "", "日本"], dtype=object)
    attributes.create("string-array", words, dtype=h5py.string_dtype())


def write_large_attribute(folder):
    """One attribute beyond 64 KiB, which only fits in dense attribute storage."""
    with create_file(folder / "large-attribute.h5") as file:
        values = (numpy.arange(66_000) * 7 % 251).astype("u1")
        file.attrs["large"] = values
        file.attrs["small"] = numpy.int32(1)
