"""Writes a scan whose frames lie in several datasets, each of them in a file of its own or in the master file.

The master file holds the keys and, where it is asked for, a virtual dataset over the sources and external links to them.
One process writes all of the files, each in SWMR mode, as data acquisition does.
"""

import os
import time

import h5py
import numpy
from h5py import h5s

import frame_pattern
from live_datasets import create_dataset
from stdio_commands import CommandError

_LINKS = "/links"


class SourceScan:
    """The layout that a command describes, and the files of it that are open."""

    def __init__(self, session, master, command, bounds):
        self._session, self._master, self._command, self._bounds = session, master, command, bounds
        self._count = command["sources"]
        self._frames = command["frames"]
        self._frame_shape = tuple(command["frameShape"])
        self._mapping = command.get("mapping", "turns")
        self._growing = command.get("growing", False)
        self._folder = os.path.dirname(master.filename)
        self._files = {}
        self._handles = {}
        if self._mapping not in ("turns", "blocks"):
            raise CommandError(f"unknown mapping {self._mapping!r}")

    def create(self):
        """The master file with all that is in it, and the sources unless they come later."""
        command = self._command
        growing_keys = command.get("growingKeys", False)
        create_dataset(
            self._master,
            {
                "path": command["key"],
                "dtype": "int32",
                "shape": [0 if growing_keys else self._frames, 1, 1],
                "maxShape": [None if growing_keys else self._frames, 1, 1],
                "chunks": [min(1024, self._frames), 1, 1],
                "fill": 0,
            },
        )
        if not self._in_files:
            for source in range(self._count):
                self._create_source(self._master, source)
        if "virtual" in command:
            self._create_virtual(command["virtual"])
        if command.get("links", False):
            for source in range(self._count):
                link = h5py.ExternalLink(self._name(source), command["data"])
                self._master[f"{_LINKS}/{source}"] = link
        self._master.flush()
        self._master.swmr_mode = True
        if self._in_files and "late" not in command:
            for source in range(self._count):
                self._source_file(source)

    @property
    def _in_files(self):
        return "file" in self._command

    def _name(self, source):
        return self._command["file"].replace("%b", str(source))

    @property
    def _block(self):
        return -(-self._frames // self._count)

    def _place(self, index):
        """Source and frame in it of a point."""
        if self._mapping == "turns":
            return index % self._count, index // self._count
        return divmod(index, self._block)

    def _length(self, source):
        """Frames that a source holds in the end."""
        if self._mapping == "turns":
            return len(range(source, self._frames, self._count))
        return max(0, min(self._block, self._frames - source * self._block))

    def _path(self, source):
        return self._command["data"] if self._in_files else f"{self._command['data']}/{source}"

    def _create_source(self, file, source):
        frames = self._length(source)
        unlimited = self._growing and not self._command.get("bounded", False)
        return create_dataset(
            file,
            {
                "path": self._path(source),
                "dtype": self._command["dtype"],
                "shape": [0 if self._growing else frames, *self._frame_shape],
                "maxShape": [None if unlimited else frames, *self._frame_shape],
                "chunks": self._command.get("chunks") or [1, *self._frame_shape],
                "filters": self._command.get("filters", []),
            },
        )

    def _source_file(self, source):
        if source not in self._files:
            path = os.path.join(self._folder, self._name(source))
            renamed = self._command.get("late") == "renamed"
            file = h5py.File(path + ".part" if renamed else path, "w", libver=tuple(self._bounds))
            self._files[source] = file
            self._create_source(file, source)
            file.flush()
            file.swmr_mode = True
            if renamed:
                os.replace(path + ".part", path)
        return self._files[source]

    def _create_virtual(self, path):
        """As h5py makes them; only names with a block number need the functions beneath."""
        shape, dtype = (self._frames, *self._frame_shape), self._command["dtype"]
        fill = self._command.get("virtualFill", 0)
        unlimited = self._command.get("unlimited", False)
        if "%b" in self._command["file"] and unlimited and self._mapping == "blocks":
            self._create_printf(path, dtype, fill)
            return
        maximum = (None, *self._frame_shape) if unlimited else shape
        layout = h5py.VirtualLayout(shape=shape, dtype=dtype, maxshape=maximum)
        for source in range(self._count):
            length = self._length(source)
            virtual = h5py.VirtualSource(
                self._name(source),
                self._path(source),
                shape=(length, *self._frame_shape),
                dtype=dtype,
                maxshape=(None if unlimited else length, *self._frame_shape),
            )
            if self._mapping == "blocks":
                start = source * self._block
                layout[start : start + length] = virtual
            elif unlimited:
                layout[source : h5s.UNLIMITED : self._count] = virtual[0 : h5s.UNLIMITED]
            else:
                layout[source :: self._count] = virtual
        self._master.create_virtual_dataset(path, layout, fillvalue=fill)

    def _create_printf(self, path, dtype, fill):
        rest = self._frame_shape
        ones, zeros = (1,) * len(rest), (0,) * len(rest)
        space = h5s.create_simple((0, *rest), (h5s.UNLIMITED, *rest))
        block = (self._block, *rest)
        space.select_hyperslab((0, *zeros), (h5s.UNLIMITED, *ones), block, block)
        source = h5s.create_simple(block)
        creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        creation.set_fill_value(numpy.array(fill, dtype=dtype))
        creation.set_virtual(space, self._command["file"].encode(), self._path(0).encode(), source)
        links = h5py.h5p.create(h5py.h5p.LINK_CREATE)
        links.set_create_intermediate_group(True)
        kind = h5py.h5t.py_create(numpy.dtype(dtype))
        h5py.h5d.create(self._master.id, path.encode(), kind, space, creation, lcpl=links)

    def run(self, first, stop):
        """Write points: frame, flush, key, flush."""
        started = time.monotonic()
        key = self._handle(-1)
        for index in range(first, stop):
            self._session.pause(0)
            self.write_frame(index)
            if key.shape[0] <= index:
                key.resize(index + 1, axis=0)
            key[index] = index + 1
            key.flush()
        return {"frames": stop - first, "seconds": time.monotonic() - started}

    def write_frame(self, index):
        source, place = self._place(index)
        data = self._handle(source)
        if data.shape[0] <= place:
            data.resize(place + 1, axis=0)
        data[place] = frame_pattern.frame(index, self._frame_shape, data.dtype)
        data.flush()

    def _handle(self, source):
        """One handle for each dataset; number -1 is the key."""
        if source not in self._handles:
            if source < 0:
                self._handles[source] = self._master[self._command["key"]]
            else:
                file = self._source_file(source) if self._in_files else self._master
                self._handles[source] = file[self._path(source)]
        return self._handles[source]

    def close(self):
        self._handles.clear()
        for file in self._files.values():
            file.close()
        self._files.clear()
