#!/usr/bin/env python3
"""Drives the writer and the reader process through real sessions and checks every value.

Run it after a change to either: it is the test of the tools that the suite itself relies on.
"""

import json
import pathlib
import queue
import subprocess
import sys
import tempfile
import threading
import time

import h5py
import numpy

import frame_pattern
import scan_plan

HERE = pathlib.Path(__file__).resolve().parent


class Helper:
    """One helper process: send a command, wait for its answer, collect events on the way."""

    def __init__(self, script):
        self.process = subprocess.Popen(
            [sys.executable, HERE / script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.events = []
        self._lines = queue.Queue()
        # Read all the time: a writer whose reports nobody takes stops when the pipe is full.
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self):
        for line in self.process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def start(self, command, /, **arguments):
        self.process.stdin.write(json.dumps({"do": command, **arguments}) + "\n")
        self.process.stdin.flush()

    def answer(self):
        while (message := self._lines.get(timeout=60)) is not None:
            if "ok" in message:
                return message
            self.events.append(message)
        return None

    def ask(self, command, /, **arguments):
        self.start(command, **arguments)
        answer = self.answer()
        assert answer["ok"], answer
        return answer

    def end(self):
        """Close stdin: the process must end by itself."""
        self.process.stdin.close()
        return self.process.wait(timeout=10)


def check_scan(folder, name, grid=None, **options):
    """Follow a running scan with h5py: a point whose key is set must hold its frame."""
    path = str(folder / f"{name}.h5")
    scan = {"data": "/data", "keys": ["/keys"], "finished": "/finished", "frames": 600,
            "frameShape": [64, 64], "dtype": "uint16", "intervalMs": 2, **options}
    if grid:
        scan.update(grid=grid, frames=int(numpy.prod(grid)))
    writer = Helper("live_writer.py")
    writer.ask("create_scan", path=path, **scan)
    writer.start("scan", report=True, **scan)
    started = time.monotonic()
    seen = _follow(path, scan, grid)
    elapsed = time.monotonic() - started
    assert writer.answer()["frames"] == scan["frames"] - len(options.get("gap", ()))
    assert sorted(event["index"] for event in writer.events) == sorted(seen)
    assert writer.ask("state") == {"ok": True, "open": True, "path": path, "swmr": True}
    assert writer.end() == 0
    with open(path, "rb") as stream:
        assert stream.read(12)[11] == 0, "the writer must close its file at the end of stdin"
    print(f"{name}: {len(seen)} frames right in {elapsed:.1f} s")


def _follow(path, scan, grid):
    seen = set()
    with h5py.File(path, "r", swmr=True) as file:
        data, finished = file["data"], file["finished"]
        keys = [file[key] for key in scan["keys"]]
        last_pass = False
        while not last_pass:
            finished.refresh()
            last_pass = finished[0] != 0
            ready = None
            for key in keys:
                key.refresh()
                values = {int(value) - 1 for value in key[...].ravel() if value}
                ready = values if ready is None else ready & values
            data.refresh()
            for index in sorted(ready - seen):
                where = scan_plan.position(index, grid)
                expected = frame_pattern.frame(index, scan["frameShape"], scan["dtype"])
                assert numpy.array_equal(data[where], expected), f"frame {index} is wrong"
            seen |= ready
            time.sleep(0.002)
    return seen


def check_kill(folder):
    path = str(folder / "killed.h5")
    scan = {"data": "/entry/data", "keys": ["/entry/keys"], "frames": 50, "frameShape": [3],
            "dtype": "float32"}
    writer = Helper("live_writer.py")
    writer.ask("create_scan", path=path, growing=True, **scan)
    writer.start("scan", killAfter=20, **scan)
    assert writer.answer() is None and writer.events == [{"event": "killed", "frames": 20}]
    assert writer.process.wait() == -9
    with open(path, "rb") as stream:
        assert stream.read(12)[11] == 5
    with h5py.File(path, "r", swmr=True) as file:
        assert file["entry/keys"][...].ravel().tolist() == list(range(1, 21))
        for index in range(20):
            expected = frame_pattern.frame(index, (3,), "float32")
            assert numpy.array_equal(file["entry/data"][index], expected)
    print("kill: 20 frames kept, writer flags 5")


def check_sources(folder, name, **options):
    """A virtual dataset over the sources, the links and the sources themselves hold every frame."""
    master = folder / f"{name}.h5"
    frames, shape = 30, (3, 2)
    writer = Helper("live_writer.py")
    writer.ask("create_sources", path=str(master), key="/keys", data="/data", sources=3,
               file=f"{name}-%b.h5", frames=frames, frameShape=list(shape), dtype="int32",
               virtual="/all", virtualFill=-1, links=True, **options)
    if "late" in options:
        assert not (folder / f"{name}-2.h5").exists()
    for first, stop in ((0, 7), (7, frames)):
        writer.ask("scan_sources", first=first, stop=stop)
        with h5py.File(master, "r", swmr=True) as file:
            assert file["keys"][:, 0, 0].tolist()[:stop] == list(range(1, stop + 1))
            if stop < frames and options.get("growing") and not options.get("unlimited"):
                continue  # Not to be read by h5py while a source is shorter than its mapping.
            for index in range(stop):
                expected = frame_pattern.frame(index, shape, "int32")
                assert numpy.array_equal(file["all"][index], expected), f"frame {index} is wrong"
            # The last frame of source 2 is the last point in both mappings.
            if stop == frames:
                linked = file["links/2"][frames // 3 - 1]
                assert numpy.array_equal(linked, frame_pattern.frame(frames - 1, shape, "int32"))
    assert writer.end() == 0
    for path in [master, *(folder / f"{name}-{source}.h5" for source in range(3))]:
        assert path.read_bytes()[11] == 0, f"{path.name} must be closed at the end of stdin"
    print(f"{name}: {frames} frames right in three files")


def check_orphans(folder):
    """A scan that runs, and a writer that hangs, both end when stdin closes."""
    for name, arguments in (
        ("scan", {"data": "/d", "keys": ["/k"], "frames": 10**6, "frameShape": [],
                  "dtype": "uint8", "intervalMs": 1}),
        ("hang", {}),
    ):
        writer = Helper("live_writer.py")
        path = str(folder / f"orphan-{name}.h5")
        if name == "scan":
            writer.ask("create_scan", path=path, growing=True, **arguments)
        writer.start(name, **arguments)
        time.sleep(0.3)
        assert writer.end() == 0
    print("orphans: none")


def check_steps(folder):
    """Every single command, with the h5py reader process on the other side."""
    path = str(folder / "steps.h5")
    writer, reader = Helper("live_writer.py"), Helper("follow_reader.py")
    growing = {"shape": [0], "maxShape": [None], "chunks": [64]}
    writer.ask(
        "create",
        path=path,
        datasets=[
            {"path": "/g/frames", "dtype": ">i4", "shape": [0, 2, 3], "maxShape": [None, 2, 3],
             "chunks": [1, 2, 3], "filters": ["shuffle", "gzip:1"], "fill": -1},
            {"path": "/msgs", "dtype": "vlen:uint8", **growing},
            {"path": "/msg_headers", "dtype": [["io_groups", "uint8"]], **growing},
            {"path": "/texts", "dtype": "string", "shape": [2]},
            {"path": "/big", "dtype": "int64", "shape": [2, 2]},
        ],
        attributes=[{"path": "/g", "name": "n", "value": 5, "dtype": "uint16"}],
    )
    writer.ask("write", dataset="/texts", data=["é", ""])
    writer.ask("write", dataset="/big", selection=[1], data=["9007199254740993", -1])
    writer.ask("flush")
    writer.ask("swmr")
    reader.ask("open", path=path)
    assert reader.ask("read", dataset="/texts")["data"] == ["é", ""]
    big = reader.ask("read", dataset="/big", selection=[[0, 2], 0])
    assert big["data"] == ["0", "9007199254740993"] and big["shape"] == [2]
    _check_growing_steps(writer, reader)
    answer = writer.ask("append_messages", dataset="/msgs", headers="/msg_headers",
                        messages=[[1, 2], []], ioGroups=[7, 8])
    assert answer["first"] == 0
    writer.ask("append_messages", dataset="/msgs", count=2, length=3)
    # A refresh is not enough for variable-length data: the heap lies beyond the file's old end.
    reader.ask("close")
    reader.ask("open", path=path)
    messages = reader.ask("read", dataset="/msgs")["data"]
    assert messages == [[1, 2], [], [63, 70, 77], [94, 101, 108]], messages
    headers = reader.ask("read", dataset="/msg_headers", refresh=True)["data"]
    assert headers == {"columns": [["io_groups", [7, 8]]]}
    writer.ask("attribute", path="/g", name="n", value=6)
    reader.ask("close")
    writer.ask("close")
    writer.ask("reopen", mode="r+", swmr=True)
    assert writer.ask("state")["swmr"]
    assert writer.ask("add", datasets=[{"path": "/late", "dtype": "uint8", "shape": [1]}])["ok"]
    writer.start("nonsense", id=7)
    refused = writer.answer()
    assert refused["ok"] is False and refused["id"] == 7
    writer.ask("exit")
    assert writer.process.wait(timeout=10) == 0
    golden = reader.ask("describe", path=path, name="steps.h5")["golden"]
    assert [entry["path"] for entry in golden["objects"]][:3] == ["/", "/big", "/g"]
    assert golden["objects"][2]["attributes"][0]["data"] == [6]
    reader.end()
    print("steps: every command answered")


def _check_growing_steps(writer, reader):
    writer.ask("resize", dataset="/g/frames", shape=[4, 2, 3])
    writer.ask("write", dataset="/g/frames", selection=[0], value="frame", index=0)
    writer.ask("write", dataset="/g/frames", selection=[[1, 3]], value="frame", index=1)
    writer.ask("flush", dataset="/g/frames")
    assert reader.ask("shape", dataset="/g/frames", refresh=True)["shape"] == [4, 2, 3]
    frames = reader.ask("read", dataset="/g/frames")["data"]
    expected = [value for i in range(3) for value in frame_pattern.frame(i, (2, 3), "i4").ravel()]
    assert frames == expected + [-1] * 6, frames
    part = reader.ask("read", dataset="/g/frames", selection=[1, 1, [0, 3, 2]])
    assert part["data"] == [31 + 7 + 1, 31 + 7 + 6 + 1]


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        check_steps(folder)
        check_scan(folder, "preallocated")
        check_scan(folder, "acceptance", frames=3000, growing=True)
        check_scan(folder, "bounded", growing=True, bounded=True, filters=["gzip:1"])
        check_scan(folder, "shuffled", order="shuffle-window", window=16, seed=3, growing=True)
        check_scan(folder, "lag", keys=["/k0", "/k1"], keyLagFrames=[0, 5], growing=True)
        check_scan(folder, "grid", grid=[20, 30])
        check_scan(folder, "growing-grid", grid=[20, 30], growing=True, gap=[45, 46])
        check_sources(folder, "turns", growing=True, bounded=True)
        check_sources(folder, "blocks", mapping="blocks", late="created")
        check_sources(folder, "endless", growing=True, unlimited=True, growingKeys=True, late="renamed")
        check_sources(folder, "numbered", mapping="blocks", unlimited=True, late="renamed")
        check_kill(folder)
        check_orphans(folder)


if __name__ == "__main__":
    main()
