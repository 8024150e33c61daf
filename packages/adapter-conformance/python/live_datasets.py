"""Turns the plain JSON of commands into dtypes, dataset options, selections and values."""

import h5py
import numpy
from h5py import h5s, h5t

import chunk_codecs
import raw_hdf5
from stdio_commands import CommandError

_FILTERS = {
    "gzip": lambda level: {"compression": "gzip", "compression_opts": int(level or 4)},
    "lzf": lambda _: {"compression": "lzf"},
    "szip": lambda _: {"compression": "szip"},
    "shuffle": lambda _: {"shuffle": True},
    "fletcher32": lambda _: {"fletcher32": True},
    "scaleoffset": lambda digits: {"scaleoffset": int(digits or 0)},
}
# Needs no plug-in: these chunks are finished before HDF5 gets them, as detectors do it.
_BITSHUFFLE = {"bitshuffle": False, "bitshuffle-lz4": True}


def parse_dtype(text):
    """A NumPy name, "vlen:<NumPy name>", "string" or "string:ascii"; a list is a compound."""
    if isinstance(text, list):
        return numpy.dtype([(name, parse_dtype(member)) for name, member in text])
    if text.startswith("vlen:"):
        return h5py.vlen_dtype(numpy.dtype(text[5:]))
    if text.startswith("string"):
        return h5py.string_dtype(text[7:] or "utf-8")
    return numpy.dtype(text)


def create_dataset(file, spec):
    """Create one dataset; groups on the way to it are created too."""
    options = {}
    for name in spec.get("filters", []):
        kind, _, argument = name.partition(":")
        if kind in _BITSHUFFLE:
            options.update(_bitshuffle(parse_dtype(spec["dtype"]), _BITSHUFFLE[kind]))
            continue
        if kind not in _FILTERS:
            raise CommandError(f"unknown filter {name!r}")
        options.update(_FILTERS[kind](argument))
    if "fill" in spec:
        options["fillvalue"] = spec["fill"]
    maximum, chunks = spec.get("maxShape"), spec.get("chunks")
    # A plug-in would change the options that it is given; these are complete already.
    with raw_hdf5.without_plugins():
        return file.create_dataset(
            spec["path"],
            shape=tuple(spec["shape"]),
            maxshape=None if maximum is None else tuple(maximum),
            chunks=None if chunks is None else tuple(chunks),
            dtype=parse_dtype(spec["dtype"]),
            track_times=False,
            **options,
        )


def _bitshuffle(dtype, lz4):
    return {
        "compression": chunk_codecs.BITSHUFFLE,
        "compression_opts": chunk_codecs.bitshuffle_options(dtype.itemsize, lz4=lz4),
        "allow_unknown_filter": True,
    }


def set_attribute(file, spec):
    """Create or replace an attribute; its type follows the value unless ``dtype`` says otherwise."""
    owner = file[spec.get("path", "/")]
    dtype = parse_dtype(spec["dtype"]) if "dtype" in spec else None
    name, value = spec["name"], spec["value"]
    if name in owner.attrs and dtype is None:
        owner.attrs.modify(name, value)
    else:
        owner.attrs.create(name, value, dtype=dtype)


def parse_selection(selection, rank):
    """Per axis an index, [start, stop] or [start, stop, step]; axes left out are whole."""
    if len(selection) > rank:
        raise CommandError(f"{len(selection)} axes selected, the dataset has {rank}")
    return tuple(
        axis if isinstance(axis, int) else slice(*axis) for axis in selection
    ) or (() if rank == 0 else (Ellipsis,))


def selected_shape(selection, shape):
    """The shape of the selected block, without the axes that an index has removed."""
    if selection and selection[0] is Ellipsis:
        selection = ()
    rest = shape[len(selection) :]
    taken = [
        len(range(*axis.indices(length)))
        for axis, length in zip(selection, shape)
        if isinstance(axis, slice)
    ]
    return tuple(taken) + tuple(rest)


