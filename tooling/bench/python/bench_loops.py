"""The loops of src/loops, in Python: h5py as one would write it, and swmr_tools.

    bench_loops.py JOB    JOB is JSON, see src/measure.mjs

Prints {"seconds": [each pass], "count": n, "checksum": crc32}. The first pass takes the checksum of every value and is not
timed; the others do nothing with the values but count them.
"""

import itertools
import json
import shutil
import sys
import time
import zlib

import h5py
import numpy as np

from bench_files import BOUNDS, messages


class Reading:
    """A file that stays open while the passes go over it."""

    def __init__(self, job):
        self.job = job
        self.file = h5py.File(job["path"], "r", swmr=job.get("swmr", False))

    def close(self):
        self.file.close()


class FrameByFrame(Reading):
    def run(self, take):
        data = self.file["data"]
        for index in range(len(data)):
            take(data[index])


class FrameByFrameInto(Reading):
    def run(self, take):
        data = self.file["data"]
        frame = np.empty(data.shape[1:], data.dtype)
        for index in range(len(data)):
            data.read_direct(frame, np.s_[index])
            take(frame)


class FramesInBatches(Reading):
    def run(self, take):
        data = self.file["data"]
        for start in range(0, len(data), self.job["batch"]):
            for frame in data[start : start + self.job["batch"]]:
                take(frame)


class FramesFollowed(Reading):
    def run(self, take):
        from swmr_tools import DataSource

        count = len(self.file["data"])
        # Ends by itself only after its time-out.
        points = DataSource([self.file["keys"]], {"data": self.file["data"]}, timeout=1)
        for point in itertools.islice(points, count):
            take(point["data"])


class Keys(Reading):
    def run(self, take):
        take((self.file["keys"][:] != 0).astype("u1"))


class KeysFollowed(Reading):
    def run(self, take):
        from swmr_tools import KeyFollower

        follower = KeyFollower([self.file["keys"]], timeout=0)
        follower.check_datasets()
        follower.refresh()
        take(np.ones(follower.get_current_max() + 1, "u1"))


class Messages(Reading):
    def run(self, take):
        everything = self.file["messages"][:]
        if take.checks:
            for message in everything:
                take(message)
        else:
            take(everything)


class Refresh(Reading):
    def run(self, take):
        polled = [self.file[name] for name in self.job["datasets"]]
        for _ in range(self.job["repeats"]):
            for dataset in polled:
                dataset.id.refresh()
        take(np.array([len(dataset) for dataset in polled], "<i4"))


class OpenAndClose:
    def __init__(self, job):
        self.job = job

    def run(self, take):
        for _ in range(self.job["repeats"]):
            h5py.File(self.job["path"], "r", swmr=True).close()
        take(np.zeros(1, "u1"))

    def close(self):
        pass


class AppendMessages:
    """Appends in SWMR mode, each batch flushed; to a copy of an empty file."""

    def __init__(self, job):
        self.job = job
        self.number = 0
        count, batch = job["count"], job["batch"]
        self.batches = [messages(start, batch, job["bytes"]) for start in range(0, count, batch)]

    def prepare(self):
        self.path = f"{self.job['output']}-{self.number}"
        self.number += 1
        shutil.copyfile(self.job["path"], self.path)

    def run(self, take):
        with h5py.File(self.path, "r+", libver=BOUNDS) as file:
            file.swmr_mode = True
            data = file["messages"]
            for batch in self.batches:
                start = len(data)
                data.resize((start + len(batch),))
                data[start:] = batch
                (file if self.job["flush"] == "file" else data).flush()
        if take.checks:
            with h5py.File(self.path, "r") as file:
                for message in file["messages"][:]:
                    take(message)

    def close(self):
        pass


LOOPS = {
    "frames": FrameByFrame,
    "frames into": FrameByFrameInto,
    "frames in batches": FramesInBatches,
    "frames followed": FramesFollowed,
    "keys": Keys,
    "keys followed": KeysFollowed,
    "messages": Messages,
    "refresh": Refresh,
    "open and close": OpenAndClose,
    "append messages": AppendMessages,
}


class Checksum:
    checks = True

    def __init__(self):
        self.value = 0
        self.bytes = 0

    def __call__(self, values):
        self.value = zlib.crc32(np.ascontiguousarray(values), self.value)
        self.bytes += values.nbytes


class Count:
    checks = False

    def __init__(self):
        self.values = 0

    def __call__(self, values):
        self.values += values.size


def main(job):
    loop = LOOPS[job["loop"]](job)
    prepare = getattr(loop, "prepare", lambda: None)
    checksum, count, seconds = Checksum(), Count(), []
    prepare()
    loop.run(checksum)
    for _ in range(job["passes"]):
        prepare()
        start = time.perf_counter()
        loop.run(count)
        seconds.append(time.perf_counter() - start)
    loop.close()
    print(json.dumps({"seconds": seconds, "bytes": checksum.bytes, "checksum": checksum.value, "count": count.values}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
