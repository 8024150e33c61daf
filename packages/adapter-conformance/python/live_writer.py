#!/usr/bin/env python3
"""A real HDF5 writer in its own process, driven step by step over stdin and stdout.

Each line of stdin is a JSON object with the name of a command in ``do``; each is answered by one
line with ``ok``. An ``id`` in a command comes back in its answer. The commands are listed in the
README beside this file.
"""

import math
import os
import signal

import h5py
import numpy

import frame_pattern
import live_datasets
from live_scan import Scan, create_scan_datasets
from live_sources import SourceScan
from stdio_commands import CommandError, Session, process_facts

_DEFAULT_BOUNDS = ("v110", "v110")


class LiveWriter:
    """Holds at most one open file, and one handle for each dataset in it."""

    def __init__(self, session):
        self._session = session
        self._file = None
        self._path = None
        self._bounds = _DEFAULT_BOUNDS
        self._handles = {}
        self._sources = None

    def handlers(self):
        return {
            "ping": lambda _: process_facts(),
            "state": self.state,
            "create": self.create,
            "create_scan": self.create_scan,
            "add": self.add,
            "attribute": self.attribute,
            "delete": self.delete,
            "swmr": self.swmr,
            "write": self.write,
            "resize": self.resize,
            "flush": self.flush,
            "append_messages": self.append_messages,
            "scan": self.scan,
            "create_sources": self.create_sources,
            "scan_sources": self.scan_sources,
            "source_frame": self.source_frame,
            "close": self.close,
            "reopen": self.reopen,
            "hang": self.hang,
            "kill": self.kill,
        }

    def _open_file(self):
        if self._file is None:
            raise CommandError("no file is open")
        return self._file

    def _dataset(self, path):
        if path not in self._handles:
            self._handles[path] = self._open_file()[path]
        return self._handles[path]

    def _open(self, path, mode, bounds):
        if self._file is not None:
            raise CommandError("a file is open already")
        self._file = h5py.File(path, mode, libver=tuple(bounds))
        self._path, self._bounds = path, bounds

    def state(self, _command):
        is_open = self._file is not None
        return {
            "open": is_open,
            "path": self._path,
            "swmr": bool(is_open and self._file.swmr_mode),
        }

    def create(self, command):
        self._open(command["path"], "w", command.get("libver", _DEFAULT_BOUNDS))
        self.add(command)
        self._file.flush()

    def create_scan(self, command):
        self._open(command["path"], "w", command.get("libver", _DEFAULT_BOUNDS))
        create_scan_datasets(self._file, command)
        self._file.flush()
        if command.get("swmr", True):
            self.swmr(command)

    def add(self, command):
        """Groups, datasets and attributes, also while the file is in SWMR mode."""
        file = self._open_file()
        for path in command.get("groups", []):
            file.require_group(path)
        for spec in command.get("datasets", []):
            live_datasets.create_dataset(file, spec)
        for spec in command.get("attributes", []):
            live_datasets.set_attribute(file, spec)

    def attribute(self, command):
        live_datasets.set_attribute(self._open_file(), command)

    def delete(self, command):
        self._handles.pop(command["path"], None)
        del self._open_file()[command["path"]]

    def swmr(self, _command):
        self._handles.clear()
        self._open_file().swmr_mode = True

    def write(self, command):
        dataset = self._dataset(command["dataset"])
        selection = live_datasets.parse_selection(command.get("selection", []), dataset.ndim)
        shape = live_datasets.selected_shape(selection, dataset.shape)
        values = self._values(command, dataset.dtype, shape)
        live_datasets.write_values(dataset, selection, values)

    def _values(self, command, dtype, shape):
        if "data" in command:
            return live_datasets.parse_values(command["data"], dtype, shape)
        value = command["value"]
        if value == "frame":
            return self._frames(command, dtype, shape)
        return numpy.full(shape, live_datasets.parse_values([value], dtype, (1,))[0], dtype)

    @staticmethod
    def _frames(command, dtype, shape):
        """Consecutive frames from ``index`` on: all but the last ``frameRank`` axes count them."""
        split = max(0, len(shape) - command.get("frameRank", 2))
        frames = [
            frame_pattern.frame(command["index"] + offset, shape[split:], dtype)
            for offset in range(math.prod(shape[:split]))
        ]
        return numpy.array(frames, dtype=dtype).reshape(shape)

    def resize(self, command):
        self._dataset(command["dataset"]).resize(tuple(command["shape"]))

    def flush(self, command):
        if "dataset" in command:
            self._dataset(command["dataset"]).flush()
        else:
            self._open_file().flush()

    def append_messages(self, command):
        """Append given messages, or ``count`` generated ones of ``length`` bytes each.

        The whole file is flushed: the heap with the bytes is no part of the dataset, and flushing
        the dataset alone leaves readers with rows that they cannot resolve.
        """
        dataset = self._dataset(command["dataset"])
        first = dataset.shape[0]
        if "messages" in command:
            messages = [numpy.array(item, dtype="u1") for item in command["messages"]]
        else:
            indices = range(first, first + command["count"])
            messages = [frame_pattern.message(index, command["length"]) for index in indices]
        self._append(dataset, live_datasets.as_objects(messages))
        if "headers" in command:
            headers = self._dataset(command["headers"])
            groups = command.get("ioGroups", [0] * len(messages))
            rows = numpy.array([(group,) for group in groups], dtype=headers.dtype)
            self._append(headers, rows)
        if command.get("flush", True):
            self._open_file().flush()
        return {"first": first, "count": len(messages)}

    @staticmethod
    def _append(dataset, values):
        first = dataset.shape[0]
        dataset.resize(first + len(values), axis=0)
        if len(values):
            live_datasets.write_values(dataset, (slice(first, None),), values)

    def scan(self, command):
        if self._file is None and "path" in command:
            self.create_scan(command)
        return Scan(self._session, self._dataset, command).run()

    def create_sources(self, command):
        self._open(command["path"], "w", command.get("libver", _DEFAULT_BOUNDS))
        self._sources = SourceScan(self._session, self._file, command, self._bounds)
        self._sources.create()

    def _open_sources(self):
        if self._sources is None:
            raise CommandError("there are no sources: do create_sources first")
        return self._sources

    def scan_sources(self, command):
        return self._open_sources().run(command.get("first", 0), command["stop"])

    def source_frame(self, command):
        self._open_sources().write_frame(command["index"])

    def close(self, _command=None):
        self._handles.clear()
        if self._sources is not None:
            self._sources.close()
            self._sources = None
        if self._file is not None:
            self._file.close()
            self._file = None

    def reopen(self, command):
        self.close()
        path = command.get("path", self._path)
        if path is None:
            raise CommandError("no file has been open yet")
        self._open(path, command.get("mode", "r+"), command.get("libver", self._bounds))
        if command.get("swmr", False):
            self.swmr(command)

    def hang(self, _command):
        self._session.acknowledge()
        self._session.hang()

    def kill(self, _command):
        self._session.acknowledge()
        os.kill(os.getpid(), signal.SIGKILL)


def main():
    session = Session()
    writer = LiveWriter(session)
    try:
        session.run(writer.handlers())
    finally:
        writer.close()


if __name__ == "__main__":
    main()
