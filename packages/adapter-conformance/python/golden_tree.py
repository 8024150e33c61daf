"""Walks a file and describes every object in it: the golden of a fixture."""

import hashlib
import pathlib

import h5py
from h5py import h5a, h5d, h5i, h5p, h5s, h5z

import raw_hdf5
from golden_data import encode_data
from golden_dtypes import describe_dtype
from odd_numbers import reading_type

# Above this many elements the data are given as a digest, so that goldens stay readable.
LARGEST_LISTED = 4096

_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_LAYOUTS = {
    h5d.COMPACT: "compact",
    h5d.CONTIGUOUS: "contiguous",
    h5d.CHUNKED: "chunked",
    h5d.VIRTUAL: "virtual",
}
# h5py 3.7 reads a filter's options into room for 16. Scale-offset has 20: what h5py reports beyond
# the 16th is not from the file.
_TRUSTED_OPTIONS = 16


def describe_file(path, name, swmr=False, plain_path=None):
    """The golden of one file. ``name`` is what it is called in the suite.

    ``plain_path``: path of a dataset -> path of the one that holds the same values without a filter.
    """
    head = _superblock_start(path)
    with h5py.File(path, "r", swmr=swmr) as file:
        walk = _Walk(file, plain_path)
        walk.visit_group("/", file["/"])
        return {
            "file": name,
            "superblock": {
                "version": head[8],
                "writerFlags": head[11] if head[8] >= 2 else None,
            },
            "objects": walk.objects,
        }


def _superblock_start(path):
    """The first 12 bytes of the superblock, which stands at 0 or, behind a user block, at 512 * 2**n."""
    data = pathlib.Path(path).read_bytes()
    offset = 0
    while offset < len(data):
        if data[offset : offset + 8] == _SIGNATURE:
            return data[offset : offset + 12]
        offset = 2 * offset or 512
    raise ValueError(f"{path} has no superblock")


class _Walk:
    """Depth-first over hard links, names in byte order; each object described once."""

    def __init__(self, file, plain_path=None):
        self.file = file
        self._plain_path = plain_path or (lambda path: path)
        self.objects = []
        self._first_path = {}

    def visit_group(self, path, group):
        self._first_path[_address(group)] = path
        self.objects.append(self._describe_group(path, group))
        for name in _sorted_names(group):
            if isinstance(group.get(name, getlink=True), h5py.HardLink):
                self._visit_child(_join(path, name), group[name])

    def _visit_child(self, path, child):
        first = self._first_path.get(_address(child))
        if first is not None:
            entry = {"path": path, "kind": _kind(child), "sameObjectAs": first}
            self.objects.append(entry)
        elif isinstance(child, h5py.Group):
            self.visit_group(path, child)
        else:
            self._first_path[_address(child)] = path
            describe = (
                self._describe_dataset if isinstance(child, h5py.Dataset) else self._describe_type
            )
            self.objects.append(describe(path, child))

    def _describe_group(self, path, group):
        entry = {
            "path": path,
            "kind": "group",
            "attributes": self._attributes(group),
            "children": [_describe_child(group, name) for name in _sorted_names(group)],
        }
        if group.id.get_create_plist().get_link_creation_order() & h5p.CRT_ORDER_TRACKED:
            entry["creationOrder"] = list(group.keys())
        return entry

    def _describe_type(self, path, named):
        return {
            "path": path,
            "kind": "datatype",
            "dtype": describe_dtype(named.id),
            "attributes": self._attributes(named),
        }

    def _describe_dataset(self, path, dataset):
        space, creation = dataset.id.get_space(), dataset.id.get_create_plist()
        layout = creation.get_layout()
        dtype = describe_dtype(dataset.id.get_type())
        entry = {
            "path": path,
            "kind": "dataset",
            "dtype": dtype,
            "shape": _shape(space),
            "maxShape": _maximum_shape(space),
            "layout": _LAYOUTS[layout],
            "chunks": list(creation.get_chunk()) if layout == h5d.CHUNKED else None,
            "filters": _filters(creation),
            "isVirtual": layout == h5d.VIRTUAL,
            "attributes": self._attributes(dataset),
            "data": self._dataset_data(path, dataset.id, dtype),
        }
        if creation.fill_value_defined() == h5d.FILL_VALUE_USER_DEFINED:
            stored = raw_hdf5.fill_value_bytes(creation, dataset.id.get_type())
            entry["fillValue"] = _bare(encode_data(dtype, stored, 1, self.file.id))
        if layout == h5d.VIRTUAL:
            entry["virtualSources"] = _virtual_sources(creation)
        return entry

    def _dataset_data(self, path, dataset_id, dtype):
        plain = self._plain_path(path)
        if plain == path or plain not in self.file:
            return self._read(dataset_id, dtype)
        # Where the filter is missing here, the script that wrote the chunks answers for the values.
        if _can_be_read(dataset_id):
            twin = self.file[plain].id
            if self._read(dataset_id, dtype) != self._read(twin, describe_dtype(twin.get_type())):
                raise AssertionError(f"{path} does not hold the values of {plain}")
        return {"sameAs": plain}

    def _read(self, dataset_id, dtype):
        space = dataset_id.get_space()
        if space.get_simple_extent_type() == h5s.NULL:
            return None
        memory_type = reading_type(dataset_id.get_type())
        with raw_hdf5.read_dataset(dataset_id, memory_type, space, space) as stored:
            return self._encode(dtype, stored.data, space.get_select_npoints())

    def _attributes(self, owner):
        names = sorted(name.encode("utf-8") for name in owner.attrs)
        return [self._describe_attribute(h5a.open(owner.id, name)) for name in names]

    def _describe_attribute(self, attribute):
        dtype, space = describe_dtype(attribute.get_type()), attribute.get_space()
        data = None
        if space.get_simple_extent_type() != h5s.NULL:
            memory_type = reading_type(attribute.get_type())
            with raw_hdf5.read_attribute(attribute, memory_type) as stored:
                data = self._encode(dtype, stored.data, space.get_select_npoints())
        return {
            "name": attribute.name.decode("utf-8"),
            "dtype": dtype,
            "shape": _shape(space),
            "data": data,
        }

    def _encode(self, dtype, stored, count):
        if count > LARGEST_LISTED:
            if dtype["class"] not in ("integer", "float") or dtype["byteOrder"] != "little":
                raise ValueError("only little-endian numbers may be given as a digest")
            return {"elements": count, "sha256": hashlib.sha256(stored).hexdigest()}
        return encode_data(dtype, stored, count, self.file.id)


