"""Checks the attributes of one object: which there are, how they are stored, and what their texts look like."""
import datetime
import json
import re

import h5py

from layout_keys import DEFAULTS, OPTIONAL, ROOT

REFERENCE_TEXT = "<HDF5 object reference>"
DATA_TYPES = "RMT AMT BBMT LPMT ULPMT MT LP BB WB MT_TF BBMT_TF WBMT_TF LPMT_TF CSAMT NSAMT".split()

_time = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?\+00:00")
_date = re.compile(r"\d{4}-\d{2}-\d{2}")
_ids = {"Survey": r"[a-zA-Z0-9_\- ]+", "Station": r"[a-zA-Z0-9_]+", "Run": r"[a-zA-Z0-9_]+"}
_components = {"Electric": r"e[a-z0-9_]*", "Magnetic": r"[hbr][a-z0-9_]*", "Auxiliary": r"[a-z0-9_]+"}
_short_units = {"mV", "V", "mV/km", "V/m", "nT", "pT", "T", "counts", "count", "C", "F", "Hz", "m", "s", "A", "mA", "deg"}


def stored_type(target, key):
    """One letter of the layout, or words for what is none of them."""
    attribute = target.attrs.get_id(key)
    stored = attribute.get_type()
    if attribute.get_space().get_simple_extent_type() != h5py.h5s.SCALAR:
        return "an array"
    if isinstance(stored, h5py.h5t.TypeStringID):
        if not stored.is_variable_str():
            return "text of fixed length"
        # How it is padded has no meaning where the length is variable.
        return "s" if stored.get_cset() == h5py.h5t.CSET_UTF8 else "ASCII text"
    if isinstance(stored, h5py.h5t.TypeEnumID):
        base = stored.get_super()
        named = [stored.get_member_name(index) for index in range(stored.get_nmembers())]
        return "b" if base.get_size() == 1 and sorted(named) == [b"FALSE", b"TRUE"] else "an enumeration"
    if stored.equal(h5py.h5t.IEEE_F64LE):
        return "f"
    if stored.equal(h5py.h5t.STD_I64LE):
        return "i"
    return f"{type(stored).__name__} of {stored.get_size()} bytes"


def check_root_attributes(report, file):
    _check_keys(report, file, ROOT, {})
    if report.expect("file.type" in file.attrs, "/", "has no file.type"):
        report.same("/", "file.type", file.attrs["file.type"], "MTH5")
    if "data_level" in file.attrs:
        report.expect(file.attrs["data_level"] in (0, 1, 2, 3), "/", "data_level is none of 0 to 3")
    if "file.access.time" in file.attrs:
        _check_time(report, file, "file.access.time")


def check_plain_group(report, group, mth5_type):
    """A group that only says what it is; with no type, one that says nothing."""
    keys = {} if mth5_type is None else {"mth5_type": "s", "hdf5_reference": "s"}
    _check_keys(report, group, keys, {})
    if mth5_type is not None:
        _check_type(report, group, mth5_type)


def check_attributes(report, target, kind):
    """:param kind: Survey, Station, Run, Electric, Magnetic or Auxiliary."""
    _check_keys(report, target, DEFAULTS[kind], OPTIONAL[kind])
    _check_type(report, target, kind)
    for key in target.attrs:
        if key.startswith("time_period.") or key == "provenance.creation_time":
            report.attempt(target.name, _check_time, report, target, key)
    report.attempt(target.name, _check_name, report, target, kind)
    if kind in ("Station", "Run"):
        report.expect(target.attrs.get("data_type") in DATA_TYPES, target.name, "data_type is none of MTH5's")
    if kind in _components:
        report.attempt(target.name, _check_channel_texts, report, target, kind)
    for key in target.attrs:
        if key.endswith("latitude"):
            report.expect(-90 <= target.attrs[key] <= 90, target.name, f"{key} is beyond a pole")


def text_list(target, key):
    """A list stored as JSON text."""
    value = json.loads(target.attrs[key])
    if not isinstance(value, list):
        raise ValueError(f"{key} is no list")
    return value


def time_of(text):
    return datetime.datetime.fromisoformat(text)


def _check_keys(report, target, defaults, optional):
    for key, wanted in defaults.items():
        if report.expect(key in target.attrs, target.name, f"attribute {key} is missing"):
            report.same(target.name, f"stored type of {key}", stored_type(target, key), wanted)
    for key in target.attrs:
        if key in optional:
            report.same(target.name, f"stored type of {key}", stored_type(target, key), optional[key])
        elif key not in defaults:
            report.expect("." not in key, target.name, f"attribute {key} is unknown to MTH5")


def _check_type(report, target, wanted):
    report.same(target.name, "mth5_type", target.attrs.get("mth5_type"), wanted)
    report.same(target.name, "hdf5_reference", target.attrs.get("hdf5_reference"), REFERENCE_TEXT)


def _check_time(report, target, key):
    text = target.attrs[key]
    form = _date if key.endswith("_date") else _time
    if report.expect(form.fullmatch(text), target.name, f"{key} {text!r} is not as MTH5 writes times"):
        time_of(text)


def _check_name(report, target, kind):
    key = "id" if kind in _ids else "component"
    value = target.attrs[key]
    form = _ids.get(kind) or _components[kind]
    report.expect(re.fullmatch(form, value), target.name, f"{key} {value!r} is not allowed by MTH5")
    if target.name != "/Survey":
        report.same(target.name, "name in the file", target.name.rsplit("/", 1)[1], value.replace(" ", "_"))


def _check_channel_texts(report, channel, kind):
    report.same(channel.name, "type", channel.attrs["type"], kind.lower())
    units = channel.attrs["units"]
    report.expect(units not in _short_units, channel.name, f"units {units!r} are not the long name")
    report.expect(channel.attrs["sample_rate"] > 0, channel.name, "sample_rate is not above zero")
    text = channel.attrs["filters"]
    if text != "none":
        applied = [entry["applied_filter"] for entry in text_list(channel, "filters")]
        good = all(isinstance(entry["name"], str) and isinstance(entry["applied"], bool) for entry in applied)
        report.expect(good, channel.name, "filters are not as MTH5 writes them")
