"""Checks the groups of a file and how the attributes of one level follow from those of the level below."""
import h5py

from layout_attributes import check_attributes, check_plain_group, text_list, time_of
from layout_tables import TABLES, check_standards

# What MTH5 writes where no time is known.
NO_TIME = "1980-01-01T00:00:00+00:00"
FILTER_TYPES = ("zpk", "coefficient", "time_delay", "fap", "fir")
NOT_RUNS = {"Transfer_Functions": "TransferFunctions", "Fourier_Coefficients": "MasterFC", "Features": "MasterFeatures"}
CHANNEL_TYPES = ("Electric", "Magnetic", "Auxiliary")
STORED_SAMPLES = ("<i4", "<f4", "<f8")
# In every build of HDF5.
FILTERS = {h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_FLETCHER32}


def surveys_of(report, file, version):
    """The groups of surveys of a file; what lies between them and the root is checked."""
    if version == "0.1.0":
        root = _group(report, file, "/Survey")
        if root is None:
            return None, []
        _only(report, root, {"Stations", "Reports", "Filters", "Standards", *TABLES})
        return root, [root]
    root = _group(report, file, "/Experiment")
    if root is None:
        return None, []
    check_plain_group(report, root, None)
    _only(report, root, {"Surveys", "Reports", "Standards", *TABLES})
    _check_reports_and_standards(report, root)
    master = _group(report, root, "Surveys", "MasterSurvey")
    return root, [] if master is None else [survey for survey in master.values() if _is_group(report, survey)]


def check_survey(report, survey, closed):
    """Its channels, as (survey, station, run, channel)."""
    check_attributes(report, survey, "Survey")
    tables = TABLES if survey.name == "/Survey" else ()
    _only(report, survey, {"Stations", "Reports", "Filters", "Standards", *tables})
    _check_reports_and_standards(report, survey)
    filters = _group(report, survey, "Filters", "Filters")
    if filters is not None:
        _check_filters(report, filters)
    master = _group(report, survey, "Stations", "MasterStation")
    stations = [] if master is None else [station for station in master.values() if _is_group(report, station)]
    channels = []
    for station in stations:
        channels += [(survey, *objects) for objects in _check_station(report, station, closed)]
    if closed and channels:
        report.attempt(survey.name, _check_survey_bounds, report, survey, {station for _, station, _, _ in channels})
    return channels


def _check_station(report, station, closed):
    check_attributes(report, station, "Station")
    for name, mth5_type in NOT_RUNS.items():
        group = _group(report, station, name, mth5_type)
        if group is not None:
            _only(report, group, set())
    runs = [run for name, run in station.items() if name not in NOT_RUNS and _is_group(report, run)]
    channels = []
    for run in runs:
        channels += [(station, run, channel) for channel in _check_run(report, run, closed)]
    if closed:
        report.attempt(station.name, _check_station_lists, report, station, runs, channels)
    return channels


def _check_run(report, run, closed):
    check_attributes(report, run, "Run")
    channels = []
    for channel in run.values():
        if report.expect(isinstance(channel, h5py.Dataset), channel.name, "is no channel, but in a run"):
            channels.append(channel)
            report.attempt(channel.name, _check_channel, report, channel, closed)
    if closed:
        report.attempt(run.name, _check_run_sums, report, run, channels)
    return channels


def _check_channel(report, channel, closed):
    where = channel.name
    kind = channel.attrs.get("mth5_type")
    if report.expect(kind in CHANNEL_TYPES, where, f"mth5_type {kind!r} is none of a channel"):
        check_attributes(report, channel, kind)
    report.same(where, "extent that it can have", channel.maxshape, (None,))
    report.expect(channel.dtype.str in STORED_SAMPLES, where, f"samples are stored as {channel.dtype.str}")
    if report.expect(channel.chunks is not None, where, "is not chunked"):
        report.expect(channel.chunks != (1,), where, "has a chunk for each sample")
    creation = channel.id.get_create_plist()
    used = {creation.get_filter(index)[0] for index in range(creation.get_nfilters())}
    report.expect(used <= FILTERS, where, f"has filters that not every reader has: {sorted(used - FILTERS)}")
    report.same(where, "fill value", channel.fillvalue, 0)
    channel[...]
    if closed:
        _check_end(report, channel)


