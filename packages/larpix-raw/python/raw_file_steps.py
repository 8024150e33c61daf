#!/usr/bin/env python3
"""Writes and reads raw message files with h5py, one step per line of JSON on stdin; each is answered when it is on the disk.

It does what programs in the field do with such a file: each append opens the file, starts SWMR mode, extends and writes the
messages, then the headers, flushes and closes. ``hold`` and the commands after it do the same step by step, so that a test
can look at the file in between. ``variant`` makes files of other programs.
"""

import base64
import hashlib
import os
import struct
import sys
import time

# Before h5py is imported, as locks would keep the other side of a test out.
os.environ.setdefault("HDF5_USE_FILE_LOCKING", "FALSE")
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../adapter-conformance/python"))

import h5py  # noqa: E402
import numpy  # noqa: E402

import live_datasets  # noqa: E402
import message_pattern  # noqa: E402
from stdio_commands import CommandError, Session, process_facts  # noqa: E402

_HEADER = numpy.dtype([("io_groups", "u1")])


def _messages_of(command):
    """Messages and boards of a command: given as base64, or ``count`` of the pattern from ``first`` on."""
    if "messages" in command:
        messages = [base64.b64decode(text) for text in command["messages"]]
        return messages, command.get("ioGroups", [0] * len(messages))
    indices = range(command["first"], command["first"] + command["count"])
    return [message_pattern.message(i) for i in indices], [message_pattern.io_group(i) for i in indices]


def _store(dataset, first, messages, dtype="u1"):
    if not messages:
        return
    elements = live_datasets.as_objects([numpy.frombuffer(text, dtype=dtype) for text in messages])
    live_datasets.write_values(dataset, (slice(first, first + len(messages)),), elements)


def _create(file, command):
    now = time.time()
    meta = file.create_group("meta").attrs
    meta["version"] = command.get("version", "0.0")
    meta["created"] = now
    meta["modified"] = now
    if "ioVersion" in command:
        meta["io_version"] = command["ioVersion"]
    column = {"shape": (0,), "maxshape": (None,), "compression": "gzip", "compression_opts": 4}
    file.create_dataset("msgs", dtype=h5py.vlen_dtype(numpy.uint8), **column)
    file.create_dataset("msg_headers", dtype=_HEADER, **column)


def _begin(command):
    """Opens or creates a file, as far as the start of SWMR mode."""
    file = h5py.File(command["path"], "a", libver=command.get("libver", "latest"))
    try:
        is_new = "meta" not in file
        if is_new:
            _create(file, command)
        if command.get("swmr", True):
            file.swmr_mode = True
        if not is_new:
            file["meta"].attrs["modified"] = time.time()
        return file
    except BaseException:
        file.close()
        raise


def _write_messages(file, messages):
    dataset = file["msgs"]
    first = len(dataset)
    dataset.resize(first + len(messages), axis=0)
    _store(dataset, first, messages)


def _write_headers(file, io_groups):
    dataset = file["msg_headers"]
    first = len(dataset)
    dataset.resize(first + len(io_groups), axis=0)
    _store_headers(dataset, first, io_groups)


def _store_headers(dataset, first, io_groups):
    if io_groups:
        rows = numpy.zeros(len(io_groups), dtype=dataset.dtype)
        rows["io_groups"] = io_groups
        dataset[first:] = rows


def _append_once(command, messages, io_groups):
    with _begin(command) as file:
        # Both are extended before anything is written.
        first = len(file["msgs"])
        for name in ("msgs", "msg_headers"):
            file[name].resize(first + len(messages), axis=0)
        _store(file["msgs"], first, messages)
        _store_headers(file["msg_headers"], first, io_groups)
        file["msgs"].flush()
        file["msg_headers"].flush()


def append(command):
    _append_once(command, *_messages_of(command))


def append_calls(command):
    """Messages ``first`` to ``stop - 1`` of the pattern, ``batch`` of them per call, at full speed."""
    first, stop, batch = command["first"], command["stop"], command["batch"]
    for start in range(first, stop, batch):
        count = min(batch, stop - start)
        _append_once(command, *_messages_of({"first": start, "count": count}))


def length(command):
    with h5py.File(command["path"], "r", libver="latest", swmr=True) as file:
        return {"messages": len(file["msgs"]), "headers": len(file["msg_headers"])}


def _meta_of(file):
    return {name: _plain(value) for name, value in file["meta"].attrs.items()}


def _plain(value):
    """As JSON has it."""
    value = value.tolist() if isinstance(value, (numpy.generic, numpy.ndarray)) else value
    return value.decode() if isinstance(value, bytes) else value


def read(command):
    with h5py.File(command["path"], "r", libver="latest", swmr=True) as file:
        rows = slice(command.get("start"), command.get("end"))
        messages = [base64.b64encode(item.tobytes()).decode() for item in file["msgs"][rows]]
        io_groups = file["msg_headers"]["io_groups"][rows].tolist()
        return {"meta": _meta_of(file), "messages": messages, "ioGroups": io_groups}


