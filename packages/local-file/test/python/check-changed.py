"""Looks through a file that was changed in a loop (see ``programs/change-in-a-loop.ts``).

Each line of stdin is a path; each is answered by a line of JSON: how many samples and changes there
are, and what is wrong with them.
"""

import json
import subprocess
import sys

import h5py
import numpy


def look(path):
    faults = []
    with h5py.File(path, "r") as file:
        samples = file["samples"][()]
        if not (samples == numpy.arange(len(samples))).all():
            faults.append(f"{(samples != numpy.arange(len(samples))).sum()} samples are wrong")
        table = file["table"][()]
        if not (table == numpy.arange(len(table))).all():
            faults.append("rows of the table are wrong")
        names = sorted(name for name in file if name.startswith("g"))
        if names != sorted(f"g{k}" for k in range(len(table))):
            faults.append(f"{len(names)} groups for {len(table)} rows")
        for name in names:
            group, k = file[name], int(name[1:])
            expected = {f"attribute {i}": f"{k} {'x' * i}" for i in range(60)}
            if dict(group.attrs) != expected:
                faults.append(f"attributes of {name}")
            if group["data"].shape != (50,) or not (group["data"][()] == k).all():
                faults.append(f"data of {name}")
    # Another program, which looks at everything too.
    dumped = subprocess.run(["h5dump", path], capture_output=True, text=True)
    if dumped.returncode != 0 or dumped.stderr:
        faults.append(f"h5dump: {dumped.stderr}")
    if dumped.stdout.count('ATTRIBUTE "attribute ') != 60 * len(table):
        faults.append("h5dump tells another number of attributes")
    return {"samples": len(samples), "changes": len(table), "faults": faults}


for line in sys.stdin:
    try:
        answer = look(line.rstrip("\n"))
    except Exception as error:  # whatever keeps it from being read
        answer = {"samples": -1, "changes": -1, "faults": [repr(error)]}
    print(json.dumps(answer), flush=True)
