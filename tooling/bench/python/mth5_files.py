"""MTH5 files with h5py: appending as programs do that write them today, and the table of channels by walking the groups."""

import os

import h5py
import numpy as np

COMPONENTS = ("ex", "ey", "hx", "hy", "hz")
RATE = 100.0
START = "2026-11-20T12:00:00+00:00"
CHUNK = 8192
ROW = np.dtype(
    [
        ("survey", "S30"),
        ("station", "S30"),
        ("run", "S20"),
        ("latitude", "f8"),
        ("longitude", "f8"),
        ("elevation", "f8"),
        ("component", "S20"),
        ("start", "S36"),
        ("end", "S36"),
        ("n_samples", "i8"),
        ("sample_rate", "f8"),
        ("measurement_type", "S30"),
        ("azimuth", "f8"),
        ("tilt", "f8"),
        ("units", "S60"),
        ("has_data", "?"),
        ("hdf5_reference", h5py.ref_dtype),
        ("run_hdf5_reference", h5py.ref_dtype),
        ("station_hdf5_reference", h5py.ref_dtype),
    ]
)


def samples(channel, step, count):
    """The same as src/loops/mth5.mjs makes."""
    return np.arange(count, dtype="<i4") + (step % 8) * count + channel


def add_many_channels(file, stations, runs, length):
    """A survey whose stations have runs of five channels each, with the attributes that the table is made of."""
    file.attrs["file.type"], file.attrs["file.version"], file.attrs["data_level"] = "MTH5", "0.2.0", 1
    root = file.create_group("Experiment")
    survey = root.create_group("Surveys/bench")
    survey.attrs["id"], survey.attrs["mth5_type"] = "bench", "Survey"
    rows = []
    end = "2026-11-20T12:00:00.070000+00:00"
    for i in range(stations):
        station = survey.create_group(f"Stations/mt{i:04}")
        attributes = {"id": f"mt{i:04}", "mth5_type": "Station", "location.latitude": 40.0, "location.longitude": -115.0}
        station.attrs.update({**attributes, "location.elevation": 1000.0})
        for j in range(runs):
            run = station.create_group(f"run{j}")
            run.attrs.update({"id": f"run{j}", "mth5_type": "Run", "sample_rate": RATE})
            for component in COMPONENTS:
                channel = run.create_dataset(component, (length,), "i4", maxshape=(None,), chunks=(CHUNK,))
                channel[...] = 1
                kind = "electric" if component[0] == "e" else "magnetic"
                channel.attrs.update(
                    {
                        "component": component,
                        "type": kind,
                        "mth5_type": kind.title(),
                        "sample_rate": RATE,
                        "time_period.start": START,
                        "time_period.end": end,
                        "measurement_azimuth": 0.0,
                        "measurement_tilt": 0.0,
                        "units": "milliVolt",
                    }
                )
                rows.append(
                    ("bench", f"mt{i:04}", f"run{j}", 40.0, -115.0, 1000.0, component, START, end, length, RATE, kind)
                    + (0.0, 0.0, "milliVolt", True, channel.ref, run.ref, station.ref)
                )
    root.create_dataset("channel_summary", (len(rows),), ROW, maxshape=(None,), chunks=(32,), data=np.array(rows, ROW))


class AppendChannels:
    """Five datasets, in SWMR mode: each is resized and written, and then flushed, step by step."""

    def __init__(self, job):
        self.path = job["output"]
        self.per_step, self.steps = job["batch"], job["count"] // job["batch"]
        self.blocks = [[samples(c, step, self.per_step) for c in range(len(COMPONENTS))] for step in range(8)]
        self.file = None

    def prepare(self):
        self.close()
        if os.path.exists(self.path):
            os.remove(self.path)
        self.file = h5py.File(self.path, "w", libver=("v110", "v110"))
        run = self.file.create_group("Experiment/Surveys/bench/Stations/mt01/a")
        self.datasets = [run.create_dataset(name, (0,), "i4", maxshape=(None,), chunks=(CHUNK,)) for name in COMPONENTS]
        self.file.swmr_mode = True

    def run(self, take):
        length = 0
        for step in range(self.steps):
            for dataset, block in zip(self.datasets, self.blocks[step % 8]):
                dataset.resize((length + self.per_step,))
                dataset[length : length + self.per_step] = block
                dataset.flush()
            length += self.per_step
        if take.checks:
            for dataset in self.datasets:
                take(dataset[...])

    def close(self):
        if self.file is not None:
            self.file.close()


class WalkGroups:
    """The table of channels from the groups and their attributes."""

    def __init__(self, job):
        self.path = job["path"]

    def run(self, take):
        rows = []
        with h5py.File(self.path, "r", libver="latest", swmr=True) as file:
            for survey in file["Experiment/Surveys"].values():
                for station in survey["Stations"].values():
                    place = [station.attrs[f"location.{name}"] for name in ("latitude", "longitude", "elevation")]
                    for run in station.values():
                        for channel in run.values():
                            rows.append(self.row(survey, station, run, place, channel))
        take(np.array([row[9] for row in rows], "<i8"))

    def row(self, survey, station, run, place, channel):
        attributes = channel.attrs
        return (
            survey.attrs["id"],
            station.attrs["id"],
            run.attrs["id"],
            *place,
            attributes["component"],
            attributes["time_period.start"],
            attributes["time_period.end"],
            len(channel),
            attributes["sample_rate"],
            attributes["type"],
            attributes["measurement_azimuth"],
            attributes["measurement_tilt"],
            attributes["units"],
            channel.ref,
        )

    def close(self):
        pass


class ReadTable:
    """The table of channels as it is stored, whether it is up to date or not."""

    def __init__(self, job):
        self.path = job["path"]

    def run(self, take):
        with h5py.File(self.path, "r", libver="latest", swmr=True) as file:
            take(file["Experiment/channel_summary"][...]["n_samples"].astype("<i8"))

    def close(self):
        pass
