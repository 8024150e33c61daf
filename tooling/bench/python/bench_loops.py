"""Runs one of the loops in loops.py, in this process.

    bench_loops.py JOB    JOB is JSON, see src/measure.mjs

Prints {"seconds": [each pass], "cpu_seconds": [each pass], "count": n, "bytes": n, "checksum": crc32}. The first pass takes
the checksum of every value and is not timed; the others only count the values, and keep as many in memory as the job says.
"""

import collections
import json
import sys
import time
import zlib

import numpy as np

from loops import LOOPS


class Checksum:
    checks = True

    def __init__(self):
        self.value = 0
        self.bytes = 0

    def __call__(self, values):
        self.value = zlib.crc32(np.ascontiguousarray(values), self.value)
        self.bytes += values.nbytes

    def points(self, start, stop):
        self(np.arange(start, stop, dtype="<i4"))


class Count:
    checks = False

    def __init__(self, keep):
        self.values = 0
        self.kept = collections.deque(maxlen=keep)

    def __call__(self, values):
        self.values += values.size
        self.kept.append(values)

    def points(self, start, stop):
        self.values += stop - start


def main(job):
    loop = LOOPS[job["loop"]](job)
    prepare = getattr(loop, "prepare", lambda: None)
    checksum, count, seconds, cpu_seconds = Checksum(), Count(job.get("keep", 0)), [], []
    prepare()
    loop.run(checksum)
    while len(seconds) < 3 or sum(seconds) < job["least_seconds"]:
        prepare()
        start, cpu_start = time.perf_counter(), time.process_time()
        loop.run(count)
        cpu_seconds.append(time.process_time() - cpu_start)
        seconds.append(time.perf_counter() - start)
    loop.close()
    result = {"seconds": seconds, "cpu_seconds": cpu_seconds, "count": count.values}
    print(json.dumps({**result, "bytes": checksum.bytes, "checksum": checksum.value}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