def digest(command):
    """Over board, length and bytes of each message."""
    total = hashlib.sha256()
    with h5py.File(command["path"], "r", libver="latest", swmr=True) as file:
        count = len(file["msgs"])
        for start in range(0, count, 10_000):
            rows = slice(start, start + 10_000)
            for io_group, item in zip(file["msg_headers"]["io_groups"][rows].tolist(), file["msgs"][rows]):
                text = item.tobytes()
                total.update(struct.pack("<BI", io_group, len(text)) + text)
    return {"count": count, "digest": total.hexdigest()}


def attribute_types(command):
    """What is stored of the attributes of /meta: those that other readers ask to be of one type."""
    kinds = {}
    with h5py.File(command["path"], "r", libver="latest", swmr=True) as file:
        for name in file["meta"].attrs:
            identifier = file["meta"].attrs.get_id(name)
            stored = identifier.get_type()
            if stored.get_class() == h5py.h5t.STRING:
                kind = "vlen text" if stored.is_variable_str() else "fixed text"
            else:
                kind = identifier.dtype.str
            kinds[name] = [kind, list(identifier.shape)]
    return {"types": kinds}


def variant(command):
    """A file of another program; everything that is not said is as usual."""
    libver = command.get("libver", ["v110", "v110"])
    with h5py.File(command["path"], "w", libver=tuple(libver) if isinstance(libver, list) else libver) as file:
        if "meta" not in command.get("without", []):
            _variant_meta(file, command)
        messages, io_groups = _messages_of(command)
        _variant_messages(file, command, messages)
        _variant_headers(file, command, io_groups)
        if command.get("extra"):
            file.create_dataset("notes", data=numpy.arange(5))
            file.create_group("more").attrs["who"] = "another program"


def _variant_meta(file, command):
    meta = file.create_group("meta").attrs
    values = {"version": "0.0", "created": 1600000000.25, "modified": 1600000001.5, **command.get("meta", {})}
    for name, value in values.items():
        if value is None:
            continue
        if isinstance(value, str) and command.get("fixedText"):
            meta[name] = numpy.bytes_(value.encode())
        elif isinstance(value, str) and command.get("ascii"):
            meta.create(name, value, dtype=h5py.string_dtype("ascii"))
        else:
            meta[name] = value
    if command.get("extra"):
        meta["detector"] = "module 0"
        meta["run"] = numpy.arange(3)


def _column(command, length, name):
    column = {"shape": (length,), "maxshape": (command.get("maxLength"),), **command.get("column", {})}
    if "chunks" in column:
        column["chunks"] = tuple(column["chunks"])
    if name == "msgs":
        # HDF5 has no checksums over elements of variable length.
        column.pop("fletcher32", None)
    if command.get("unlikeLengths") == name:
        column["shape"] = (length + 3,)
    return column


def _variant_messages(file, command, messages):
    if "msgs" in command.get("without", []):
        return
    base = numpy.dtype(command.get("base", "u1"))
    dtype = base if command.get("plainMessages") else h5py.vlen_dtype(base)
    dataset = file.create_dataset("msgs", dtype=dtype, **_column(command, len(messages), "msgs"))
    if messages and not command.get("plainMessages"):
        _store(dataset, 0, messages, base)


def _variant_headers(file, command, io_groups):
    count = len(io_groups)
    if command.get("plainIoGroups"):
        file.create_dataset("io_groups", data=numpy.array(io_groups, "u1"), chunks=True, maxshape=(None,))
    if command.get("plainIoGroups") or "msg_headers" in command.get("without", []):
        return
    dtype = numpy.dtype([(name, kind) for name, kind in command.get("header", [["io_groups", "u1"]])])
    rows = numpy.zeros(count, dtype=dtype)
    for name in dtype.names:
        rows[name] = io_groups if name == "io_groups" else [10 * i for i in range(count)]
    dataset = file.create_dataset("msg_headers", dtype=dtype, **_column(command, count, "msg_headers"))
    if count:
        dataset[:count] = rows


class HeldFile:
    """A file that is kept open, so that a test can look at it between two steps of an append."""

    def __init__(self):
        self._file = None

    def handlers(self):
        return {
            "hold": self.hold,
            "start_swmr": self.start_swmr,
            "write_messages": self.write_messages,
            "write_headers": self.write_headers,
            "close": self.close,
        }

    def _open(self):
        if self._file is None:
            raise CommandError("no file is held")
        return self._file

    def hold(self, command):
        self._file = _begin(command)
        self._file.flush()

    def start_swmr(self, _command):
        self._open().swmr_mode = True

    def write_messages(self, command):
        _write_messages(self._open(), _messages_of(command)[0])
        self._file.flush()

    def write_headers(self, command):
        _write_headers(self._open(), _messages_of(command)[1])
        self._file.flush()

    def close(self, _command=None):
        if self._file is not None:
            self._file.close()
            self._file = None


def main():
    held = HeldFile()
    handlers = {
        "ping": lambda _: process_facts(),
        "append": append,
        "append_calls": append_calls,
        "length": length,
        "read": read,
        "digest": digest,
        "attribute_types": attribute_types,
        "variant": variant,
        **held.handlers(),
    }
    try:
        Session().run(handlers)
    finally:
        held.close()


if __name__ == "__main__":
    main()
