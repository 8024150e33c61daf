"""codecs*.h5: the same values through every filter, in chunks that the edges of the dataset cut.

One file for each plug-in. Each holds the values without a filter under ``/plain``, so that a golden
can say what a filtered dataset holds also where this library cannot read it.
"""

import contextlib
import itertools
import math

import numpy
from h5py import Dataset, h5d, h5s, h5t, h5z

import chunk_codecs
import raw_hdf5
from fixtures_files import add, create_file, create_group, dataset_creation

_SHAPE, _CHUNK = (3, 14, 18), (2, 8, 12)
_LZ4, _BZIP2, _BLOSC = 32004, 307, 32001
_BLOSC_SHUFFLE, _BLOSC_BITSHUFFLE = 1, 2
_BLOSC_CODECS = {"blosclz": 0, "lz4": 1, "lz4hc": 2, "zlib": 4, "zstd": 5}
_SZIP_CODINGS = {"entropy": h5z.SZIP_EC_OPTION_MASK, "neighbour": h5z.SZIP_NN_OPTION_MASK}


def plain_values(name):
    """What every dataset of this name holds: a slow ramp with noise, and the odd extreme."""
    ramp = numpy.arange(math.prod(_SHAPE)).reshape(_SHAPE) // 7
    noise = numpy.random.RandomState(20260214).randint(0, 3, size=_SHAPE)
    values = (ramp + noise).astype("<i4")
    if name == "uint16":
        values[0, 0, :2] = 65535, 0
        return values.astype("<u2")
    if name == "int32":
        values = values - 100
        values[2, 13, 16:] = 2**31 - 1, -(2**31)
        return values
    values = values.astype("<f4") / 8 - 5
    values[1, 7, 10:14] = numpy.nan, -numpy.inf, -0.0, numpy.finfo("<f4").max
    return values


_NAMES = ("uint16", "int32", "float32")
_TWO_SIZES = ("uint16", "float32")
_BIG_ENDIAN = {"uint16-be": ">u2", "int32-be": ">i4", "float32-be": ">f4"}


def _plain_part(name):
    """``uint16`` of ``uint16-be``: a name without what tells a variant of the dataset."""
    return name.split("-")[0]


def plain_path(path):
    """The path of the dataset without a filter that holds the same values."""
    return f"/plain/{_plain_part(path.rpartition('/')[2])}"


@contextlib.contextmanager
def _file_with_plain_values(path):
    with create_file(path) as file:
        plain = create_group(file, "plain")
        for name in _NAMES:
            add(plain, name, plain_values(name))
        yield file


def write_codecs(folder):
    """The filters that belong to HDF5."""
    with _file_with_plain_values(folder / "codecs.h5") as file:
        _add_each(file, "deflate", lambda creation: creation.set_deflate(6))
        _add_each(file, "shuffle", lambda creation: creation.set_shuffle(), names=_TWO_SIZES)
        _add_each(file, "shuffle-deflate", _shuffle_deflate, _BIG_ENDIAN)
        _add_each(file, "fletcher32", lambda creation: creation.set_fletcher32(), names=_TWO_SIZES)
        _add_each(file, "deflate-fletcher32", _deflate_fletcher32)
        _add_each(file, "n-bit", _filter(h5z.FILTER_NBIT), {"int32-be": ">i4"}, _TWO_SIZES)
        _add_scale_offset(file)


def write_codecs_szip(folder):
    """The filter that belongs to HDF5 where the library was built with it."""
    with _file_with_plain_values(folder / "codecs-szip.h5") as file:
        for (coding, mask), pixels in itertools.product(_SZIP_CODINGS.items(), (8, 32)):
            _add_each(file, f"szip-{coding}-{pixels}", _szip(mask, pixels))
        _add_each(file, "szip-neighbour-16", _szip(h5z.SZIP_NN_OPTION_MASK, 16), _BIG_ENDIAN, ())


def write_codecs_lzf(folder):
    """The filter that h5py brings along."""
    with _file_with_plain_values(folder / "codecs-lzf.h5") as file:
        _add_each(file, "lzf", _filter(h5z.FILTER_LZF))
        _add_each(file, "shuffle-lzf", _shuffled(_filter(h5z.FILTER_LZF)))


def write_codecs_bitshuffle(folder):
    """Chunks as detectors write them, made without the plug-in."""
    with _file_with_plain_values(folder / "codecs-bitshuffle.h5") as file:
        for block, lz4 in itertools.product((0, 64), (False, True)):
            codec = "bitshuffle-lz4" if lz4 else "bitshuffle"
            group = create_group(file, f"{codec}-{block}" if block else codec)
            for name in _NAMES if lz4 else _TWO_SIZES:
                _add_bitshuffled(group, name, block, lz4)
            # One chunk of several blocks, with elements at its end that fill no block of 8.
            _add_bitshuffled(group, "int32-large", block, lz4, (3, 14, 59))


def write_codecs_zstd(folder):
    with _file_with_plain_values(folder / "codecs-zstd.h5") as file:
        for level in (1, 19):
            group = create_group(file, f"zstd-{level}")
            for name in _NAMES:
                _add_finished(group, name, chunk_codecs.ZSTD, (level,),
                              lambda chunk: chunk_codecs.zstd(chunk, level))


def write_codecs_lz4(folder):
    with _file_with_plain_values(folder / "codecs-lz4.h5") as file:
        _add_each(file, "lz4", _filter(_LZ4))
        _add_each(file, "lz4-block-500", _filter(_LZ4, (500,)))
        _add_each(file, "shuffle-lz4", _shuffled(_filter(_LZ4)))


