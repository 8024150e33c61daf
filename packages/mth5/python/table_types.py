"""The row types of MTH5's tables: packed, little-endian, texts of fixed length, booleans as h5py stores them."""
import h5py
import numpy

REFERENCE = h5py.ref_dtype
BOOL = numpy.dtype("?")
COORDINATES = [("latitude", "<f8"), ("longitude", "<f8"), ("elevation", "<f8")]

CHANNEL_SUMMARY = numpy.dtype(
    [
        ("survey", "S30"),
        ("station", "S30"),
        ("run", "S20"),
        *COORDINATES,
        ("component", "S20"),
        ("start", "S36"),
        ("end", "S36"),
        ("n_samples", "<i8"),
        ("sample_rate", "<f8"),
        ("measurement_type", "S30"),
        ("azimuth", "<f8"),
        ("tilt", "<f8"),
        ("units", "S60"),
        ("has_data", BOOL),
        ("hdf5_reference", REFERENCE),
        ("run_hdf5_reference", REFERENCE),
        ("station_hdf5_reference", REFERENCE),
    ]
)

TF_SUMMARY = numpy.dtype(
    [
        ("station", "S30"),
        ("survey", "S50"),
        *COORDINATES,
        ("tf_id", "S30"),
        ("units", "S60"),
        ("has_impedance", BOOL),
        ("has_tipper", BOOL),
        ("has_covariance", BOOL),
        ("period_min", "<f8"),
        ("period_max", "<f8"),
        ("hdf5_reference", REFERENCE),
        ("station_hdf5_reference", REFERENCE),
    ]
)

FC_SUMMARY = numpy.dtype(
    [
        ("survey", "S30"),
        ("station", "S30"),
        ("run", "S20"),
        ("decimation_level", "S44"),
        *COORDINATES,
        ("component", "S20"),
        ("start", "S36"),
        ("end", "S36"),
        ("n_samples", "<i8"),
        ("sample_rate", "<f8"),
        ("measurement_type", "S30"),
        ("units", "S60"),
        ("hdf5_reference", REFERENCE),
        ("decimation_level_reference", REFERENCE),
        ("run_hdf5_reference", REFERENCE),
        ("station_hdf5_reference", REFERENCE),
    ]
)

STANDARDS_SUMMARY = numpy.dtype(
    [
        ("attribute", "S72"),
        ("type", "S15"),
        ("required", BOOL),
        ("style", "S72"),
        ("units", "S32"),
        ("description", "S300"),
        ("options", "S150"),
        ("alias", "S72"),
        ("example", "S72"),
        ("default", "S72"),
    ]
)

sizes = [row.itemsize for row in (CHANNEL_SUMMARY, TF_SUMMARY, FC_SUMMARY, STANDARDS_SUMMARY)]
assert sizes == [343, 229, 378, 858], sizes