def _can_be_read(dataset_id):
    filters = _filters(dataset_id.get_create_plist())
    return all(h5z.filter_avail(each["id"]) for each in filters)


def _address(item):
    return h5py.h5o.get_info(item.id).addr


def _sorted_names(group):
    return sorted(group.keys(), key=lambda name: name.encode("utf-8"))


def _join(parent, name):
    return f"/{name}" if parent == "/" else f"{parent}/{name}"


def _kind(item):
    kinds = {h5i.GROUP: "group", h5i.DATASET: "dataset", h5i.DATATYPE: "datatype"}
    return kinds[h5i.get_type(item.id)]


def _describe_child(group, name):
    link = group.get(name, getlink=True)
    if isinstance(link, h5py.SoftLink):
        described = {"type": "soft", "target": link.path}
    elif isinstance(link, h5py.ExternalLink):
        described = {"type": "external", "file": link.filename, "target": link.path}
    else:
        described = {"type": "hard"}
    return {"name": name, "link": described, "kind": _resolved_kind(group, name)}


def _resolved_kind(group, name):
    """The kind of what a link leads to; None when it leads nowhere."""
    try:
        return _kind(group[name])
    except (KeyError, OSError, RuntimeError):
        return None


def _shape(space):
    if space.get_simple_extent_type() == h5s.NULL:
        return None
    return list(space.get_simple_extent_dims())


def _maximum_shape(space):
    if space.get_simple_extent_type() == h5s.NULL:
        return None
    maximum = space.get_simple_extent_dims(True)
    return [None if length == h5s.UNLIMITED else length for length in maximum]


def _filters(creation):
    filters = []
    for index in range(creation.get_nfilters()):
        code, _flags, values, _name = creation.get_filter(index)
        filters.append({"id": code, "options": list(values)[:_TRUSTED_OPTIONS]})
    return filters


def _virtual_sources(creation):
    return [
        {
            "file": creation.get_virtual_filename(i),
            "dataset": creation.get_virtual_dsetname(i),
        }
        for i in range(creation.get_virtual_count())
    ]


def _bare(encoded):
    """One element: without the list around it."""
    return encoded[0] if isinstance(encoded, list) and len(encoded) == 1 else encoded
