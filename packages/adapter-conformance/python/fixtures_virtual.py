"""virtual.h5 and its two sources: virtual datasets with present, missing and numbered sources."""

import numpy
from h5py import h5d, h5s, h5t

from fixtures_files import add, create_file, create_group, dataset_creation

_ROWS, _COLUMNS = 4, 6


def write_virtual(folder):
    for number in range(2):
        _write_source(folder, number)
    with create_file(folder / "virtual.h5") as file:
        group = create_group(file, "virtual")
        _stacked(group, "two-sources", ["virtual-source-0.h5", "virtual-source-1.h5"])
        _stacked(group, "missing-source", ["virtual-source-0.h5", "virtual-source-9.h5"], -99)
        _interleaved(group)
        _numbered(group)
        _same_file(group)


def _write_source(folder, number):
    with create_file(folder / f"virtual-source-{number}.h5") as file:
        values = numpy.arange(_ROWS * _COLUMNS, dtype="<i4").reshape(_ROWS, _COLUMNS)
        add(file, "data", values + 100 * (number + 1), maxshape=(None, _COLUMNS), chunks=(2, 6))
        add(file, "block", values[:1] + 1000 * (number + 1))


def _create(group, name, shape, maximum, mappings, fill=None):
    """Create a virtual dataset from (virtual selection, file, dataset, source selection)."""
    creation = dataset_creation()
    creation.set_layout(h5d.VIRTUAL)
    for selected, file, dataset, source in mappings:
        creation.set_virtual(selected, file.encode(), dataset.encode(), source)
    if fill is not None:
        creation.set_fill_value(numpy.array(fill, "<i4"))
    space = h5s.create_simple(shape, maximum)
    return h5d.create(group.id, name.encode(), h5t.STD_I32LE, space, creation)


def _selected(shape, start, count, stride=None, maximum=None):
    space = h5s.create_simple(shape, maximum)
    space.select_hyperslab(start, count, stride)
    return space


def _source_space():
    return h5s.create_simple((_ROWS, _COLUMNS), (h5s.UNLIMITED, _COLUMNS))


def _stacked(group, name, files, fill=None):
    shape = (_ROWS * len(files), _COLUMNS)
    mappings = [
        (_selected(shape, (_ROWS * i, 0), (_ROWS, _COLUMNS)), file, "/data", _source_space())
        for i, file in enumerate(files)
    ]
    _create(group, name, shape, shape, mappings, fill)


def _interleaved(group):
    """Rows alternate between the two sources."""
    shape = (_ROWS * 2, _COLUMNS)
    mappings = [
        (
            _selected(shape, (i, 0), (_ROWS, _COLUMNS), (2, 1)),
            f"virtual-source-{i}.h5",
            "/data",
            _source_space(),
        )
        for i in range(2)
    ]
    _create(group, "interleaved", shape, shape, mappings)


def _numbered(group):
    """A row for each source file that exists, found by a number in the file's name."""
    maximum = (h5s.UNLIMITED, _COLUMNS)
    space = h5s.create_simple((1, _COLUMNS), maximum)
    space.select_hyperslab((0, 0), (h5s.UNLIMITED, 1), (1, 1), (1, _COLUMNS))
    source = h5s.create_simple((1, _COLUMNS))
    mapping = (space, "virtual-source-%b.h5", "/block", source)
    _create(group, "numbered", (1, _COLUMNS), maximum, [mapping])


def _same_file(group):
    """A source in the same file: its file name is a dot."""
    local = add(group, "local", numpy.arange(6, dtype="<i4"))
    shape = (3,)
    mapping = (h5s.create_simple(shape), ".", local.name, _selected((6,), (0,), (3,), (2,)))
    _create(group, "same-file", shape, shape, [mapping])
