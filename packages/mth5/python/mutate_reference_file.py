"""Spoils a good file in one way after the other, and says what check_layout.py finds.

Usage: mutate_reference_file.py GOOD FOLDER

GOOD is what make_reference_file.py makes without options. For each way one line of JSON: its name, words that a finding
has to have, and all findings. Files are made in FOLDER.
"""
import json
import os
import shutil
import sys

import h5py
import numpy

from check_layout import check

BASE = "/Experiment"
SURVEY = f"{BASE}/Surveys/test"
STATION = f"{SURVEY}/Stations/mt001"
RUN = f"{STATION}/a"
CHANNEL = f"{RUN}/ex"
TABLE = f"{BASE}/channel_summary"
MUTATIONS = {}


def mutation(words):
    """:param words: that one of the findings has in it, in its object or text."""

    def keep(spoil):
        MUTATIONS[spoil.__name__] = (spoil, words)
        return spoil

    return keep


def attribute(name, words, where, key, value):
    """Sets an attribute anew, or takes it away."""

    def spoil(file):
        attributes = file[where].attrs
        if key in attributes:
            del attributes[key]
        if value is not None:
            attributes[key] = value

    MUTATIONS[name] = (spoil, words)


def cell(name, words, member, value):
    def spoil(file):
        rows = file[TABLE][...]
        rows[0][member] = value(file) if callable(value) else value
        file[TABLE][...] = rows

    MUTATIONS[name] = (spoil, words)


def removal(name, words, where):
    def spoil(file):
        del file[where]

    MUTATIONS[name] = (spoil, words)


