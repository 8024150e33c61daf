"""Looks at MTH5 files that were recorded with the pattern, with h5py. Each line of JSON is answered with one.

{"do": "check", "path": FILE}: channels with their lengths, all objects, and what is wrong: samples that are not those of the
pattern, channels of a run that are not equally long, rows of the table that do not agree with the datasets, groups that lack attributes.
"""
import datetime
import json
import sys

import h5py
import numpy

COMPONENTS = ["ex", "ey", "hx", "hy", "hz"]
STATION_GROUPS = ("Transfer_Functions", "Fourier_Coefficients", "Features")


def seconds(text):
    return datetime.datetime.fromisoformat(text).timestamp()


def check(path):
    faults, lengths, objects = [], {}, []
    with h5py.File(path, "r") as file:
        file.visit(lambda name: objects.append("/" + name))
        rows = {}
        for row in file["/Experiment/channel_summary"][()]:
            names = [row[name].decode() for name in ("survey", "station", "run", "component")]
            key = "/Experiment/Surveys/{}/Stations/{}/{}/{}".format(*names)
            if key in rows:
                faults.append(f"{key} has two rows")
            rows[key] = row
        if int(file["/h5tail/ended"][()]) != 1:
            faults.append("a session goes on")
        for survey in file["/Experiment/Surveys"].values():
            for station in survey["Stations"].values():
                check_station(file, station, rows, lengths, faults)
        for key in set(rows) - set(lengths):
            faults.append(f"{key} is in the table alone")
    return {"lengths": lengths, "objects": objects, "faults": faults}


def check_station(file, station, rows, lengths, faults):
    if station.attrs.get("mth5_type") != "Station":
        faults.append(f"{station.name} is no station")
    for name in STATION_GROUPS:
        if name not in station:
            faults.append(f"{station.name} lacks {name}")
    for name, run in station.items():
        if name in STATION_GROUPS:
            continue
        if run.attrs.get("mth5_type") != "Run":
            faults.append(f"{run.name} is no run")
        for channel in run.values():
            lengths[channel.name] = channel.shape[0]
            check_channel(file, channel, rows.get(channel.name), faults)
        recorded = {channel.shape[0] for channel in run.values()}
        if len(recorded) > 1:
            faults.append(f"{run.name} has channels of lengths {sorted(recorded)}")


def check_channel(file, channel, row, faults):
    samples = channel[()]
    expected = numpy.arange(len(samples)) * 8 + COMPONENTS.index(channel.name.rsplit("/", 1)[1]) + 1
    wrong = numpy.flatnonzero(samples != expected)
    if len(wrong) > 0:
        faults.append(f"{channel.name}: sample {wrong[0]} of {len(samples)} is {samples[wrong[0]]}, not {expected[wrong[0]]}")
    if row is None:
        faults.append(f"{channel.name} has no row")
        return
    if row["n_samples"] != len(samples):
        faults.append(f"{channel.name}: {len(samples)} samples, {row['n_samples']} in the table")
    if bool(row["has_data"]) != (len(samples) > 0):
        faults.append(f"{channel.name}: has_data is {row['has_data']}")
    start, end = row["start"].decode(), row["end"].decode()
    if abs(seconds(end) - seconds(start) - max(0, len(samples) - 1) / channel.attrs["sample_rate"]) > 1e-4:
        faults.append(f"{channel.name}: from {start} to {end} with {len(samples)} samples")
    if (channel.attrs["time_period.start"], channel.attrs["time_period.end"]) != (start, end):
        faults.append(f"{channel.name}: attributes say to {channel.attrs['time_period.end']}, the table to {end}")
    for name, place in (
        ("hdf5_reference", channel.name),
        ("run_hdf5_reference", channel.parent.name),
        ("station_hdf5_reference", channel.parent.parent.name),
    ):
        if file[row[name]].name != place:
            faults.append(f"{channel.name}: {name} leads to {file[row[name]].name}")


for line in sys.stdin:
    command = json.loads(line)
    print(json.dumps(check(command["path"])), flush=True)
