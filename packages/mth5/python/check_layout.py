"""Checks that a file is laid out as MTH5 has it, without MTH5: with h5py alone.

Usage: check_layout.py [--live] FILE      --live: a writer in SWMR mode has it open

Prints {"ok": true, "channels": n}, or one line of JSON for each finding, and then ends with code 1. Where the file says
that a session is going on, what follows only from its end (times of ends, lists, sums) is not asked for.
"""
import sys

import h5py

from layout_attributes import check_root_attributes
from layout_report import Report
from layout_tables import check_channel_rows, check_tables
from layout_tree import check_survey, surveys_of

VERSIONS = ("0.1.0", "0.2.0")


# Of the superblock, at this byte: a writer in SWMR mode has the file open, or had when it was killed.
MARK, MARK_OF_SWMR_WRITER = 11, 5


def check_superblock(report, path):
    """The mark of an open writer."""
    with open(path, "rb") as file:
        head = file.read(12)
    if report.expect(head[:8] == b"\x89HDF\r\n\x1a\n", "/", "is no HDF5 file"):
        report.same("/", "version of the superblock", head[8], 3)
    return head[MARK] if len(head) > MARK else 0


def check_session(report, file):
    """Whether the file is at rest."""
    session = file.get("h5tail")
    if session is None:
        return True
    ended = session.get("ended")
    good = isinstance(ended, h5py.Dataset) and ended.shape == () and ended.dtype.str == "<i8"
    if not report.expect(good and ended.chunks is None, "/h5tail/ended", "is no int64 scalar stored in one piece"):
        return True
    report.expect(session["ended"][()] in (0, 1), "/h5tail/ended", "is neither 0 nor 1")
    return bool(session["ended"][()])


def check_file(report, file):
    """How many channels it has."""
    check_root_attributes(report, file)
    closed = check_session(report, file)
    version = file.attrs.get("file.version")
    if not report.expect(version in VERSIONS, "/", f"file.version {version!r} is unknown"):
        return 0
    root, surveys = surveys_of(report, file, version)
    if root is None:
        return 0
    report.attempt(root.name, check_tables, report, root)
    channels = []
    for survey in surveys:
        channels += report.attempt(survey.name, check_survey, report, survey, closed) or []
    table = root.get("channel_summary")
    if table is not None:
        report.attempt(table.name, check_channel_rows, report, table, channels, closed)
    return len(channels)


def check(path, live=False):
    """The report about a file, and how many channels it has."""
    report = Report()
    mark = check_superblock(report, path)
    report.same("/", "mark of an open writer", mark, MARK_OF_SWMR_WRITER if live else 0)
    channels = 0
    try:
        with h5py.File(path, "r", swmr=live) as file:
            channels = report.attempt("/", check_file, report, file) or 0
    except OSError as error:
        report.add("/", f"cannot be opened: {error}")
    return report, channels


def main():
    report, channels = check(sys.argv[-1], "--live" in sys.argv)
    sys.exit(report.print(channels))


if __name__ == "__main__":
    main()
