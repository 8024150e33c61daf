"""Checks the tables of summaries: how their rows are stored, to the byte, and what the rows of channels say."""
import h5py
import numpy

# Name, type, offset. S text of fixed length, f8 and i8 as in numpy, b boolean, r reference.
CHANNEL_SUMMARY = (
    "survey S30 0, station S30 30, run S20 60, latitude f8 80, longitude f8 88, elevation f8 96, component S20 104, "
    "start S36 124, end S36 160, n_samples i8 196, sample_rate f8 204, measurement_type S30 212, azimuth f8 242, "
    "tilt f8 250, units S60 258, has_data b 318, hdf5_reference r 319, run_hdf5_reference r 327, "
    "station_hdf5_reference r 335"
)
TF_SUMMARY = (
    "station S30 0, survey S50 30, latitude f8 80, longitude f8 88, elevation f8 96, tf_id S30 104, units S60 134, "
    "has_impedance b 194, has_tipper b 195, has_covariance b 196, period_min f8 197, period_max f8 205, "
    "hdf5_reference r 213, station_hdf5_reference r 221"
)
FC_SUMMARY = (
    "survey S30 0, station S30 30, run S20 60, decimation_level S44 80, latitude f8 124, longitude f8 132, "
    "elevation f8 140, component S20 148, start S36 168, end S36 204, n_samples i8 240, sample_rate f8 248, "
    "measurement_type S30 256, units S60 286, hdf5_reference r 346, decimation_level_reference r 354, "
    "run_hdf5_reference r 362, station_hdf5_reference r 370"
)
STANDARDS_SUMMARY = (
    "attribute S72 0, type S15 72, required b 87, style S72 88, units S32 160, description S300 192, options S150 492, "
    "alias S72 642, example S72 714, default S72 786"
)
TABLES = {
    "channel_summary": (CHANNEL_SUMMARY, 343),
    "tf_summary": (TF_SUMMARY, 229),
    "fc_summary": (FC_SUMMARY, 378),
}


def check_tables(report, root):
    for name, (members, size) in TABLES.items():
        table = root.get(name)
        where = f"{root.name}/{name}"
        if not report.expect(isinstance(table, h5py.Dataset), where, "is missing or no dataset"):
            continue
        _check_row_type(report, table, members, size)
        report.same(where, "extent that it can have", table.maxshape, (None,))
        report.expect(table.chunks is not None, where, "is not chunked")
        report.expect(table.shape != (0,), where, "has no row at all, where MTH5 needs one")
        if name != "channel_summary" and table.shape == (1,):
            report.expect(_is_empty_row(table[0]), where, "has a row, but there is nothing that it could be about")


def check_standards(report, standards):
    table = standards.get("summary")
    if table is None:
        return
    _check_row_type(report, table, STANDARDS_SUMMARY, 858)
    report.same(table.name, "extent that it can have", table.maxshape, (1000,))
    for key in ("type", "last_updated"):
        report.expect(isinstance(table.attrs.get(key), str), table.name, f"{key} is missing or no text")
    reference = table.attrs.get("reference")
    if report.expect(isinstance(reference, h5py.Reference), table.name, "reference is missing or none"):
        report.expect(standards.file[reference] == table, table.name, "reference is to something else")


def check_channel_rows(report, table, channels, closed):
    """Exactly one row per channel, and what it says is true.

    :param channels: of the whole file, as (survey, station, run, channel) objects.
    """
    by_name = {channel.name: (survey, station, run, channel) for survey, station, run, channel in channels}
    rows = table[...]
    if not channels:
        report.expect(len(rows) == 1 and _is_empty_row(rows[0]), table.name, "has rows, but there are no channels")
        return
    seen = []
    for index, row in enumerate(rows):
        where = f"{table.name}[{index}]"
        target = report.attempt(where, _target, table.file, row["hdf5_reference"])
        if target is None or target.name not in by_name:
            report.add(where, "hdf5_reference is to no channel")
            continue
        seen.append(target.name)
        report.attempt(where, _check_row, report, where, row, by_name[target.name], closed)
    for name in by_name:
        report.same(name, "number of rows in channel_summary", seen.count(name), 1)


def _check_row(report, where, row, objects, closed):
    survey, station, run, channel = objects
    for member, target in (("run_hdf5_reference", run), ("station_hdf5_reference", station)):
        found = _target(channel.file, row[member])
        report.expect(found is not None and found == target, where, f"{member} is not to {target.name}")
    for member, target in (("survey", survey), ("station", station), ("run", run)):
        report.same(where, member, _text(row[member]), target.attrs["id"])
    texts = {"component": "component", "measurement_type": "type", "units": "units"}
    for member, key in texts.items():
        report.same(where, member, _text(row[member]), channel.attrs[key])
    for member in ("latitude", "longitude", "elevation"):
        report.same(where, member, float(row[member]), float(station.attrs[f"location.{member}"]))
    numbers = {"azimuth": "measurement_azimuth", "tilt": "measurement_tilt", "sample_rate": "sample_rate"}
    for member, key in numbers.items():
        report.same(where, member, float(row[member]), float(channel.attrs[key]))
    report.same(where, "start", _text(row["start"]), channel.attrs["time_period.start"])
    if closed:
        report.same(where, "end", _text(row["end"]), channel.attrs["time_period.end"])
        report.same(where, "n_samples", int(row["n_samples"]), channel.shape[0])
        report.same(where, "has_data", bool(row["has_data"]), bool(numpy.any(channel[...] != 0)))
    else:
        report.expect(0 <= row["n_samples"] <= channel.shape[0], where, "n_samples is more than the dataset has")


def _check_row_type(report, table, members, size):
    """By HDF5's own type, because numpy does not tell how the file has it."""
    stored = table.id.get_type()
    if not report.expect(isinstance(stored, h5py.h5t.TypeCompoundID), table.name, "is no table"):
        return
    report.same(table.name, "size of a row", stored.get_size(), size)
    found = [
        f"{stored.get_member_name(index).decode()} {_word(stored.get_member_type(index))} {stored.get_member_offset(index)}"
        for index in range(stored.get_nmembers())
    ]
    wanted = members.split(", ")
    for index in range(max(len(found), len(wanted))):
        pair = [entries[index] if index < len(entries) else "nothing" for entries in (found, wanted)]
        report.same(table.name, f"member {index}", *pair)


def _word(stored):
    if isinstance(stored, h5py.h5t.TypeStringID):
        return "text" if stored.is_variable_str() else f"S{stored.get_size()}"
    if isinstance(stored, h5py.h5t.TypeReferenceID):
        return "r" if stored.equal(h5py.h5t.STD_REF_OBJ) else "another reference"
    if isinstance(stored, h5py.h5t.TypeEnumID):
        base = stored.get_super()
        values = {stored.get_member_name(index): stored.get_member_value(index) for index in range(stored.get_nmembers())}
        return "b" if base.equal(h5py.h5t.STD_I8LE) and values == {b"FALSE": 0, b"TRUE": 1} else "an enumeration"
    for word, wanted in (("f8", h5py.h5t.IEEE_F64LE), ("i8", h5py.h5t.STD_I64LE)):
        if stored.equal(wanted):
            return word
    return f"{type(stored).__name__} of {stored.get_size()} bytes"


def _target(file, reference):
    return file[reference] if reference else None


def _text(value):
    return value.decode()


def _is_empty_row(row):
    return not any(bool(row[name]) for name in row.dtype.names)