def select_hyperslab(space, selection, shape):
    """Select on an HDF5 dataspace what ``parse_selection`` returned."""
    if selection[0] is Ellipsis:
        return
    axes = list(selection) + [slice(None)] * (len(shape) - len(selection))
    for axis, length in zip(axes, shape):
        if isinstance(axis, int) and not 0 <= axis < length:
            raise CommandError(f"index {axis} is outside an axis of length {length}")
    ranges = [
        range(*axis.indices(length)) if isinstance(axis, slice) else range(axis, axis + 1)
        for axis, length in zip(axes, shape)
    ]
    if not all(ranges):
        space.select_none()
        return
    space.select_hyperslab(
        tuple(each.start for each in ranges),
        tuple(len(each) for each in ranges),
        tuple(each.step for each in ranges),
    )


def parse_values(data, dtype, shape):
    """A flat list as an array. 64-bit integers and special floats may be strings."""
    if dtype.kind == "S":
        return numpy.array([text.encode("utf-8") for text in data], dtype=dtype).reshape(shape)
    if h5py.check_string_dtype(dtype) is not None:
        return numpy.array(data, dtype=object).reshape(shape)
    base = h5py.check_vlen_dtype(dtype)
    if base is not None:
        return as_objects([numpy.array(item, dtype=base) for item in data]).reshape(shape)
    if dtype.names:
        rows = [tuple(row) for row in data]
        return numpy.array(rows, dtype=dtype).reshape(shape)
    convert = float if dtype.kind == "f" else int
    return numpy.array([convert(value) for value in data], dtype=dtype).reshape(shape)


def as_objects(items):
    """An array whose elements are the items: NumPy would stack items of equal length."""
    array = numpy.empty(len(items), dtype=object)
    for index, item in enumerate(items):
        array[index] = item
    return array


def write_values(dataset, selection, values):
    """Assign values. Sequences go past h5py's high level, which stacks those of equal length."""
    lz4 = _bitshuffles_with_lz4(dataset)
    if lz4 is not None:
        _write_bitshuffled(dataset, selection, values, lz4)
        return
    is_text = h5py.check_string_dtype(dataset.dtype) is not None
    if is_text or h5py.check_vlen_dtype(dataset.dtype) is None:
        dataset[selection] = values
        return
    file_space = dataset.id.get_space()
    select_hyperslab(file_space, selection, dataset.shape)
    memory_space = h5s.create_simple((values.size,))
    memory_type = h5t.py_create(dataset.dtype)
    dataset.id.write(memory_space, file_space, values.ravel(), memory_type)


def _bitshuffles_with_lz4(dataset):
    """None where the chunks are not bitshuffled."""
    creation = dataset.id.get_create_plist()
    for index in range(creation.get_nfilters()):
        code, _, options, _ = creation.get_filter(index)
        if code == chunk_codecs.BITSHUFFLE:
            return options[4] == chunk_codecs.BITSHUFFLE_LZ4
    return None


def _write_bitshuffled(dataset, selection, values, lz4):
    """Write whole chunks, finished here."""
    shape, chunk = dataset.shape, dataset.chunks
    axes = list(selection) + [slice(None)] * (len(shape) - len(selection))
    if selection and selection[0] is Ellipsis:
        axes = [slice(None)] * len(shape)
    ranges = [
        range(*axis.indices(length)) if isinstance(axis, slice) else range(axis, axis + 1)
        for axis, length in zip(axes, shape)
    ]
    for taken, step, length in zip(ranges, chunk, shape):
        if taken.step != 1 or taken.start % step or (taken.stop % step and taken.stop != length):
            raise CommandError("bitshuffle takes whole chunks only")
    block = numpy.reshape(values, [len(taken) for taken in ranges])
    first = [taken.start for taken in ranges]
    chunk_codecs.write_chunks(
        dataset, first, block, lambda each: chunk_codecs.bitshuffle(each, lz4=lz4)
    )
