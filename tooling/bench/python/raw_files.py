"""Raw message files with h5py, in the steps of the programs that use them today: each call opens and closes the file."""

import os
import time

import h5py
import numpy as np

HEADER = np.dtype([("io_groups", "u1")])


def create(path):
    now = time.time()
    with h5py.File(path, "w", libver=("v110", "v110")) as file:
        meta = file.create_group("meta").attrs
        meta["version"] = meta["io_version"] = "0.0"
        meta["created"] = meta["modified"] = now
        file.create_dataset("msgs", (0,), h5py.vlen_dtype("u1"), maxshape=(None,), compression="gzip")
        file.create_dataset("msg_headers", (0,), HEADER, maxshape=(None,), compression="gzip")


def append(path, messages, io_groups):
    """`messages` is a list of bytes, `io_groups` one of numbers."""
    now = time.time()
    with h5py.File(path, "a", libver="latest") as file:
        file.swmr_mode = True
        file["meta"].attrs.modify("modified", now)
        msgs, headers = file["msgs"], file["msg_headers"]
        start = len(msgs)
        stop = start + len(messages)
        msgs.resize(stop, axis=0)
        headers.resize(stop, axis=0)
        rows = np.empty(len(messages), object)
        for i, message in enumerate(messages):
            rows[i] = np.frombuffer(message, "u1")
        if len(rows) == 1:
            # h5py takes an array of one array for one of two axes.
            msgs[start] = rows[0]
        else:
            msgs[start:stop] = rows
        headers[start:stop] = np.array(io_groups, "u1").view(HEADER)
        msgs.flush()
        headers.flush()


def read(path, start, stop):
    """Lists of bytes and of numbers."""
    with h5py.File(path, "r", libver="latest", swmr=True) as file:
        headers = list(file["msg_headers"][start:stop]["io_groups"].astype(int))
        return [message.tobytes() for message in file["msgs"][start:stop]], headers


class AppendRaw:
    """Appends batch by batch to a new file."""

    def __init__(self, job):
        from bench_files import messages

        self.path = job["output"]
        count, batch = job["count"], job["batch"]
        self.batches = [
            ([bytes(message) for message in messages(start, batch, job["bytes"])], [1] * batch)
            for start in range(0, count, batch)
        ]

    def prepare(self):
        if os.path.exists(self.path):
            os.remove(self.path)
        create(self.path)

    def run(self, take):
        for batch, io_groups in self.batches:
            append(self.path, batch, io_groups)
        if take.checks:
            for message in read(self.path, None, None)[0]:
                take(np.frombuffer(message, "u1"))

    def close(self):
        pass


class ReadRaw:
    """Reads a file in blocks, each by a call of its own."""

    def __init__(self, job):
        self.path, self.count = job["path"], job["count"]
        self.block = job.get("block", self.count)

    def run(self, take):
        for start in range(0, self.count, self.block):
            messages, _ = read(self.path, start, start + self.block)
            if take.checks:
                for message in messages:
                    take(np.frombuffer(message, "u1"))
            else:
                take(np.zeros(len(messages), "u1"))

    def close(self):
        pass
