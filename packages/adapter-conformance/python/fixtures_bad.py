"""Files that must be refused, or whose data must be: each has one fault and no golden."""

import h5py
import numpy
from h5py import h5d, h5s, h5t, h5z

import raw_hdf5
from fixtures_files import add, create_file, create_group, dataset_creation

BAD = (
    "not-hdf5.h5",
    "empty.h5",
    "truncated.h5",
    "corrupt-chunk.h5",
    "corrupt-superblock.h5",
    "unknown-filter.h5",
)
UNKNOWN_FILTER = 32099


def write_bad(folder):
    (folder / "not-hdf5.h5").write_text("This is a plain text file, not HDF5.\n" * 20)
    (folder / "empty.h5").write_bytes(b"")
    _write_plain(folder / "truncated.h5")
    _truncate(folder / "truncated.h5")
    _write_plain(folder / "corrupt-superblock.h5")
    _spoil_checksum(folder / "corrupt-superblock.h5")
    _write_corrupt_chunk(folder / "corrupt-chunk.h5")
    _write_unknown_filter(folder / "unknown-filter.h5")


def _write_plain(path):
    with create_file(path) as file:
        group = create_group(file, "entry")
        add(group, "data", numpy.arange(600, dtype="<i4").reshape(20, 30))


def _truncate(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])


def _spoil_checksum(path):
    """The checksum is the last field of a version 3 superblock, at byte 44."""
    data = bytearray(path.read_bytes())
    data[44:48] = bytes(byte ^ 0xFF for byte in data[44:48])
    path.write_bytes(data)


def _write_corrupt_chunk(path):
    """Chunk 0 of ``data`` is good, chunk 1 is not gzip any more; ``fletcher32`` likewise."""
    values = numpy.arange(40, dtype="<i4")
    with create_file(path) as file:
        data = add(file, "gzip", values, chunks=(20,), compression="gzip")
        summed = add(file, "fletcher32", values, chunks=(20,), fletcher32=True)
        add(file, "good", values)
        places = [_stored_place(data, 1), _stored_place(summed, 1)]
    content = bytearray(path.read_bytes())
    gzip, summed = places
    content[gzip[0] : sum(gzip)] = b"\xff" * gzip[1]
    content[summed[0]] ^= 0x55
    path.write_bytes(content)


def _stored_place(dataset, index):
    dataset.file.flush()
    info = dataset.id.get_chunk_info(index)
    return info.byte_offset, info.size


def _write_unknown_filter(path):
    """The shape and the type can be read, the values cannot."""
    values = numpy.arange(8, dtype="<u2")
    with create_file(path) as file:
        creation = dataset_creation()
        creation.set_chunk((4,))
        with raw_hdf5.without_plugins():
            creation.set_filter(UNKNOWN_FILTER, h5z.FLAG_OPTIONAL, (1, 2))
        space = h5s.create_simple((8,))
        dataset = h5py.Dataset(h5d.create(file.id, b"data", h5t.STD_U16LE, space, creation))
        for start in (0, 4):
            dataset.id.write_direct_chunk((start,), values[start : start + 4].tobytes())
        add(file, "good", values)
