"""layouts.h5: dataspaces, storage layouts, filters and fill values."""

import h5py
import numpy
from h5py import h5d, h5s, h5t, h5z

from fixtures_files import add, create_file, create_group, dataset_creation, empty

_SEED = 20240501


def write_layouts(folder):
    with create_file(folder / "layouts.h5") as file:
        _spaces(create_group(file, "spaces"))
        _storage(create_group(file, "storage"))
        _filters(create_group(file, "filters"))
        _extents(create_group(file, "extents"))
        _fill(create_group(file, "fill"))
        _slabs(create_group(file, "slabs"))


def _spaces(group):
    add(group, "scalar-int", numpy.int32(-7))
    add(group, "scalar-int64", numpy.int64(-(2**60)))
    add(group, "scalar-float", numpy.float64(0.1))
    add(group, "scalar-string", "scalar grüße", dtype=h5py.string_dtype())
    add(group, "scalar-fixed-string", numpy.bytes_("fixed"))
    add(group, "one-element", numpy.array([42], "<u2"))
    add(group, "empty-1d", shape=(0,), dtype="<f4")
    add(group, "empty-2d", shape=(0, 4), dtype="<i4")
    add(group, "empty-middle", shape=(3, 0, 2), dtype="<u1")
    add(group, "empty-unlimited", shape=(0,), maxshape=(None,), chunks=(16,), dtype="<i8")
    add(group, "empty-strings", shape=(0,), dtype=h5py.string_dtype())
    add(group, "null-float", empty("<f8"))
    add(group, "null-string", empty("S3"))


def _counting(*shape, dtype="<i4"):
    return numpy.arange(numpy.prod(shape, dtype=int), dtype=dtype).reshape(shape)


def _storage(group):
    add(group, "contiguous", _counting(5, 7))
    space, creation = h5s.create_simple((4, 3)), dataset_creation()
    creation.set_layout(h5d.COMPACT)
    compact = h5d.create(group.id, b"compact", h5t.STD_I16LE, space, creation)
    compact.write(h5s.ALL, h5s.ALL, _counting(4, 3, dtype="<i2"))
    add(group, "chunked-exact", _counting(4, 6), chunks=(2, 3))
    add(group, "chunked-partial", _counting(7, 10), chunks=(3, 4))
    add(group, "chunked-one", _counting(6, 5), chunks=(6, 5))
    add(group, "chunk-of-one", _counting(5), chunks=(1,))
    add(group, "chunk-larger-than-shape", _counting(3, 2), chunks=(8, 8), maxshape=(None, None))
    add(group, "contiguous-unwritten", shape=(4,), dtype="<f4")


def _noisy(*shape):
    """Compressible, but not constant: a slow ramp with a little noise."""
    noise = numpy.random.RandomState(_SEED).randint(0, 4, size=shape)
    return (noise + _counting(*shape) // 8).astype("<u2")


def _filters(group):
    data = _noisy(20, 30)
    shared = {"chunks": (8, 16)}
    add(group, "gzip-1", data, compression="gzip", compression_opts=1, **shared)
    add(group, "gzip-9", data, compression="gzip", compression_opts=9, **shared)
    add(group, "shuffle", data, shuffle=True, **shared)
    add(group, "fletcher32", data, fletcher32=True, **shared)
    add(group, "shuffle-gzip", data, compression="gzip", shuffle=True, **shared)
    add(
        group,
        "shuffle-gzip-fletcher32",
        data,
        compression="gzip",
        shuffle=True,
        fletcher32=True,
        **shared,
    )
    add(group, "lzf", data, compression="lzf", **shared)
    add(group, "shuffle-lzf", data, compression="lzf", shuffle=True, **shared)
    add(group, "scale-offset-int", data, scaleoffset=0, **shared)
    decimals = numpy.round(numpy.linspace(-5, 5, 60), 2).astype("<f4")
    add(group, "scale-offset-float", decimals, scaleoffset=2, chunks=(16,))
    add(group, "szip", data, compression="szip", **shared)
    add(group, "gzip-f8-be", data.astype(">f8")[:8, :8], compression="gzip", shuffle=True,
        chunks=(4, 4))
    strings = [f"line {i} {'x' * (i % 5)}" for i in range(40)]
    add(group, "gzip-strings", strings, dtype=h5py.string_dtype(), compression="gzip",
        chunks=(16,))
    _skipped_filter(group)


def _skipped_filter(group):
    """One chunk of a gzip dataset is stored raw: its filter mask says that gzip was left out."""
    data = _counting(8, dtype="<u2")
    dataset = add(group, "gzip-mask", data, compression="gzip", chunks=(4,))
    dataset.id.write_direct_chunk((4,), data[4:].tobytes(), filter_mask=1)


def _extents(group):
    add(group, "unlimited-1d", _counting(11), maxshape=(None,), chunks=(4,))
    add(group, "unlimited-2d", _counting(5, 6), maxshape=(None, None), chunks=(2, 4))
    add(group, "unlimited-rows", _counting(5, 4), maxshape=(None, 4), chunks=(2, 4))
    add(group, "unlimited-columns", _counting(4, 5), maxshape=(4, None), chunks=(4, 2))
    add(group, "finite-maximum", _counting(3, 4), maxshape=(10, 12), chunks=(2, 3))
    shrunk = add(group, "shrunk", _counting(9, 4), maxshape=(None, 4), chunks=(2, 4))
    shrunk.resize((5, 4))


def _fill(group):
    gaps = add(group, "chunked-int", shape=(10,), chunks=(3,), dtype="<i4", fillvalue=-1)
    gaps[3:5] = [30, 40]
    add(group, "float-nan", shape=(4,), dtype="<f8", fillvalue=numpy.nan)
    grown = add(
        group, "grown", _counting(3), dtype="<i2", maxshape=(None,), chunks=(2,), fillvalue=9
    )
    grown.resize((7,))
    add(group, "big-endian", shape=(3,), dtype=">u4", fillvalue=0x01020304)
    add(group, "int64", shape=(2,), dtype="<i8", fillvalue=-(2**60))
    add(group, "fixed-string", shape=(2,), dtype="S4", fillvalue=b"none")
    add(group, "unwritten-chunks", shape=(6, 6), chunks=(2, 2), dtype="<u1", fillvalue=255)
    gzip = add(
        group, "gzip", shape=(8, 4), chunks=(2, 4), dtype="<u2", compression="gzip", fillvalue=77
    )
    gzip[2:4] = 5
    point = numpy.array((1.5, -3), dtype=[("x", "<f4"), ("n", "<i2")])
    add(group, "compound", shape=(2,), dtype=point.dtype, fillvalue=point)


def _slabs(group):
    add(group, "4d", _counting(3, 4, 5, 6, dtype="<u2"))
    add(group, "4d-chunked", _counting(3, 4, 5, 6, dtype="<u2"), chunks=(2, 3, 2, 4),
        compression="gzip")
    add(group, "8d", _counting(2, 1, 3, 1, 2, 2, 1, 2, dtype="<u1"))
    add(group, "8d-chunked", _counting(2, 1, 3, 1, 2, 2, 1, 2, dtype="<u1"),
        chunks=(1, 1, 2, 1, 2, 1, 1, 2))


def szip_is_available():
    """Whether this library can both write and read szip."""
    if not h5z.filter_avail(h5z.FILTER_SZIP):
        return False
    flags = h5z.get_filter_info(h5z.FILTER_SZIP)
    return flags == h5z.FILTER_CONFIG_ENCODE_ENABLED | h5z.FILTER_CONFIG_DECODE_ENABLED
