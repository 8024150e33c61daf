"""Appends to five channels of an MTH5 file with h5py, as a program that knows nothing of us. Each line of JSON is answered with one.

{"do": "open", "path": FILE, "run": PATH, "pattern": NAME}: opens the file and begins SWMR mode.
{"do": "append", "count": N}: extends and writes each channel, and then flushes each.
{"do": "close"}

Patterns: "five", 1 + i + 100,000,000 c; "reference", that of make_reference_file.py.
"""
import json
import sys

import h5py
import numpy

COMPONENTS = ["ex", "ey", "hx", "hy", "hz"]
PATTERNS = {
    "five": lambda number, samples: 1 + samples + 100_000_000 * number,
    "reference": lambda number, samples: (7 * samples + 1000 * number) % 20011 - 10005,
}

file, datasets, pattern = None, [], None
for line in sys.stdin:
    command = json.loads(line)
    if command["do"] == "open":
        file = h5py.File(command["path"], "r+", libver="latest")
        datasets = [file[command["run"]][name] for name in COMPONENTS]
        pattern = PATTERNS[command["pattern"]]
        file.swmr_mode = True
    elif command["do"] == "append":
        for number, dataset in enumerate(datasets):
            first = dataset.shape[0]
            dataset.resize((first + command["count"],))
            dataset[first:] = pattern(number, numpy.arange(first, first + command["count"]))
        for dataset in datasets:
            dataset.flush()
    else:
        file.close()
    print(json.dumps({"length": datasets[0].shape[0] if file else 0}), flush=True)