attribute("root without a type", "file.type", "/", "file.type", None)
attribute("root of another type", "file.type", "/", "file.type", "HDF")
attribute("version that does not exist", "file.version", "/", "file.version", "0.3.0")
attribute("data level beyond the last", "data_level", "/", "data_level", numpy.int64(9))
attribute("data level of 32 bits", "stored type of data_level", "/", "data_level", numpy.int32(1))
attribute("time of another form", "file.access.time", "/", "file.access.time", "yesterday")
attribute("attribute on the root group", "unknown", BASE, "some.thing", "x")
attribute("surveys of another type", "mth5_type", f"{BASE}/Surveys", "mth5_type", "MasterStation")
attribute("survey without an id", "attribute id", SURVEY, "id", None)
attribute("survey with an id of another character", "not allowed", SURVEY, "id", "te.st")
attribute("survey whose dates end early", "dates", SURVEY, "time_period.end_date", "2026-01-01")
attribute("survey that is elsewhere", "corners", SURVEY, "northwest_corner.latitude", 10.0)
attribute("station of another name", "name in the file", STATION, "id", "mt002")
attribute("station with a latitude of 32 bits", "stored type", STATION, "location.latitude", numpy.float32(40.5))
attribute("station beyond the pole", "pole", STATION, "location.latitude", 95.0)
attribute("station with runs that are not", "run_list", STATION, "run_list", '["a", "b"]')
attribute("station with too few channels", "channels_recorded", STATION, "channels_recorded", '["ex"]')
attribute("station that ends early", "time_period.end", STATION, "time_period.end", "2026-01-02T03:05:00+00:00")
attribute("station with a key unknown to MTH5", "unknown", STATION, "location.city", "x")
attribute("station with text of fixed length", "fixed length", STATION, "geographic_name", numpy.bytes_("x"))
attribute("features without a type", "mth5_type", f"{STATION}/Features", "mth5_type", None)
attribute("run with an array", "an array", RUN, "sample_rate", numpy.array([8.0]))
attribute("run with another rate", "sample_rate", RUN, "sample_rate", 4.0)
attribute("run with a whole number", "stored type of sample_rate", RUN, "sample_rate", numpy.int64(8))
attribute("run of unknown data", "data_type", RUN, "data_type", "XYZ")
attribute("run that starts late", "time_period.start", RUN, "time_period.start", "2026-01-02T03:04:06+00:00")
attribute("run without its electric channels", "electric", RUN, "channels_recorded_electric", "[]")
attribute("run with a list that is none", "cannot be checked", RUN, "channels_recorded_magnetic", "")
attribute("run with ASCII text", "ASCII", RUN, "id", numpy.array("a", h5py.string_dtype("ascii")))
attribute("channel without a type", "mth5_type", CHANNEL, "mth5_type", None)
attribute("channel of the wrong kind", "mth5_type", CHANNEL, "mth5_type", "Run")
attribute("channel of two minds", "type", CHANNEL, "type", "magnetic")
attribute("channel with a capital", "not allowed", CHANNEL, "component", "Ex")
attribute("channel with short units", "long name", CHANNEL, "units", "mV")
attribute("channel without a rate", "above zero", CHANNEL, "sample_rate", 0.0)
attribute("channel that ends early", "last sample", CHANNEL, "time_period.end", "2026-01-02T03:14:00+00:00")
attribute("channel in local time", "writes times", CHANNEL, "time_period.start", "2026-01-02T04:04:05+01:00")
attribute("channel with a number of 32 bits", "channel_number", CHANNEL, "channel_number", numpy.int32(0))
attribute("channel without a dipole", "dipole_length", CHANNEL, "dipole_length", None)
attribute("channel with empty filters", "cannot be checked", CHANNEL, "filters", "")
attribute("channel with filters of another form", "cannot be checked", CHANNEL, "filters", '["lowpass"]')
attribute("channel with a key unknown to MTH5", "unknown", CHANNEL, "my.key", "x")
attribute("text in place of a reference", "hdf5_reference", CHANNEL, "hdf5_reference", "none")
attribute("epoch as text", "fdsn.new_epoch", CHANNEL, "fdsn.new_epoch", "true")
removal("no surveys", "Surveys", f"{BASE}/Surveys")
removal("no reports", "Reports", f"{SURVEY}/Reports")
removal("no standards", "Standards", f"{BASE}/Standards")
removal("no filters", "Filters", f"{SURVEY}/Filters")
removal("no filters of one type", "fir", f"{SURVEY}/Filters/fir")
removal("no features", "Features", f"{STATION}/Features")
removal("no table of channels", "channel_summary", TABLE)
removal("no table of transfer functions", "tf_summary", f"{BASE}/tf_summary")
removal("a channel less than rows", "no channel", CHANNEL)
cell("row with fewer samples", "n_samples", "n_samples", 4999)
cell("row with more samples", "n_samples", "n_samples", 5001)
cell("row that ends early", "end is", "end", b"2026-01-02T03:14:00+00:00")
cell("row that starts early", "start is", "start", b"2026-01-02T03:04:00+00:00")
cell("row with another rate", "sample_rate", "sample_rate", 4.0)
cell("row without data", "has_data", "has_data", False)
cell("row of another station", "station is", "station", b"mt002")
cell("row of another survey", "survey is", "survey", b"other")
cell("row of another run", "run is", "run", b"b")
cell("row of another component", "component is", "component", b"ey")
cell("row elsewhere", "latitude is", "latitude", 0.0)
cell("row of another azimuth", "azimuth is", "azimuth", 1.0)
cell("row of other units", "units is", "units", b"milliVolt")
cell("row of another type", "measurement_type is", "measurement_type", b"magnetic")
cell("row with a reference to nothing", "no channel", "hdf5_reference", h5py.Reference())
cell("row with a reference to a group", "no channel", "hdf5_reference", lambda file: file[RUN].ref)
cell("row with a reference to another channel", "number of rows", "hdf5_reference", lambda file: file[f"{RUN}/ey"].ref)
cell("row with its station for its run", "run_hdf5_reference", "run_hdf5_reference", lambda file: file[STATION].ref)
cell("row without its station", "station_hdf5_reference", "station_hdf5_reference", h5py.Reference())


@mutation("number of rows in channel_summary is 0")
def row_left_away(file):
    file[TABLE].resize((4,))


@mutation("no channel")
def row_too_many(file):
    file[TABLE].resize((6,))


def remake_table(file, name, dtype, **more):
    where = f"{BASE}/{name}"
    rows = file[where].shape
    del file[where]
    options = {"maxshape": (None,), "chunks": (1,), **more}
    file.create_dataset(where, rows, dtype, **options)


def changed(file, name, **members):
    """The row type of a table with some members of another type."""
    old = file[f"{BASE}/{name}"].dtype
    return [(member, members.get(member, old[member])) for member in old.names]


@mutation("member 1 is 'station S40")
def wider_text(file):
    remake_table(file, "channel_summary", changed(file, "channel_summary", station="S40"))


@mutation("member 15")
def number_for_boolean(file):
    remake_table(file, "channel_summary", changed(file, "channel_summary", has_data="i1"))


@mutation("member 9")
def samples_of_32_bits(file):
    remake_table(file, "channel_summary", changed(file, "channel_summary", n_samples="<i4"))


@mutation("member 3")
def big_endian(file):
    remake_table(file, "channel_summary", changed(file, "channel_summary", latitude=">f8"))