def _check_end(report, channel):
    rate = float(channel.attrs["sample_rate"])
    lasts = (_time(channel, "end") - _time(channel, "start")).total_seconds()
    wanted = max(channel.shape[0] - 1, 0) / rate
    report.expect(abs(lasts - wanted) <= max(0.5 / rate, 1e-6), channel.name, "time_period.end is not its last sample")


def _check_run_sums(report, run, channels):
    for mth5_type in CHANNEL_TYPES:
        key = f"channels_recorded_{mth5_type.lower()}"
        wanted = [channel.attrs["component"] for channel in channels if channel.attrs.get("mth5_type") == mth5_type]
        report.same(run.name, key, sorted(text_list(run, key)), sorted(wanted))
    if not channels:
        return
    rates = [float(channel.attrs["sample_rate"]) for channel in channels]
    report.expect(float(run.attrs["sample_rate"]) in rates, run.name, "sample_rate is none of its channels'")
    recorded = [channel for channel in channels if len(channel) > 0]
    if recorded:
        _check_period(report, run, recorded)


def _check_station_lists(report, station, runs, channels):
    report.same(station.name, "run_list", sorted(text_list(station, "run_list")), sorted(run.attrs["id"] for run in runs))
    wanted = {channel.attrs["component"] for _, _, channel in channels}
    report.same(station.name, "channels_recorded", sorted(text_list(station, "channels_recorded")), sorted(wanted))
    recorded = {run for _, run, channel in channels if len(channel) > 0}
    if recorded:
        _check_period(report, station, recorded)


def _check_period(report, above, below):
    for name, extreme in (("start", min), ("end", max)):
        wanted = extreme(_time(each, name) for each in below)
        report.same(above.name, f"time_period.{name}", _time(above, name).isoformat(), wanted.isoformat())


def _check_survey_bounds(report, survey, stations):
    dates = [survey.attrs[f"time_period.{name}_date"] for name in ("start", "end")]
    # A station without samples has no times yet, and one at 0, 0 no place.
    recorded = [station for station in stations if station.attrs["time_period.end"] != NO_TIME]
    placed = [station for station in stations if any(station.attrs[f"location.{name}"] for name in ("latitude", "longitude"))]
    if recorded:
        first = min(station.attrs["time_period.start"] for station in recorded)[:10]
        last = max(station.attrs["time_period.end"] for station in recorded)[:10]
        report.expect(dates[0] <= first and last <= dates[1], survey.name, "its dates leave out a station's")
    for name, first_corner, last_corner in (
        ("latitude", "southeast_corner", "northwest_corner"),
        ("longitude", "northwest_corner", "southeast_corner"),
    ):
        low, high = (survey.attrs[f"{corner}.{name}"] for corner in (first_corner, last_corner))
        inside = all(low <= station.attrs[f"location.{name}"] <= high for station in placed)
        report.expect(inside, survey.name, f"a station lies outside its corners in {name}")


def _check_reports_and_standards(report, parent):
    reports = _group(report, parent, "Reports", "Reports")
    if reports is not None:
        _only(report, reports, set())
    standards = _group(report, parent, "Standards", "Standards")
    if standards is not None:
        _only(report, standards, {"summary"})
        report.attempt(standards.name, check_standards, report, standards)


def _check_filters(report, filters):
    _only(report, filters, set(FILTER_TYPES))
    for filter_type in FILTER_TYPES:
        group = _group(report, filters, filter_type)
        if group is None:
            continue
        check_plain_group(report, group, None)
        for each in group.values():
            report.same(each.name, "type", each.attrs.get("type"), filter_type.replace("_", " "))
            name = str(each.attrs.get("name")).lower().replace("/", " per ")
            report.same(each.name, "name in the file", each.name.rsplit("/", 1)[1], name)


def _group(report, parent, name, mth5_type=None):
    group = parent.get(name)
    where = f"{parent.name.rstrip('/')}/{name.lstrip('/')}"
    if not report.expect(isinstance(group, h5py.Group), where, "is missing or no group"):
        return None
    if mth5_type is not None:
        check_plain_group(report, group, mth5_type)
    return group


def _is_group(report, target):
    return report.expect(isinstance(target, h5py.Group), target.name, "is no group")


def _only(report, group, names):
    for name in group:
        report.expect(name in names, f"{group.name}/{name}", "has no place here")


def _time(target, name):
    return time_of(target.attrs[f"time_period.{name}"])
