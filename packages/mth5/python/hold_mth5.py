"""Opens MTH5 files with h5py as other programs do, and keeps them open. Each line of JSON is answered with one.

{"do": "open", "path": FILE, "mode": MODE, "swmr": BOOL, "start": BOOL}
                        opens a file, begins SWMR mode where "start" says so, and keeps it; {"fault": null or what h5py raised}
{"do": "append", "dataset": PATH, "values": [...]}   to a dataset of the file, flushed
{"do": "read", "dataset": PATH}     refreshes and reads it; {"samples": [...]}
{"do": "table"}                     refreshes and reads channel_summary; {"rows": [{field: value}]}
{"do": "list"}                      {"objects": [...]} as this opening of the file sees them
{"do": "close"}                     again does nothing
"""
import json
import sys

import h5py
import numpy


class Holder:
    def __init__(self):
        self.file = None
        self.datasets = {}

    def open(self, path, mode="r", swmr=False, start=False):
        try:
            self.file = h5py.File(path, mode, swmr=swmr, libver=("v110", "v110"))
        except (OSError, ValueError) as error:
            return {"fault": f"{type(error).__name__}: {error}"}
        if start:
            self.file.swmr_mode = True
        return {"fault": None}

    def dataset(self, path):
        """One handle on each: a second one would read stale chunks."""
        if path not in self.datasets:
            self.datasets[path] = self.file[path]
        if self.file.mode == "r":
            self.datasets[path].refresh()
        return self.datasets[path]

    def append(self, dataset, values):
        target = self.dataset(dataset)
        before = target.shape[0]
        target.resize((before + len(values),))
        target[before:] = values
        target.flush()
        self.file.flush()
        return {}

    def read(self, dataset):
        return {"samples": self.dataset(dataset)[()].tolist()}

    def table(self):
        base = "/Survey" if "Survey" in self.file else "/Experiment"
        table = self.dataset(f"{base}/channel_summary")
        fields = [name for name in table.dtype.names if "reference" not in name]
        return {"rows": [{name: plain(row[name]) for name in fields} for row in table[()]]}

    def list(self):
        objects = []
        self.file.visit(lambda name: objects.append("/" + name))
        return {"objects": objects}

    def close(self):
        self.datasets = {}
        if self.file is not None:
            self.file.close()
        self.file = None
        return {}


def plain(value):
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if isinstance(value, numpy.generic) else value


holder = Holder()
for line in sys.stdin:
    command = json.loads(line)
    answer = getattr(holder, command.pop("do"))(**command)
    print(json.dumps(answer), flush=True)
