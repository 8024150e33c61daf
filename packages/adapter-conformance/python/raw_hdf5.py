"""Calls into the HDF5 library that h5py itself has loaded, for what h5py does not offer.

The goldens are read in the type that is stored in the file, byte for byte, and decoded by
``golden_data``. Nothing that h5py or NumPy converts on the way can then colour a golden. That
matters: h5py 3.7 returns byte-swapped values for big-endian variable-length sequences, cannot
read tagged opaque data, and tracks times on committed datatypes.
"""

import contextlib
import ctypes
import importlib

from h5py import h5d

_Id = ctypes.c_int64

_SIGNATURES = {
    "H5Dread": (ctypes.c_int, [_Id, _Id, _Id, _Id, _Id, ctypes.c_void_p]),
    "H5Dwrite": (ctypes.c_int, [_Id, _Id, _Id, _Id, _Id, ctypes.c_void_p]),
    "H5Dvlen_reclaim": (ctypes.c_int, [_Id, _Id, _Id, ctypes.c_void_p]),
    "H5Aread": (ctypes.c_int, [_Id, _Id, ctypes.c_void_p]),
    "H5Awrite": (ctypes.c_int, [_Id, _Id, ctypes.c_void_p]),
    "H5Pget_fill_value": (ctypes.c_int, [_Id, _Id, ctypes.c_void_p]),
    "H5Rget_name": (
        ctypes.c_ssize_t,
        [_Id, ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t],
    ),
    "H5Pcreate": (_Id, [_Id]),
    "H5Pclose": (ctypes.c_int, [_Id]),
    "H5Pset_obj_track_times": (ctypes.c_int, [_Id, ctypes.c_bool]),
    "H5Pset_meta_block_size": (ctypes.c_int, [_Id, ctypes.c_uint64]),
    "H5Pset_small_data_block_size": (ctypes.c_int, [_Id, ctypes.c_uint64]),
    "H5PLget_loading_state": (ctypes.c_int, [ctypes.POINTER(ctypes.c_uint)]),
    "H5PLset_loading_state": (ctypes.c_int, [ctypes.c_uint]),
    "H5Tcommit2": (ctypes.c_int, [_Id, ctypes.c_char_p, _Id, _Id, _Id, _Id]),
}

_DEFAULT = 0


def _load_library():
    """Open the extension module that links HDF5: its handle also finds the library's symbols."""
    package = h5d.DatasetID.__module__.rpartition(".")[0]
    library = ctypes.CDLL(importlib.import_module(package + ".defs").__file__)
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


_library = _load_library()


def _check(status, what):
    if status < 0:
        raise OSError(f"{what} failed")