def write_codecs_bzip2(folder):
    with _file_with_plain_values(folder / "codecs-bzip2.h5") as file:
        _add_each(file, "bzip2", _filter(_BZIP2, (9,)))
        _add_each(file, "shuffle-bzip2", _shuffled(_filter(_BZIP2, (1,))))


def write_codecs_blosc(folder):
    with _file_with_plain_values(folder / "codecs-blosc.h5") as file:
        for name, code in _BLOSC_CODECS.items():
            # The filter itself fills the first four options.
            options = (0, 0, 0, 0, 5, _BLOSC_SHUFFLE, code)
            _add_each(file, f"blosc-{name}", _filter(_BLOSC, options))
        options = (0, 0, 0, 0, 9, _BLOSC_BITSHUFFLE, _BLOSC_CODECS["lz4"])
        _add_each(file, "blosc-lz4-bitshuffle", _filter(_BLOSC, options))


# fixture: (its writer, the id of the filter whose plug-in must be there to write it)
CODEC_WRITERS = {
    "codecs.h5": (write_codecs, None),
    "codecs-szip.h5": (write_codecs_szip, None),
    "codecs-lzf.h5": (write_codecs_lzf, None),
    "codecs-bitshuffle.h5": (write_codecs_bitshuffle, None),
    "codecs-zstd.h5": (write_codecs_zstd, None),
    "codecs-lz4.h5": (write_codecs_lz4, _LZ4),
    "codecs-bzip2.h5": (write_codecs_bzip2, _BZIP2),
    "codecs-blosc.h5": (write_codecs_blosc, _BLOSC),
}


def missing_codecs():
    """The fixtures that cannot be written here, each with what it needs."""
    missing = {
        name: f"a plug-in for filter {needed}"
        for name, (_, needed) in CODEC_WRITERS.items()
        if needed is not None and not h5z.filter_avail(needed)
    }
    if not chunk_codecs.zstd_is_available():
        missing["codecs-zstd.h5"] = "the zstd library"
    return missing


def _filter(code, options=()):
    return lambda creation: creation.set_filter(code, h5z.FLAG_MANDATORY, options)


def _shuffled(set_filter):
    def set_both(creation):
        creation.set_shuffle()
        set_filter(creation)

    return set_both


def _shuffle_deflate(creation):
    creation.set_shuffle()
    creation.set_deflate(4)


def _deflate_fletcher32(creation):
    creation.set_deflate(1)
    creation.set_fletcher32()


def _szip(mask, pixels):
    return lambda creation: creation.set_szip(mask, pixels)


def _add_each(file, group_name, set_filters, big_endian=(), names=_NAMES):
    """Datasets of every type whose chunks go through the same filters."""
    group = create_group(file, group_name)
    types = {name: plain_values(name).dtype for name in names} | dict(big_endian)
    for name, dtype in types.items():
        creation = dataset_creation()
        creation.set_chunk(_CHUNK)
        set_filters(creation)
        dataset = _create(group, name, dtype, creation)
        dataset.write(h5s.ALL, h5s.ALL, plain_values(_plain_part(name)))


def _add_scale_offset(file):
    """Integers keep every bit. Floats keep decimals only, so theirs are values of their own."""
    integers = {"uint16": "<u2", "int32": "<i4", "uint16-be": ">u2", "int32-be": ">i4"}
    least_bits = h5z.SO_INT_MINBITS_DEFAULT
    _add_each(file, "scale-offset", lambda creation: creation.set_scaleoffset(h5z.SO_INT, least_bits),
              integers, ())
    creation = dataset_creation()
    creation.set_chunk(_CHUNK)
    creation.set_scaleoffset(h5z.SO_FLOAT_DSCALE, 2)
    decimals = plain_values("uint16").astype("<f4") / 16
    dataset = _create(file["scale-offset"], "two-decimals", decimals.dtype, creation)
    dataset.write(h5s.ALL, h5s.ALL, decimals)


def _create(group, name, dtype, creation, space=None):
    type_id = h5t.py_create(numpy.dtype(dtype))
    return h5d.create(group.id, name.encode(), type_id, space or h5s.create_simple(_SHAPE), creation)


def _add_bitshuffled(group, name, block, lz4, chunk=_CHUNK):
    options = chunk_codecs.bitshuffle_options(plain_values(_plain_part(name)).itemsize, block, lz4)
    _add_finished(group, name, chunk_codecs.BITSHUFFLE, options,
                  lambda values: chunk_codecs.bitshuffle(values, block, lz4), chunk)


def _add_finished(group, name, code, options, encode, chunk=_CHUNK):
    """A dataset whose chunks are handed over as they are stored, as detectors do."""
    values = plain_values(_plain_part(name))
    creation = dataset_creation()
    creation.set_chunk(chunk)
    # A chunk may be larger than its dataset only where that can grow.
    maximum = tuple(max(extents) for extents in zip(_SHAPE, chunk))
    with raw_hdf5.without_plugins():
        # With the plug-in HDF5 would let it change the options, which are complete already.
        creation.set_filter(code, h5z.FLAG_OPTIONAL, options)
        dataset = _create(group, name, values.dtype, creation, h5s.create_simple(_SHAPE, maximum))
    chunk_codecs.write_chunks(Dataset(dataset), (0,) * len(_SHAPE), values, encode)
