"""Opens files with MTH5 itself, in each of its modes, and reads all of them through it.

Usage: check_with_mth5.py FILE...

First line: {"mth5": version}, or {"mth5": null} and the end, with code 0, where the package cannot be imported. Then one
line of JSON for each operation: file, mode, operation, ok, and what came of it. The code is 1 where one was not ok.
Modes that write have a copy of the file.
"""
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
import warnings

import h5py
import numpy

LEVELS = ("survey", "station", "run", "component")
MODES = (("r", False), ("r", True), ("a", True), ("a", False))
ROW = (*LEVELS, "start", "end", "n_samples", "sample_rate", "measurement_type")
ROW += ("latitude", "longitude", "elevation", "azimuth", "tilt", "units", "has_data")
RUN_SUMMARY = (
    "channel_scale_factors duration end has_data input_channels mth5_path n_samples output_channels run sample_rate start "
    "station survey run_hdf5_reference station_hdf5_reference"
).split()


def import_mth5():
    """The package and its logger, or nothing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import mth5
            from loguru import logger
            from mth5.mth5 import MTH5
    except ImportError as error:
        print(f"mth5 cannot be imported: {error}", file=sys.stderr)
        return None
    logger.remove()
    # About the versions of other packages.
    warnings.simplefilter("ignore")
    return mth5, MTH5, logger


class Reader:
    """One file in one mode."""

    def __init__(self, say, file, path, mode, swmr):
        self.say = say
        self.given = {"file": file, "mode": f"{mode}+SWMR" if swmr else mode}
        self.path = path
        self.mode = mode
        self.swmr = swmr
        self.good = True

    def attempt(self, operation, function, *arguments):
        try:
            # What the package prints is not ours.
            with contextlib.redirect_stdout(sys.stderr):
                value = function(*arguments)
        except Exception as error:
            self.good = False
            self.say({**self.given, "operation": operation, "ok": False, "error": f"{type(error).__name__}: {error}"})
            return None
        self.say({**self.given, "operation": operation, "ok": True, "value": value})
        return value

    def read(self, mth5_class, logger):
        logged = []
        sink = logger.add(lambda message: logged.append(str(message.record["message"])), level="WARNING")
        before = rows_of(self.path)
        self.mth5 = mth5_class()
        self.attempt("open", self.open)
        if self.mth5.h5_is_read():
            self.read_all(before)
            self.attempt("close", self.mth5.close_mth5)
            if self.mode == "a" and not self.swmr:
                self.attempt("rebuilt table", self.compare_rebuilt, before)
        logger.remove(sink)
        self.attempt("log", lambda: expect_equal(sorted(set(logged)), []))

    def open(self):
        self.mth5.open_mth5(self.path, self.mode, single_writer_multiple_reader=self.swmr)
        expect_equal(self.mth5.is_swmr_mode(), self.swmr)
        expect_equal(self.mth5.h5_is_write(), self.mode != "r")
        return self.mth5.file_version

    def read_all(self, before):
        mth5 = self.mth5
        self.attempt("validate_file", lambda: expect_equal(mth5.validate_file(), True))
        self.attempt("station_list", lambda: list(mth5.station_list))
        table = self.attempt("channel_summary", self.channel_summary, before)
        self.attempt("run_summary", self.run_summary, before)
        self.attempt("tf_summary", lambda: len(mth5.tf_summary.to_dataframe()))
        self.attempt("fc_summary", lambda: len(mth5.fc_summary.to_dataframe()))
        self.attempt("to_experiment", self.to_experiment, before)
        if table is not None:
            self.read_each(before)

    def read_each(self, before):
        """Each survey, station, run and channel once."""
        done = set()
        for row in before:
            survey = row["survey"] if self.mth5.file_version == "0.2.0" else None
            for level, operations in (
                ("survey", (self.get_survey,)),
                ("station", (self.get_station,)),
                ("run", (self.get_run, self.to_runts)),
                ("component", (self.get_channel, self.to_channel_ts, self.time_slice, self.from_reference)),
            ):
                label = "/".join(row[name] for name in LEVELS[: LEVELS.index(level) + 1])
                if label not in done:
                    done.add(label)
                    for operation in operations:
                        self.attempt(f"{operation.__name__} {label}", operation, survey, row)

    def channel_summary(self, before):
        frame = self.mth5.channel_summary.to_dataframe()
        expect_equal(len(frame), max(len(before), 1))
        for index, row in enumerate(before):
            for name in ("survey", "station", "run", "component", "n_samples", "sample_rate", "has_data"):
                expect_equal(frame[name][index], row[name])
        return len(frame)

    def run_summary(self, before):
        frame = self.mth5.run_summary
        expect_equal(list(frame.columns), RUN_SUMMARY)
        runs = {(row["survey"], row["station"], row["run"]) for row in before}
        expect_equal(set(zip(frame.survey, frame.station, frame.run)), runs)
        return len(frame)

    def to_experiment(self, before):
        experiment = self.mth5.to_experiment(has_data=False)
        found = [
            (survey.id, station.id, run.id, channel.component)
            for survey in experiment.surveys
            for station in survey.stations
            for run in station.runs
            for channel in run.channels
        ]
        expect_equal(sorted(found), sorted(tuple(row[name] for name in LEVELS) for row in before))
        return len(found)

    def get_survey(self, survey, row):
        group = self.mth5.survey_group if survey is None else self.mth5.get_survey(survey)
        expect_equal(group.metadata.id, row["survey"])
        return group.metadata.id

    def get_station(self, survey, row):
        station = self.mth5.get_station(row["station"], survey=survey)
        expect_equal(station.metadata.id, row["station"])
        expect_equal(row["run"] in station.groups_list, True)
        return len(station.run_summary)

    def run(self, survey, row):
        return self.mth5.get_run(row["station"], row["run"], survey=survey)

    def channel(self, survey, row):
        return self.mth5.get_channel(row["station"], row["run"], row["component"], survey=survey)

    def get_run(self, survey, row):
        run = self.run(survey, row)
        expect_equal(run.metadata.id, row["run"])
        return len(run.channel_summary)

    def get_channel(self, survey, row):
        channel = self.channel(survey, row)
        expect_equal(channel.metadata.component, row["component"])
        expect_equal(channel.n_samples, row["n_samples"])
        expect_equal(str(channel.start), row["start"])
        expect_equal(str(channel.end), row["end"])
        expect_equal(len(channel.time_index), row["n_samples"])
        return str(channel.end)

    def to_channel_ts(self, survey, row):
        channel = self.channel(survey, row)
        series = channel.to_channel_ts()
        expect_equal(series.component, row["component"])
        expect_equal(float(series.sample_rate), row["sample_rate"])
        expect_equal(numpy.array_equal(series.ts, channel.hdf5_dataset[()], equal_nan=True), True)
        return int(series.n_samples)

    def time_slice(self, survey, row):
        count = min(row["n_samples"], 100)
        part = self.channel(survey, row).time_slice(row["start"], n_samples=count)
        expect_equal(numpy.array_equal(part.ts, self.channel(survey, row).hdf5_dataset[:count], equal_nan=True), True)
        return int(part.n_samples)

    def to_runts(self, survey, row):
        run = self.run(survey, row)
        series = run.to_runts()
        expect_equal(row["component"] in series.channels, True)
        expect_equal(float(series.sample_rate), row["sample_rate"])
        return len(series.channels)

    def from_reference(self, survey, row):
        found = self.mth5.from_reference(row["hdf5_reference"])
        expect_equal(found.metadata.component, row["component"])
        return type(found).__name__

    def compare_rebuilt(self, before):
        """MTH5 makes the table anew when it closes a file; its rows are then those that were there."""
        after = {key(row): row for row in rows_of(self.path)}
        expect_equal(sorted(after), sorted(key(row) for row in before))
        for row in before:
            for name in ROW:
                expect_equal((name, after[key(row)][name]), (name, row[name]))
        return len(after)


def key(row):
    return tuple(row[name] for name in LEVELS)


def rows_of(path):
    """The rows of channel_summary that are about a channel, texts as str."""
    with h5py.File(path, "r") as file:
        root = file["Experiment"] if "Experiment" in file else file["Survey"]
        rows = root["channel_summary"][...]
        found = []
        for row in rows:
            values = {name: row[name] for name in row.dtype.names}
            values = {name: value.decode() if isinstance(value, bytes) else value for name, value in values.items()}
            if values["component"]:
                found.append({name: getattr(value, "item", lambda value=value: value)() for name, value in values.items()})
        return found


def expect_equal(found, wanted):
    if found != wanted:
        raise ValueError(f"{found!r} instead of {wanted!r}")


def validate(path):
    from mth5.utils.mth5_validator import MTH5Validator

    results = MTH5Validator(path).validate()
    expect_equal((results.is_valid, results.error_count), (True, 0))
    return [str(message) for message in results.messages if message.level.value == "WARNING"]


def main():
    out = sys.stdout

    def say(line):
        print(json.dumps(line, default=str), file=out)

    package = import_mth5()
    say({"mth5": package and package[0].__version__})
    if package is None:
        return 0
    good = True
    for file in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            for mode, swmr in MODES:
                path = file
                if mode == "a":
                    path = os.path.join(folder, f"{swmr}-{os.path.basename(file)}")
                    shutil.copy(file, path)
                reader = Reader(say, file, path, mode, swmr)
                reader.read(*package[1:])
                if (mode, swmr) == ("r", False):
                    reader.attempt("validator", validate, file)
                good = good and reader.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
