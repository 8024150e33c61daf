#!/usr/bin/env python3
"""An h5py reader in its own process, so that tests can let h5py follow what h5tail writes.

Speaks the same protocol as ``live_writer.py``. It keeps one handle for each dataset: with two on
the same dataset, HDF5 1.10 returns wrong values after a refresh.
"""

import base64

import h5py

import raw_hdf5
from golden_data import encode_data
from golden_dtypes import describe_dtype
from odd_numbers import reading_type
from golden_tree import describe_file
from live_datasets import parse_selection, select_hyperslab, selected_shape
from stdio_commands import CommandError, Session, process_facts


class FollowReader:
    """Holds at most one open file, and one handle for each dataset in it."""

    def __init__(self):
        self._file = None
        self._handles = {}

    def handlers(self):
        return {
            "ping": lambda _: process_facts(),
            "open": self.open,
            "refresh": self.refresh,
            "shape": self.shape,
            "read": self.read,
            "describe": self.describe,
            "close": self.close,
        }

    def open(self, command):
        if self._file is not None:
            raise CommandError("a file is open already")
        self._file = h5py.File(command["path"], "r", swmr=command.get("swmr", True))

    def _dataset(self, command):
        path = command["dataset"]
        if path not in self._handles:
            if self._file is None:
                raise CommandError("no file is open")
            self._handles[path] = self._file[path]
        dataset = self._handles[path]
        if command.get("refresh", False):
            dataset.refresh()
        return dataset

    def refresh(self, command):
        """Refresh one dataset, or all that have been used."""
        if "dataset" in command:
            self._dataset(command).refresh()
        else:
            for dataset in self._handles.values():
                dataset.refresh()

    def shape(self, command):
        dataset = self._dataset(command)
        return {
            "shape": list(dataset.shape),
            "maxShape": list(dataset.maxshape),
            "dtype": describe_dtype(dataset.id.get_type()),
        }

    def read(self, command):
        """Flat data as in the goldens, or with ``as: "base64"`` the bytes as they are stored."""
        dataset = self._dataset(command)
        type_id, dtype = reading_type(dataset.id.get_type()), describe_dtype(dataset.id.get_type())
        selection = parse_selection(command.get("selection", []), dataset.ndim)
        file_space = dataset.id.get_space()
        if dataset.shape:
            select_hyperslab(file_space, selection, dataset.shape)
        memory = h5py.h5s.create_simple((file_space.get_select_npoints(),))
        with raw_hdf5.read_dataset(dataset.id, type_id, memory, file_space) as stored:
            if command.get("as") == "base64":
                data = base64.b64encode(stored.data).decode("ascii")
            else:
                count = memory.get_select_npoints()
                data = encode_data(dtype, stored.data, count, self._file.id)
        shape = list(selected_shape(selection, dataset.shape))
        return {"data": data, "dtype": dtype, "shape": shape}

    def describe(self, command):
        """The whole file as a golden. Opens the file itself: use it when none is open here."""
        if self._file is not None:
            raise CommandError("close the file first")
        swmr = command.get("swmr", False)
        return {"golden": describe_file(command["path"], command.get("name"), swmr=swmr)}

    def close(self, _command=None):
        self._handles.clear()
        if self._file is not None:
            self._file.close()
            self._file = None


def main():
    session = Session()
    reader = FollowReader()
    try:
        session.run(reader.handlers())
    finally:
        reader.close()


if __name__ == "__main__":
    main()
