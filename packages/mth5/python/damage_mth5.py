"""Damages MTH5 files with h5py, and tells what is in them. Each line of JSON is answered with one.

{"do": "change", "path": FILE, "steps": [...]}          changes a file that is closed, and closes it
{"do": "hold", "path": FILE, "swmr": true, "steps": [...]}  the same, flushed but not closed, for a writer that is to be killed
{"do": "look", "path": FILE}                            rows of the table, lengths of the channels, ends in their attributes

Steps: ["grow", DATASET, N, VALUE], ["cut", DATASET, N], ["row", INDEX, {FIELD: VALUE}], ["add_row", {FIELD: VALUE}], ["drop_rows", N],
["delete", PATH], ["set", DATASET, VALUE], ["attribute", PATH, NAME, VALUE], ["other_table"], ["wrong_reference", INDEX, PATH],
["remake_table"] in the order of names, as MTH5 does it, ["placeholder", DATASET] as MTH5 makes a channel without data, ["group", PATH].
"""
import json
import sys

import h5py
import numpy

held = []


def table_of(file):
    return file["/Survey/channel_summary" if "Survey" in file else "/Experiment/channel_summary"]


def rewrite(table, index, fields):
    row = table[index]
    for name, value in fields.items():
        row[name] = value
    table[index] = row


def grow(file, path, length, value):
    before = file[path].shape[0]
    file[path].resize((length,))
    if value is not None:
        file[path][before:] = value


def add_row(file, fields):
    table = table_of(file)
    table.resize((table.shape[0] + 1,))
    table[-1] = table[0]
    rewrite(table, table.shape[0] - 1, fields)


def other_table(file):
    path = table_of(file).name
    del file[path]
    file.create_dataset(path, (3,), numpy.dtype([("survey", "S30"), ("n_samples", "<i8")]), maxshape=(None,))


def wrong_reference(file, index, path):
    rewrite(table_of(file), index, {"hdf5_reference": file[path].ref})


def remake_table(file):
    path = table_of(file).name
    rows = table_of(file)[()]
    order = sorted(range(len(rows)), key=lambda i: tuple(rows[i][name] for name in ("survey", "station", "run", "component")))
    del file[path]
    table = file.create_dataset(path, (1,), rows.dtype, maxshape=(None,), chunks=(1,))
    table.resize((len(rows),))
    table[...] = rows[order]


def placeholder(file, path):
    attributes = dict(file[path].attrs)
    dtype = file[path].dtype
    del file[path]
    file.create_dataset(path, (1,), dtype, maxshape=(None,), chunks=(8196,)).attrs.update(attributes)


def drop_rows(file, count):
    table_of(file).resize((table_of(file).shape[0] - count,))


STEPS = {
    "grow": grow,
    "cut": lambda file, path, length: file[path].resize((length,)),
    "row": lambda file, index, fields: rewrite(table_of(file), index, fields),
    "add_row": add_row,
    "drop_rows": drop_rows,
    "delete": lambda file, path: file.__delitem__(path),
    "group": lambda file, path: file.create_group(path),
    "set": lambda file, path, value: file[path].__setitem__((), value),
    "attribute": lambda file, path, name, value: file[path].attrs.__setitem__(name, value),
    "other_table": other_table,
    "wrong_reference": wrong_reference,
    "remake_table": remake_table,
    "placeholder": placeholder,
}


def change(file, steps):
    for name, *parameters in steps:
        STEPS[name](file, *parameters)
    file.flush()


def plain(value):
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if isinstance(value, numpy.generic) else value


def look(path):
    with h5py.File(path, "r") as file:
        table = table_of(file)
        rows = []
        for row in table[()]:
            shown = {name: plain(row[name]) for name in table.dtype.names if "reference" not in name}
            for name in ("hdf5_reference", "run_hdf5_reference", "station_hdf5_reference"):
                shown[name] = file[row[name]].name if row[name] else None
            rows.append(shown)
        channels = {}

        def visit(name, item):
            if isinstance(item, h5py.Dataset) and "component" in item.attrs:
                channels["/" + name] = {
                    "samples": item[()].tolist(),
                    "start": item.attrs["time_period.start"],
                    "end": item.attrs["time_period.end"],
                }

        file.visititems(visit)
        ended = int(file["/h5tail/ended"][()]) if "/h5tail/ended" in file else None
        return {"rows": rows, "channels": channels, "ended": ended}


for line in sys.stdin:
    command = json.loads(line)
    if command["do"] == "look":
        print(json.dumps(look(command["path"])), flush=True)
        continue
    opened = h5py.File(command["path"], "r+", libver=("v110", "v110"), track_order=False)
    if command["do"] == "hold":
        # What MTH5 does: objects are opened, then SWMR mode begins.
        if command["swmr"]:
            opened.swmr_mode = True
        change(opened, command["steps"])
        held.append(opened)
    else:
        change(opened, command["steps"])
        opened.close()
    print(json.dumps({"done": True}), flush=True)
