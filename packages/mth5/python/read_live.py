"""Reads the five channels of a recording while it goes on, with h5py. Each line of JSON is answered with one.

{"do": "open", "path": FILE}: opens the file in SWMR mode and keeps it open, with the lock that HDF5 has on it.
{"do": "until", "count": N}: refreshes the datasets until each has N samples that are not zero, and compares them.
{"do": "close"}

Sample i of channel number c is 1 + i + 100,000,000 c, so none is zero. An extent may be seen before the samples that it covers, which read as
zeros until then: they are looked at again, and counted as early.
"""
import json
import resource
import sys
import time

import h5py
import numpy

RUN = "/Experiment/Surveys/demo/Stations/mt01/a/"
COMPONENTS = ["ex", "ey", "hx", "hy", "hz"]
LONGEST_SECONDS = 60


class Reader:
    def __init__(self, path):
        self.file = h5py.File(path, "r", libver="latest", swmr=True)
        self.datasets = [self.file[RUN + name] for name in COMPONENTS]
        self.seen = [0] * len(COMPONENTS)
        self.wrong = 0
        self.early = 0

    def look(self):
        for number, dataset in enumerate(self.datasets):
            dataset.refresh()
            first, stop = self.seen[number], dataset.shape[0]
            if stop < first:
                self.wrong += 1
            if stop <= first:
                continue
            samples = dataset[first:stop]
            differ = samples != numpy.arange(first, stop) + 1 + 100_000_000 * number
            self.wrong += int(numpy.count_nonzero(differ & (samples != 0)))
            zeros = numpy.flatnonzero(samples == 0)
            if len(zeros) > 0:
                self.early += 1
                stop = first + int(zeros[0])
            self.seen[number] = stop

    def until(self, count):
        deadline = time.monotonic() + LONGEST_SECONDS
        self.look()
        while min(self.seen) < count and time.monotonic() < deadline:
            time.sleep(0.005)
            self.look()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return {"seen": self.seen, "wrong": self.wrong, "early": self.early, "memory": memory}


reader = None
for line in sys.stdin:
    command = json.loads(line)
    answer = {}
    if command["do"] == "open":
        reader = Reader(command["path"])
    elif command["do"] == "until":
        answer = reader.until(command["count"])
    else:
        reader.file.close()
    print(json.dumps(answer), flush=True)