@mutation("member 16")
def number_for_reference(file):
    remake_table(file, "channel_summary", changed(file, "channel_summary", hdf5_reference="<i8"))


@mutation("size of a row")
def aligned_row(file):
    members = changed(file, "tf_summary")
    remake_table(file, "tf_summary", numpy.dtype(members, align=True))


@mutation("nothing")
def row_with_a_member_less(file):
    remake_table(file, "fc_summary", changed(file, "fc_summary")[:-1])


@mutation("no row at all")
def table_without_rows(file):
    file[f"{BASE}/fc_summary"].resize((0,))


@mutation("extent that it can have")
def table_that_cannot_grow(file):
    remake_table(file, "tf_summary", file[f"{BASE}/tf_summary"].dtype, maxshape=(1,))


@mutation("member 0")
def standards_of_another_width(file):
    summary = file[f"{BASE}/Standards/summary"]
    members = [(name, "S71" if name == "attribute" else summary.dtype[name]) for name in summary.dtype.names]
    del file[f"{BASE}/Standards/summary"]
    file.create_dataset(f"{BASE}/Standards/summary", (1,), members, maxshape=(1000,))


def remake_channel(file, **options):
    old = file[CHANNEL]
    values, attributes = options.pop("data", old[...]), dict(old.attrs)
    del file[CHANNEL]
    new = file.create_dataset(CHANNEL, data=values, **{"maxshape": (None,), "chunks": (512,), **options})
    for key, value in attributes.items():
        new.attrs[key] = value


@mutation("samples are stored as <i2")
def samples_of_16_bits(file):
    remake_channel(file, dtype="<i2")


@mutation("samples are stored as >f4")
def samples_of_the_other_end(file):
    remake_channel(file, dtype=">f4")


@mutation("extent that it can have")
def channel_that_cannot_grow(file):
    remake_channel(file, maxshape=(5000,))


@mutation("extent that it can have")
def channel_of_two_dimensions(file):
    remake_channel(file, data=numpy.ones((10, 2), "<i4"), maxshape=(None, 2), chunks=(10, 2))


@mutation("not chunked")
def channel_in_one_piece(file):
    remake_channel(file, maxshape=None, chunks=None)


@mutation("a chunk for each sample")
def channel_in_crumbs(file):
    remake_channel(file, data=numpy.ones(5, "<i4"), chunks=(1,))


@mutation("filters that not every reader has")
def channel_compressed_by_h5py_alone(file):
    remake_channel(file, compression="lzf")


@mutation("fill value")
def channel_filled_with_ones(file):
    remake_channel(file, fillvalue=1)


@mutation("no channel")
def group_in_a_run(file):
    file[RUN].create_group("notes")


@mutation("mth5_type")
def group_in_a_station(file):
    file[STATION].create_group("notes")


@mutation("no place here")
def group_in_the_root_group(file):
    file[BASE].create_group("notes")


@mutation("no place here")
def group_in_a_survey(file):
    file[SURVEY].create_group("notes")


@mutation("last sample")
def samples_without_their_end(file):
    file[CHANNEL].resize((6000,))


@mutation("int64 scalar")
def session_of_32_bits(file):
    file["h5tail/ended"] = numpy.int32(1)


@mutation("neither 0 nor 1")
def session_of_two_minds(file):
    file["h5tail/ended"] = numpy.int64(2)


def spoil_bytes(path, offset, value):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(bytes([value]))


FILES = {
    "writer that was killed": (lambda path: spoil_bytes(path, 11, 5), "open writer"),
    "superblock of another version": (lambda path: spoil_bytes(path, 8, 2), "superblock"),
    "no HDF5 file": (lambda path: spoil_bytes(path, 0, 0), "no HDF5 file"),
    "file cut short": (lambda path: os.truncate(path, os.path.getsize(path) // 2), "cannot be"),
}


def show(name, words, path):
    report, _ = check(path)
    print(json.dumps({"mutation": name, "words": words, "findings": report.findings}))


def main():
    good, folder = sys.argv[1:]
    path = os.path.join(folder, "spoilt.h5")
    for name, (spoil, words) in MUTATIONS.items():
        shutil.copy(good, path)
        with h5py.File(path, "r+", libver=("v110", "v110")) as file:
            spoil(file)
        show(name.replace("_", " "), words, path)
    for name, (spoil, words) in FILES.items():
        shutil.copy(good, path)
        spoil(path)
        show(name, words, path)


main()
