"""Files with a user block: bytes of another format before the superblock, which moves every address."""

import h5py
import numpy
from h5py import h5t

from fixtures_files import add, add_sequences, add_stored, create_file, create_group

# name: (bytes of the user block, library bounds)
USER_BLOCKS = {"user-block-512": (512, "earliest"), "user-block-1024": (1024, "v110")}
_TEXT = b"The bytes of a user block belong to another program.\n"


def write_user_blocks(folder):
    """The same content behind a superblock of version 0 and behind one of version 3."""
    for name, (size, bounds) in USER_BLOCKS.items():
        path = folder / f"{name}.h5"
        with create_file(path, bounds, user_block=size) as file:
            _fill(file)
        with open(path, "r+b") as stream:
            stream.write((_TEXT * (size // len(_TEXT) + 1))[:size])


def _fill(file):
    file.attrs["title"] = "behind a user block"
    entry = create_group(file, "entry")
    entry.attrs["started"] = numpy.float64(0.5)
    values = numpy.arange(24, dtype="<i4").reshape(6, 4)
    add(entry, "contiguous", values)
    add(entry, "growing", values, chunks=(2, 4), maxshape=(None, 4))
    add(entry, "gzip", values, chunks=(4, 3), compression="gzip", shuffle=True)
    add(entry, "texts", numpy.array(["a", "", "grün"], dtype=object), dtype=h5py.string_dtype())
    add_sequences(entry, "sequences", "u1", [[1, 2, 3], [], [255]])
    references = b"".join(_reference(file, target) for target in ("/entry", "/entry/gzip"))
    add_stored(entry, "references", h5t.STD_REF_OBJ, (2,), references)
    file["link"] = h5py.SoftLink("/entry/growing")


def _reference(file, path):
    """The stored bytes of a reference: the address of the object's header behind the user block."""
    return h5py.h5o.get_info(file[path].id).addr.to_bytes(8, "little")
