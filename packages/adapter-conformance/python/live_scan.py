"""Writes a whole scan without a round trip for each frame: frame, flush, key, flush."""

import os
import signal
import time

import numpy

import frame_pattern
import scan_plan
from live_datasets import create_dataset
from stdio_commands import CommandError, now_ms


def scan_specs(command):
    """The datasets of a scan, for ``create_scan``.

    Preallocated: the full shape, and as the maximum too. Growing: extent 0 at the start, with an
    unlimited maximum for every scan dimension, or the full shape when ``bounded``.
    """
    grid = command.get("grid")
    scan_shape = list(grid) if grid else [command["frames"]]
    frame_shape = list(command["frameShape"])
    growing, bounded = command.get("growing", False), command.get("bounded", False)
    start = [0] + scan_shape[1:] if growing else scan_shape
    maximum = [None] * len(scan_shape) if growing and not bounded else scan_shape
    ones = [1] * len(frame_shape)
    key_chunk = [1] * (len(scan_shape) - 1) + [min(1024, max(1, scan_shape[-1]))]
    specs = [
        {
            "path": command["data"],
            "dtype": command["dtype"],
            "shape": start + frame_shape,
            "maxShape": maximum + frame_shape,
            "chunks": command.get("chunks") or [1] * len(scan_shape) + frame_shape,
            "filters": command.get("filters", []),
        }
    ]
    for path in command["keys"]:
        specs.append(
            {
                "path": path,
                "dtype": command.get("keyDtype", "int32"),
                "shape": start + ones,
                "maxShape": maximum + ones,
                "chunks": command.get("keyChunks") or key_chunk + ones,
                "fill": 0,
            }
        )
    if command.get("finished"):
        specs.append({"path": command["finished"], "dtype": "int32", "shape": [1]})
    return specs


def create_scan_datasets(file, command):
    for spec in scan_specs(command):
        create_dataset(file, spec)


class Scan:
    """One run over all points. ``dataset`` looks up the one handle that the process keeps."""

    def __init__(self, session, dataset, command):
        self._session, self._command = session, command
        self._data = dataset(command["data"])
        self._keys = [dataset(path) for path in command["keys"]]
        self._finished = dataset(command["finished"]) if command.get("finished") else None
        self._grid = command.get("grid")
        self._scan_rank = len(self._grid) if self._grid else 1
        self._frame_shape = self._data.shape[self._scan_rank :]
        self._check()

    def _check(self):
        declared = self._command.get("frameShape")
        if declared is not None and tuple(declared) != self._frame_shape:
            raise CommandError(f"the dataset has frames of shape {self._frame_shape}")
        if "dtype" in self._command and self._data.dtype != numpy.dtype(self._command["dtype"]):
            raise CommandError(f"the dataset has dtype {self._data.dtype}")

    def run(self):
        """Write every point; return what the answer to the command says."""
        command = self._command
        order = scan_plan.writing_order(
            command["frames"],
            command.get("order", "sequential"),
            command.get("window", 8),
            command.get("seed", 0),
            command.get("gap", ()),
        )
        lags = command.get("keyLagFrames") or [0] * len(self._keys)
        if len(lags) != len(self._keys):
            raise CommandError("keyLagFrames needs one number for each key")
        started, written = time.monotonic(), 0
        for kind, *details in scan_plan.steps(order, lags):
            if kind == "key":
                self._write_key(*details)
                continue
            if command.get("killAfter") == written:
                self._die(written)
            self._wait_until(started + written * command.get("intervalMs", 0) / 1000)
            self._write_frame(*details)
            written += 1
        if command.get("killAfter") == written:
            self._die(written)
        if self._finished is not None and command.get("setFinished", True):
            self._finished[...] = 1
            self._finished.flush()
        return {"frames": written, "seconds": time.monotonic() - started}

    def _wait_until(self, moment):
        self._session.pause(moment - time.monotonic())

    def _write_frame(self, index):
        where = scan_plan.position(index, self._grid)
        self._grow(self._data, where)
        self._data[where] = frame_pattern.frame(index, self._frame_shape, self._data.dtype)
        self._data.flush()

    def _write_key(self, number, index):
        key = self._keys[number]
        where = scan_plan.position(index, self._grid)
        self._grow(key, where)
        key[where] = index + 1
        key.flush()
        last = number == len(self._keys) - 1
        if last and self._command.get("report"):
            self._session.emit({"event": "frame", "index": index, "timeMs": now_ms()})

    def _grow(self, dataset, where):
        """Make room for this point: a growing scan grows along its slowest dimension."""
        if where[0] >= dataset.shape[0]:
            dataset.resize(where[0] + 1, axis=0)

    def _die(self, written):
        self._session.emit({"event": "killed", "frames": written})
        os.kill(os.getpid(), signal.SIGKILL)
