"""The loops of src/loops, in Python: h5py as one would write it, and swmr_tools."""

import itertools
import shutil

import h5py
import numpy as np

from bench_files import BOUNDS, messages
from mth5_files import AppendChannels, ReadTable, WalkGroups
from raw_files import AppendRaw, ReadRaw


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


class Points(Reading):
    def run(self, take):
        from swmr_tools import DataSource

        count = len(self.file["data"])
        # Ends by itself only after its time-out.
        points = DataSource([self.file["keys"]], {"data": self.file["data"]}, timeout=1)
        for point in itertools.islice(points, count):
            take(point["data"])


class Keys(Reading):
    def run(self, take):
        take.points(0, int((self.file["keys"][:] != 0).sum()))


class Indices(Reading):
    def run(self, take):
        from swmr_tools import KeyFollower

        follower = KeyFollower([self.file["keys"]], timeout=0)
        follower.check_datasets()
        for index in follower:
            take.points(index, index + 1)


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
        count, batch = job["count"], job["batch"]
        self.batches = [messages(start, batch, job["bytes"]) for start in range(0, count, batch)]

    def prepare(self):
        shutil.copyfile(self.job["path"], self.job["output"])

    def run(self, take):
        with h5py.File(self.job["output"], "r+", libver=BOUNDS) as file:
            file.swmr_mode = True
            data = file["messages"]
            for batch in self.batches:
                start = len(data)
                data.resize((start + len(batch),))
                data[start:] = batch
                (file if self.job["flush"] == "file" else data).flush()
        if take.checks:
            with h5py.File(self.job["output"], "r") as file:
                for message in file["messages"][:]:
                    take(message)

    def close(self):
        pass


LOOPS = {
    "frames": FrameByFrame,
    "frames into": FrameByFrameInto,
    "frames in batches": FramesInBatches,
    "points": Points,
    "keys": Keys,
    "indices": Indices,
    "messages": Messages,
    "refresh": Refresh,
    "open and close": OpenAndClose,
    "append messages": AppendMessages,
    "append channels": AppendChannels,
    "append raw": AppendRaw,
    "read raw": ReadRaw,
    "read table": ReadTable,
    "walk groups": WalkGroups,
}
