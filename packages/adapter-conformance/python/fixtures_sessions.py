"""Files that tell of a writer: other superblocks, SWMR writers that closed, writers that died."""

import os
import signal

import h5py
import numpy
from h5py import h5t

from fixtures_files import add, create_file, create_group

FRAMES = 12


def write_legacy(folder):
    """The same content under the two superblocks that came before SWMR."""
    for name, bounds in (("legacy-superblock0", "earliest"), ("legacy-superblock2", "v108")):
        with create_file(folder / f"{name}.h5", bounds) as file:
            file.attrs["title"] = "legacy"
            file.attrs["version"] = numpy.int32(3)
            group = create_group(file, "entry")
            group.attrs["names"] = numpy.array(["a", "grün"], dtype=object)
            values = numpy.arange(35, dtype="<f4").reshape(5, 7)
            data = add(group, "data", values, chunks=(2, 3), maxshape=(None, 7),
                       compression="gzip", shuffle=True)
            data.attrs["unit"] = numpy.bytes_("counts")
            add(group, "plain", numpy.arange(4, dtype=">i4"))
            file["link"] = h5py.SoftLink("/entry/data")


def _start_session(path):
    """A small scan: frames, keys and a finished flag."""
    file = create_file(path)
    entry = create_group(file, "entry")
    entry.attrs["started"] = numpy.float64(1714521600.5)
    add(entry, "data", shape=(0, 3, 4), maxshape=(None, 3, 4), chunks=(1, 3, 4), dtype="<u2")
    add(entry, "keys", shape=(0, 1, 1), maxshape=(None, 1, 1), chunks=(16, 1, 1), dtype="<i4")
    add(entry, "finished", numpy.array([0], "<i4"))
    return file


def _write_frames(file, first, last):
    data, keys = file["entry/data"], file["entry/keys"]
    for index in range(first, last):
        data.resize((index + 1, 3, 4))
        data[index] = numpy.arange(12).reshape(3, 4) + index * 12 + 1
        data.flush()
        keys.resize((index + 1, 1, 1))
        keys[index] = index + 1
        keys.flush()


def write_swmr_closed(folder):
    with _start_session(folder / "swmr-closed.h5") as file:
        file.swmr_mode = True
        _write_frames(file, 0, FRAMES)
        file["entry/finished"][0] = 1


def write_swmr_killed(folder):
    """The writer dies after its last flush: flags stay set, the recorded end of file is stale."""

    def write():
        file = _start_session(folder / "swmr-killed.h5")
        file.flush()
        file.swmr_mode = True
        _write_frames(file, 0, FRAMES)
        return file

    _run_and_kill(write)


def write_open_for_writing(folder):
    """A plain writer dies after a flush: everything is there, but the file says it is in use."""

    def write():
        file = _start_session(folder / "open-for-writing.h5")
        _write_frames(file, 0, 3)
        file.flush()
        return file

    _run_and_kill(write)


def write_open_for_writing_twin(path):
    """What open-for-writing.h5 would be had its writer closed it: the source of its golden."""
    with _start_session(path) as file:
        _write_frames(file, 0, 3)


def _run_and_kill(write):
    """Run in a forked process that is killed while it still holds the file that it returned."""
    child = os.fork()
    if child == 0:
        try:
            held = write()  # noqa: F841 (an unreferenced file would be closed)
        except BaseException as error:
            os.write(2, f"writer failed: {error!r}\n".encode())
            os._exit(1)
        os.kill(os.getpid(), signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the writer ended before it could be killed")


def write_skeleton_messages(folder):
    """An empty message file: a writer that cannot create such datasets starts from a copy.

    Of its size, 4096 bytes are the smallest heap that holds a variable string.
    """
    with create_file(folder / "skeleton-messages.h5", tight=True) as file:
        meta = create_group(file, "meta")
        meta.attrs["created"] = numpy.float64(0)
        meta.attrs["modified"] = numpy.float64(0)
        meta.attrs["version"] = "0.0"
        growing = {"shape": (0,), "maxshape": (None,), "chunks": (1024,), "compression": "gzip",
                   "compression_opts": 4}
        add(file, "msgs", dtype=h5py.vlen_dtype("u1"), **growing)
        header = h5t.py_create(numpy.dtype([("io_groups", "u1")])).dtype
        add(file, "msg_headers", dtype=header, **growing)