class StoredBytes:
    """Elements as they stand in the file. Variable-length parts are pointers until ``release``."""

    def __init__(self, buffer, size, type_id=None, space_id=None):
        self._buffer, self._size = buffer, size
        self._type_id, self._space_id = type_id, space_id

    @property
    def data(self):
        return self._buffer.raw[: self._size]

    def release(self):
        """Give the library back the memory that variable-length elements point at."""
        if self._type_id is not None and self._size:
            _library.H5Dvlen_reclaim(self._type_id.id, self._space_id.id, _DEFAULT, self._buffer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.release()


def read_dataset(dataset_id, type_id, memory_space, file_space):
    """Read the selection in the stored type: no conversion takes place."""
    size = memory_space.get_select_npoints() * type_id.get_size()
    buffer = ctypes.create_string_buffer(max(size, 1))
    if size:
        _check(
            _library.H5Dread(
                dataset_id.id, type_id.id, memory_space.id, file_space.id, _DEFAULT, buffer
            ),
            "H5Dread",
        )
    return StoredBytes(buffer, size, type_id, memory_space)


def write_dataset(dataset_id, data):
    """Write the whole dataset from bytes that are already in its stored type."""
    type_id = dataset_id.get_type()
    expected = dataset_id.get_space().get_select_npoints() * type_id.get_size()
    if len(data) != expected:
        raise ValueError(f"{len(data)} bytes given, {expected} needed")
    _check(_library.H5Dwrite(dataset_id.id, type_id.id, 0, 0, _DEFAULT, data), "H5Dwrite")


def write_sequences(dataset_id, sequences):
    """Write one variable-length sequence per element, each given as bytes in the stored base type."""
    base_size = dataset_id.get_type().get_super().get_size()
    holders = [ctypes.create_string_buffer(item, max(len(item), 1)) for item in sequences]
    packed = b"".join(
        (len(item) // base_size).to_bytes(8, "little")
        + (ctypes.addressof(holder) if item else 0).to_bytes(8, "little")
        for item, holder in zip(sequences, holders)
    )
    write_dataset(dataset_id, packed)


def read_attribute(attribute_id, type_id):
    """Read a whole attribute in a type, usually its stored one."""
    space = attribute_id.get_space()
    size = space.get_select_npoints() * type_id.get_size()
    buffer = ctypes.create_string_buffer(max(size, 1))
    if size:
        _check(_library.H5Aread(attribute_id.id, type_id.id, buffer), "H5Aread")
    return StoredBytes(buffer, size, type_id, space)


def write_attribute(attribute_id, data):
    """Write a whole attribute from bytes that are already in its stored type."""
    type_id = attribute_id.get_type()  # kept: its id is closed with the last name for it
    _check(_library.H5Awrite(attribute_id.id, type_id.id, data), "H5Awrite")


def fill_value_bytes(creation_list, type_id):
    """The dataset's fill value in its stored type."""
    buffer = ctypes.create_string_buffer(type_id.get_size())
    _check(
        _library.H5Pget_fill_value(creation_list.id, type_id.id, buffer), "H5Pget_fill_value"
    )
    return buffer.raw


def referenced_name(file_id, data, is_region):
    """The path that a stored reference points at; None for a null reference."""
    if not any(data):
        return None
    name = ctypes.create_string_buffer(1024)
    length = _library.H5Rget_name(file_id.id, int(is_region), data, name, len(name))
    _check(length, "H5Rget_name")
    return name.value.decode("utf-8") if length else None


def bytes_at(pointer, length):
    """Copy memory that the library allocated for a variable-length element."""
    return ctypes.string_at(pointer, length) if pointer else b""


def text_at(pointer):
    """Copy a NUL-terminated variable string."""
    return ctypes.string_at(pointer) if pointer else b""


def commit_datatype(group_id, name, type_id):
    """Commit a named datatype without time stamps (h5py's own call always stores them)."""
    creation_class = _Id.in_dll(_library, "H5P_CLS_DATATYPE_CREATE_ID_g")
    creation_list = _library.H5Pcreate(creation_class)
    _check(creation_list, "H5Pcreate")
    try:
        _check(_library.H5Pset_obj_track_times(creation_list, False), "H5Pset_obj_track_times")
        _check(
            _library.H5Tcommit2(group_id.id, name, type_id.id, _DEFAULT, creation_list, _DEFAULT),
            "H5Tcommit2",
        )
    finally:
        _library.H5Pclose(creation_list)


def pack_tightly(access_list):
    """Let a file access list allocate exactly what each object needs, not blocks of 2 KiB."""
    _check(_library.H5Pset_meta_block_size(access_list.id, 0), "H5Pset_meta_block_size")
    _check(_library.H5Pset_small_data_block_size(access_list.id, 0), "H5Pset_small_data_block_size")


@contextlib.contextmanager
def without_plugins():
    """Let the library load no plug-ins meanwhile; one that it has loaded before stays."""
    before = ctypes.c_uint()
    _check(_library.H5PLget_loading_state(ctypes.byref(before)), "H5PLget_loading_state")
    _check(_library.H5PLset_loading_state(0), "H5PLset_loading_state")
    try:
        yield
    finally:
        _check(_library.H5PLset_loading_state(before), "H5PLset_loading_state")
