"""The attributes of MTH5's objects: which are always there, with the type they are stored with, and which may be.

Types: s variable-length text, f float64, i int64, b boolean. Keys are flat, their levels joined by dots; a key with dots
that MTH5 does not know makes an object unreadable to it, any other extra key is ignored.
"""


def _join(*parts):
    keys = {}
    for part in parts:
        keys.update(part)
    return keys


def _keys(stored, names, prefix=""):
    return {prefix + name: stored for name in names.split()}


def _under(prefix, keys):
    return {f"{prefix}.{name}": stored for name, stored in keys.items()}


_everywhere = _keys("s", "mth5_type hdf5_reference")
_corner = _keys("f", "latitude longitude elevation")
_place = _join(_keys("s", "datum"), _keys("f", "latitude longitude elevation x y z"))
_precise_place = _join(
    _place,
    _keys("f", "x2 y2 z2"),
    _keys("f", " ".join(f"{name}_uncertainty" for name in "latitude longitude elevation x y z".split())),
)
_period = _keys("s", "time_period.start time_period.end")
_provenance = _keys(
    "s",
    "archive.name creator.author submitter.author software.author software.name software.version creation_time",
    "provenance.",
)
_start_end = _keys("f", "start end")
_channel = _join(
    _everywhere,
    _keys("s", "component type units filters data_quality.rating.value"),
    _keys("f", "sample_rate measurement_azimuth measurement_tilt"),
    _keys("i", "channel_number"),
    _period,
)

ROOT = _join(
    _keys("s", "file.type file.version file.access.platform file.access.time"),
    _keys("s", "mth5.software.version mth5.software.name"),
    _keys("i", "data_level"),
)

DEFAULTS = {
    "Survey": _join(
        _everywhere,
        _keys("s", "id name project summary geographic_name datum release_license"),
        _keys("s", "acquired_by.author project_lead.author time_period.start_date time_period.end_date"),
        _under("northwest_corner", _corner),
        _under("southeast_corner", _corner),
    ),
    "Station": _join(
        _everywhere,
        _keys("s", "id geographic_name acquired_by.author data_type channel_layout channels_recorded run_list"),
        _under("location", _precise_place),
        _keys("s", "location.declination.model"),
        _keys("f", "location.declination.value"),
        _keys("s", "method reference_frame value", "orientation."),
        _provenance,
        _period,
    ),
    "Run": _join(
        _everywhere,
        _keys("s", "id data_type acquired_by.author metadata_by.author"),
        _keys("s", "channels_recorded_electric channels_recorded_magnetic channels_recorded_auxiliary"),
        _keys("f", "sample_rate"),
        _keys("s", "firmware.author firmware.name firmware.version timing_system.type", "data_logger."),
        _keys("f", "timing_system.drift timing_system.uncertainty", "data_logger."),
        _under("data_logger.power_source.voltage", _start_end),
        _provenance,
        _period,
    ),
    "Electric": _join(
        _channel,
        _keys("f", "dipole_length"),
        *(_under(name, _start_end) for name in ("ac", "dc", "contact_resistance")),
        _under("positive", _precise_place),
        _under("negative", _precise_place),
    ),
    "Magnetic": _join(
        _channel,
        _under("location", _place),
        *(_under(name, _start_end) for name in ("h_field_max", "h_field_min")),
    ),
    "Auxiliary": _join(_channel, _under("location", _place)),
}
sizes = {kind: len(keys) for kind, keys in DEFAULTS.items()}
assert sizes == {"Survey": 19, "Station": 39, "Run": 27, "Electric": 52, "Magnetic": 24, "Auxiliary": 20}, sizes

# Also stored as a plain `comments`.
_comments = _keys("s", "author time_stamp value", "comments.")
_fdsn = _join(
    _keys("s", "id network channel_code alternate_code alternate_network_code", "fdsn."), _keys("b", "fdsn.new_epoch")
)
_person = _join(_keys("s", "email organization url"), _comments)
_everyone = _join(_keys("s", "comments"), _comments, _fdsn)
_device = _keys("s", "id manufacturer model name type")
_citation = _keys("s", "authors doi journal pages title volume year")
_more_provenance = _under(
    "provenance",
    _join(
        _keys("s", "log software.last_updated"),
        _comments,
        *(_under(name, _person) for name in ("archive", "creator", "submitter")),
    ),
)
_more_channel = _join(
    _everyone,
    _keys("s", "channel_id"),
    _keys("f", "translated_azimuth translated_tilt"),
    _keys("f", "good_from_period good_to_period", "data_quality."),
    _keys("i", "data_quality.flag"),
    _keys("s", "warnings rating.author rating.method", "data_quality."),
    _under("data_quality", _comments),
)

OPTIONAL = {
    "Survey": _join(
        _everyone,
        _keys("s", "country state"),
        _under("acquired_by", _person),
        _under("project_lead", _person),
        _under("citation_dataset", _citation),
        _under("citation_journal", _citation),
        _under("funding_source", _join(_person, _keys("s", "grant_id name"))),
    ),
    "Station": _join(
        _everyone,
        _under("acquired_by", _person),
        _keys("s", "location.declination.epoch"),
        _under("location.declination", _comments),
        _keys("s", "country county parcel quarter section state township", "location.geographic_location."),
        _keys("f", "orientation.angle_to_geographic_north"),
        _more_provenance,
    ),
    "Run": _join(
        _everyone,
        _under("acquired_by", _person),
        _under("metadata_by", _person),
        _under("data_logger", _device),
        _under("data_logger.data_storage", _device),
        _keys("s", "data_logger.firmware.last_updated"),
        _keys("s", "id type", "data_logger.power_source."),
        _under("data_logger.power_source", _comments),
        _keys("i", "data_logger.timing_system.n_satellites"),
        _under("data_logger.timing_system", _comments),
        _more_provenance,
    ),
    "Electric": _join(_more_channel, _under("positive", _device), _under("negative", _device)),
    "Magnetic": _join(_more_channel, _under("sensor", _device)),
    "Auxiliary": _join(_more_channel, _under("sensor", _device)),
}
