"""Makes MTH5 files with h5py alone, good ones and odd ones, for the tests of readers and of check_layout.py.

Usage: make_reference_file.py [options] FILE      see --help

Sample i of channel number c is (7 i + 1000 c) mod 20011 - 10005; channels are numbered as they are given, in each run
from 0. Run number k of a station starts 3600 seconds after the end of the one before. What is in a file does not depend on
when it was made, but its groups have the times of their creation.
"""
import argparse
import datetime
import json
import os

import h5py
import numpy

import make_skeleton
from layout_keys import DEFAULTS, ROOT
from table_types import CHANNEL_SUMMARY, FC_SUMMARY, STANDARDS_SUMMARY, TF_SUMMARY

REFERENCE_TEXT = "<HDF5 object reference>"
FILTER_TYPES = ("zpk", "coefficient", "time_delay", "fap", "fir")
KINDS = {"e": "Electric", "h": "Magnetic", "b": "Magnetic", "r": "Magnetic"}
COMPRESSED = {"compression": "gzip", "compression_opts": 4, "shuffle": True, "fletcher32": True}
LATITUDE, LONGITUDE, ELEVATION = 40.5, -115.25, 1234.5
UNSET_TIME = "1980-01-01T00:00:00+00:00"
TEXTS = {
    "datum": "WGS 84",
    "release_license": "CC-BY-4.0",
    "data_type": "BBMT",
    "channel_layout": "X",
    "channels_recorded": "[]",
    "run_list": "[]",
    "location.datum": "WGS 84",
    "positive.datum": "WGS 84",
    "negative.datum": "WGS 84",
    "location.declination.model": "IGRF",
    "orientation.method": "compass",
    "orientation.reference_frame": "geographic",
    "orientation.value": "orthogonal",
    "provenance.creation_time": UNSET_TIME,
    "time_period.start": UNSET_TIME,
    "time_period.end": UNSET_TIME,
    "channels_recorded_electric": "[]",
    "channels_recorded_magnetic": "[]",
    "channels_recorded_auxiliary": "[]",
    "data_logger.timing_system.type": "GPS",
    "filters": "[]",
    "data_quality.rating.value": "none",
    "hdf5_reference": REFERENCE_TEXT,
}
_place = "location.latitude location.longitude location.elevation"
MINIMAL = {
    "Survey": "id mth5_type",
    "Station": f"id mth5_type {_place} time_period.start time_period.end",
    "Run": "id mth5_type sample_rate time_period.start time_period.end channels_recorded_electric "
    "channels_recorded_magnetic channels_recorded_auxiliary data_type",
    "Channel": "mth5_type type component sample_rate time_period.start time_period.end measurement_azimuth "
    "measurement_tilt units filters channel_number",
}


def options():
    parser = argparse.ArgumentParser()
    add = parser.add_argument
    add("file")
    add("--version", default="0.2.0", choices=("0.1.0", "0.2.0"))
    add("--survey", default="test", help="id; version 0.2.0 only")
    add("--stations", default="mt001", help="ids, joined by commas")
    add("--runs", default="a", help="ids, joined by commas, of each station")
    add("--channels", default="ex,ey,hx,hy,hz", help="joined by commas; none with ''")
    add("--samples", type=int, default=5000)
    add("--rate", type=float, default=8.0, help="in hertz")
    add("--start", default="2026-01-02T03:04:05+00:00", help="of the first run")
    add("--dtype", action="append", default=[], help="CHANNEL=TYPE, as numpy has it; <i4 without")
    add("--zero", action="append", default=[], help="a channel with samples of zero alone")
    add("--libver", default="v110", choices=("earliest", "v108", "v110", "latest"))
    add("--compression", default="none", choices=("none", "gzip", "lzf"))
    add("--chunks", type=int, default=8196, help="of channels, in samples")
    add("--row-chunks", type=int, default=1, help="of the tables")
    add("--minimal", action="store_true", help="only what MTH5 needs")
    add("--skeleton", action="store_true", help="starts from the empty file of make_skeleton.py")
    add("--table", default="true", choices=("true", "empty", "no-rows", "stale"), help="what channel_summary says")
    add("--fixed-text", action="store_true", help="attributes as text of fixed length")
    add("--array-attributes", action="store_true", help="attributes as arrays of one element")
    add("--space-padded", action="store_true", help="attributes as text of variable length that says it is padded with spaces")
    add("--missing", action="append", default=[], help="KIND:KEY, an attribute to leave away")
    add("--set", action="append", default=[], help="KIND:KEY=VALUE, an attribute as text")
    add("--session", default="none", choices=("none", "ended", "going"), help="whether the file has /h5tail, and what it says")
    return parser.parse_args()


