#!/usr/bin/env python3
"""Writes the fixtures of the conformance suite and their goldens, or checks them.

    make_fixtures.py            write every file into ../fixtures
    make_fixtures.py --check    write into a temporary folder and compare; exit 1 on a difference

Bytes are compared only under the pinned versions: another library may lay out a file in another
way and still say the same. Goldens must agree under every version. Files that a filter's plug-in
writes are left out where it is missing, which is an error in CI.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile

import h5py
import numpy

from fixtures_bad import BAD, write_bad
from fixtures_codecs import CODEC_WRITERS, missing_codecs, plain_path
from fixtures_dtypes import write_dtypes
from fixtures_expectations import verify_expectations
from fixtures_layouts import szip_is_available, write_layouts
from fixtures_odd_numbers import write_odd_numbers
from fixtures_sessions import (
    write_legacy,
    write_open_for_writing,
    write_open_for_writing_twin,
    write_skeleton_messages,
    write_swmr_closed,
    write_swmr_killed,
)
from fixtures_tree import write_large_attribute, write_tree
from fixtures_user_block import write_user_blocks
from fixtures_virtual import write_virtual
from golden_json import format_json
from golden_tree import describe_file

PINNED = {"h5py": "3.7.0", "HDF5": "1.10.8"}
FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
LARGEST_FILE, LARGEST_TOTAL = 100_000, 700_000

# Other compression libraries may write other bytes for the same values.
MADE_BY_OTHERS = {
    f"codecs-{name}.h5" for name in ("szip", "lzf", "zstd", "lz4", "bzip2", "blosc")
}
PLUGINS_REMEDY = "Debian: apt-get install hdf5-filter-plugin hdf5-filter-plugin-blosc-serial libzstd1"

WRITERS = (
    write_dtypes,
    write_layouts,
    write_tree,
    write_large_attribute,
    write_virtual,
    write_legacy,
    write_swmr_closed,
    write_swmr_killed,
    write_open_for_writing,
    write_skeleton_messages,
    write_user_blocks,
    write_odd_numbers,
    write_bad,
)


def check_versions():
    """Refuse libraries that cannot write these files; return whether they are the pinned ones."""
    found = {"h5py": h5py.version.version, "HDF5": h5py.version.hdf5_version}
    print(f"h5py {found['h5py']}, HDF5 {found['HDF5']}, NumPy {numpy.__version__}")
    if h5py.version.version_tuple[:2] < (3, 7):
        sys.exit("h5py 3.7 or later is needed")
    if not szip_is_available():
        sys.exit("the HDF5 library must be built with szip (libaec)")
    return found == PINNED


def make(folder, checking):
    """Write every .h5 file and describe the good ones.

    Returns file name -> text of the golden, and the names of the files that are left out.
    """
    for write_files in WRITERS:
        write_files(folder)
    goldens = {path.stem: _describe(path) for path in _good_files(folder)}
    texts = _as_texts(goldens)
    # Only now: a plug-in that was built with -ffast-math turns the least numbers of this process
    # into zero, from the moment it is loaded.
    left_out = check_codecs(checking)
    for name, (write_file, _) in CODEC_WRITERS.items():
        if name not in left_out:
            write_file(folder)
            goldens[pathlib.Path(name).stem] = _describe(folder / name)
    verify_expectations(goldens)
    return _as_texts(goldens) | texts, left_out


def _as_texts(goldens):
    return {f"{name}.json": format_json(golden) for name, golden in goldens.items()}


def check_codecs(checking):
    """The fixtures that cannot be made here; only a check on a machine of one's own may do without."""
    missing = missing_codecs()
    for name, needed in missing.items():
        print(f"left out: {name} needs {needed}")
    if missing and (not checking or os.environ.get("CI") in ("true", "1")):
        sys.exit(PLUGINS_REMEDY)
    return missing.keys()


def _good_files(folder):
    return [path for path in sorted(folder.glob("*.h5")) if path.name not in BAD]


def _describe(path):
    if path.name in CODEC_WRITERS:
        return describe_file(path, path.name, plain_path=plain_path)
    if path.stem != "open-for-writing":
        return describe_file(path, path.name, swmr=path.stem == "swmr-killed")
    # No plain or SWMR open succeeds on this one, so a properly closed twin stands in for it.
    with tempfile.TemporaryDirectory() as folder:
        twin = pathlib.Path(folder) / path.name
        write_open_for_writing_twin(twin)
        golden = describe_file(twin, path.name)
        if _without_writer_flags(twin) != _without_writer_flags(path):
            raise AssertionError(f"{path.name} and its twin differ in more than the writer flags")
    golden["superblock"]["writerFlags"] = path.read_bytes()[11]
    return golden


def _without_writer_flags(path):
    """A file's bytes without the flags and the checksum that covers them."""
    data = path.read_bytes()
    return data[:11] + data[12:44] + data[48:]


def check_sizes(folder):
    sizes = {path.name: path.stat().st_size for path in sorted(folder.glob("*.h5"))}
    for name, size in sizes.items():
        if size >= LARGEST_FILE:
            sys.exit(f"{name} has {size} bytes; a fixture stays below {LARGEST_FILE}")
    if sum(sizes.values()) >= LARGEST_TOTAL:
        sys.exit(f"the fixtures have {sum(sizes.values())} bytes in all")
    return sizes


def write(folder):
    """Replace every fixture and golden."""
    with tempfile.TemporaryDirectory() as temporary:
        fresh = pathlib.Path(temporary)
        goldens, _ = make(fresh, checking=False)
        folder.mkdir(exist_ok=True)
        for pattern in ("*.h5", "*.json"):
            for path in folder.glob(pattern):
                path.unlink()
        for path in fresh.glob("*.h5"):
            shutil.copyfile(path, folder / path.name)
    for name, text in goldens.items():
        (folder / name).write_text(text, encoding="utf-8")
    sizes = check_sizes(folder)
    for name, size in sizes.items():
        print(f"{size:7} {name}")
    print(f"{sum(sizes.values()):7} in all")


def differences(folder, compare_bytes):
    """Names of the fixtures that the scripts would now write differently."""
    with tempfile.TemporaryDirectory() as temporary:
        fresh = pathlib.Path(temporary)
        goldens, left_out = make(fresh, checking=True)
        files = {path.name: path.read_bytes() for path in fresh.glob("*.h5")}
    wanted = {name: text.encode("utf-8") for name, text in goldens.items()}
    stored = {path.name for path in folder.glob("*.h5")} | {
        path.name for path in folder.glob("*.json")
    }
    stored -= {f"{pathlib.Path(name).stem}{suffix}" for name in left_out for suffix in (".h5", ".json")}
    changed = stored ^ (wanted.keys() | files.keys())
    if compare_bytes:
        wanted |= {name: data for name, data in files.items() if name not in MADE_BY_OTHERS}
    for name in wanted.keys() & stored:
        if (folder / name).read_bytes() != wanted[name]:
            changed.add(name)
    for name in MADE_BY_OTHERS & stored:
        golden = format_json(_describe(folder / name))
        if golden != goldens[f"{pathlib.Path(name).stem}.json"]:
            changed.add(name)
    return sorted(changed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--folder", type=pathlib.Path, default=FIXTURES)
    options = parser.parse_args()
    pinned = check_versions()
    if not options.check:
        write(options.folder)
        return
    changed = differences(options.folder, compare_bytes=pinned)
    for name in changed:
        print(f"differs: {name}")
    print("bytes and goldens compared" if pinned else "other versions: goldens compared")
    sys.exit(1 if changed else 0)


if __name__ == "__main__":
    main()