class Maker:
    def __init__(self, file, given):
        self.file = file
        self.given = given
        self.rows = []
        self.dtypes = dict(entry.split("=") for entry in given.dtype)
        self.start = datetime.datetime.fromisoformat(given.start)
        self.lasts = datetime.timedelta(seconds=max(given.samples - 1, 0) / given.rate)

    def make(self):
        given = self.given
        root = {key: "" for key, stored in ROOT.items() if stored == "s"}
        root.update({"file.type": "MTH5", "file.version": given.version, "data_level": 1, "mth5.software.name": "mth5"})
        root.update({"file.access.platform": "none", "file.access.time": UNSET_TIME, "mth5.software.version": "0.6.5"})
        self.write(self.file, "Root", root)
        if given.version == "0.1.0":
            base = survey = self.file.require_group("Survey")
            self.survey(survey, "default_survey")
        else:
            base = self.file.require_group("Experiment")
            surveys = self.group(base, "Surveys", "MasterSurvey")
            self.group(base, "Reports", "Reports")
            self.standards(base)
            self.survey(surveys.create_group(given.survey), given.survey)
        self.tables(base)
        if given.session != "none":
            session = self.file.require_group("h5tail")
            session.require_dataset("ended", (), "<i8")[()] = given.session == "ended"

    def survey(self, survey, survey_id):
        stations = self.given.stations.split(",")
        corners = {}
        for corner in ("northwest_corner", "southeast_corner"):
            corners.update({f"{corner}.latitude": LATITUDE, f"{corner}.longitude": LONGITUDE})
        runs = len(self.given.runs.split(","))
        dates = {
            "time_period.start_date": self.start.date().isoformat(),
            "time_period.end_date": self.end_of_run(runs - 1).date().isoformat(),
        }
        self.default(survey, "Survey", {"id": survey_id, **corners, **dates})
        master = self.group(survey, "Stations", "MasterStation")
        self.group(survey, "Reports", "Reports")
        filters = self.group(survey, "Filters", "Filters")
        for filter_type in FILTER_TYPES:
            filters.require_group(filter_type)
        self.standards(survey)
        for station in stations:
            self.station(survey, master.create_group(station), station)

    def station(self, survey, station, station_id):
        runs = self.given.runs.split(",")
        place = {"location.latitude": LATITUDE, "location.longitude": LONGITUDE, "location.elevation": ELEVATION}
        lists = {"run_list": json.dumps(runs), "channels_recorded": json.dumps(sorted(self.channels()))}
        period = self.period(self.start_of_run(0), self.end_of_run(len(runs) - 1))
        self.default(station, "Station", {"id": station_id, **place, **lists, **period})
        for name, mth5_type in (
            ("Transfer_Functions", "TransferFunctions"),
            ("Fourier_Coefficients", "MasterFC"),
            ("Features", "MasterFeatures"),
        ):
            self.group(station, name, mth5_type)
        for index, run in enumerate(runs):
            self.run(survey, station, station.create_group(run), run, index)

    def run(self, survey, station, run, run_id, index):
        lists = {}
        for kind in ("Electric", "Magnetic", "Auxiliary"):
            names = [name for name in self.channels() if KINDS.get(name[0], "Auxiliary") == kind]
            lists[f"channels_recorded_{kind.lower()}"] = json.dumps(sorted(names))
        start, end = self.start_of_run(index), self.end_of_run(index)
        period = self.period(start, end)
        self.default(run, "Run", {"id": run_id, "sample_rate": self.given.rate, **lists, **period})
        for number, name in enumerate(self.channels()):
            channel = self.channel(run, name, number, period)
            self.rows.append((survey, station, run, channel))

    def channel(self, run, name, number, period):
        given = self.given
        samples = numpy.arange(given.samples) * 7 + 1000 * number
        samples = samples % 20011 - 10005
        if name in given.zero:
            samples[:] = 0
        kept = {} if given.compression == "none" else {"compression": given.compression, "shuffle": True}
        channel = run.create_dataset(
            name,
            data=samples.astype(self.dtypes.get(name, "<i4")),
            maxshape=(None,),
            chunks=(given.chunks,),
            track_times=False,
            **kept,
        )
        kind = KINDS.get(name[0], "Auxiliary")
        values = {"component": name, "type": kind.lower(), "units": "digital counts", "sample_rate": given.rate}
        azimuth = 90.0 if name.endswith("y") else 0.0
        self.default(channel, kind, {**values, "channel_number": number, "measurement_azimuth": azimuth, **period})
        return channel

    def tables(self, base):
        given = self.given
        for name, row in (("tf_summary", TF_SUMMARY), ("fc_summary", FC_SUMMARY), ("channel_summary", CHANNEL_SUMMARY)):
            real = self.rows and name == "channel_summary" and given.table in ("true", "stale")
            count = len(self.rows) if real else 0 if name == "channel_summary" and given.table == "no-rows" else 1
            if name in base:
                table = base[name]
                table.resize((count,))
            else:
                table = base.create_dataset(
                    name, (count,), row, maxshape=(None,), chunks=(given.row_chunks,), track_times=False, **COMPRESSED
                )
            if real:
                rows = table[...]
                for index, objects in enumerate(self.rows):
                    self.fill_row(rows[index], *objects)
                table[...] = rows

    def fill_row(self, row, survey, station, run, channel):
        stale = self.given.table == "stale"
        count = channel.shape[0] // 2 if stale else channel.shape[0]
        for member, target in (("survey", survey), ("station", station), ("run", run)):
            row[member] = self.value(target, "id")
        for name in ("latitude", "longitude", "elevation"):
            row[name] = self.value(station, f"location.{name}")
        keys = {"component": "component", "measurement_type": "type", "units": "units", "sample_rate": "sample_rate"}
        keys.update({"azimuth": "measurement_azimuth", "tilt": "measurement_tilt"})
        keys.update({"start": "time_period.start", "end": "time_period.end"})
        for member, key in keys.items():
            row[member] = self.value(channel, key)
        if stale:
            start = datetime.datetime.fromisoformat(self.value(channel, "time_period.start"))
            row["end"] = (start + datetime.timedelta(seconds=(count - 1) / self.given.rate)).isoformat()
        row["n_samples"] = count
        row["has_data"] = bool(numpy.any(channel[:count] != 0))
        row["hdf5_reference"] = channel.ref
        row["run_hdf5_reference"] = run.ref
        row["station_hdf5_reference"] = station.ref

    def value(self, target, key):
        """Of an attribute however it is stored; what is left away is empty in the table."""
        value = target.attrs.get(key, 0.0)
        value = value[0] if isinstance(value, numpy.ndarray) else value
        return value.decode() if isinstance(value, bytes) else value

    def standards(self, parent):
        group = self.group(parent, "Standards", "Standards")
        if self.given.minimal or "summary" in group:
            return
        table = group.create_dataset(
            "summary", (1,), STANDARDS_SUMMARY, maxshape=(1000,), chunks=(16,), track_times=False, **COMPRESSED
        )
        table.attrs["type"] = "summary table"
        table.attrs["last_updated"] = "date_time"
        table.attrs["reference"] = table.ref

    def group(self, parent, name, mth5_type):
        group = parent.require_group(name)
        self.write(group, mth5_type, {"mth5_type": mth5_type, "hdf5_reference": REFERENCE_TEXT})
        return group

    def default(self, target, kind, values):
        """All attributes of the kind, or the few that are needed."""
        every = {key: TEXTS.get(key, "") if stored == "s" else 0.0 for key, stored in DEFAULTS[kind].items()}
        every.update({"mth5_type": kind, **values})
        if self.given.minimal:
            needed = MINIMAL.get(kind, MINIMAL["Channel"]).split()
            every = {key: every[key] for key in needed}
        self.write(target, kind, every)

    def write(self, target, kind, values):
        for entry in self.given.set:
            where, _, text = entry.partition("=")
            if where.startswith(f"{kind}:"):
                values[where.partition(":")[2]] = text
        for key, value in values.items():
            if f"{kind}:{key}" in self.given.missing:
                continue
            if self.given.space_padded and isinstance(value, str):
                write_space_padded(target, key, value)
            else:
                target.attrs[key] = self.stored(value)

    def stored(self, value):
        if isinstance(value, int):
            value = numpy.int64(value)
        if self.given.fixed_text and isinstance(value, str):
            value = numpy.bytes_(value or " ")
        if self.given.array_attributes:
            return numpy.array([value], h5py.string_dtype() if isinstance(value, str) else None)
        return value

    def channels(self):
        return [name for name in self.given.channels.split(",") if name]

    def start_of_run(self, index):
        return self.start + index * (self.lasts + datetime.timedelta(hours=1))

    def end_of_run(self, index):
        return self.start_of_run(index) + self.lasts

    def period(self, start, end):
        return {"time_period.start": start.isoformat(), "time_period.end": end.isoformat()}


def write_space_padded(target, key, text):
    """Some backends of this project store it so. It makes no difference where the length is variable."""
    stored = h5py.h5t.C_S1.copy()
    stored.set_size(h5py.h5t.VARIABLE)
    stored.set_cset(h5py.h5t.CSET_UTF8)
    stored.set_strpad(h5py.h5t.STR_SPACEPAD)
    if key in target.attrs:
        del target.attrs[key]
    attribute = h5py.h5a.create(target.id, key.encode(), stored, h5py.h5s.create(h5py.h5s.SCALAR))
    attribute.write(numpy.array(text, h5py.string_dtype()))


def main():
    given = options()
    bounds = "latest" if given.libver == "latest" else (given.libver, "v110")
    if os.path.exists(given.file):
        os.remove(given.file)
    if given.skeleton:
        make_skeleton.make(given.file, given.version)
    with h5py.File(given.file, "r+" if given.skeleton else "w", libver=bounds) as file:
        Maker(file, given).make()


if __name__ == "__main__":
    main()
