"""The loop that both helper processes share: a JSON command per line in, a JSON answer per line out.

Nothing but answers and events ever goes to stdout, and each is flushed. When stdin closes, the
parent is gone or done: commands that have already arrived are carried out, long ones are cut
short, and the process ends. So no process outlives the test that started it.
"""

import json
import os
import queue
import sys
import threading
import time


class CommandError(Exception):
    """The command was understood and refused."""


class Session:
    """Reads commands in a thread, so that a running command can see that stdin has closed."""

    def __init__(self):
        self.stdin_closed = threading.Event()
        self._commands = queue.Queue()
        self._identity = {}

    def emit(self, message):
        sys.stdout.write(json.dumps(message, allow_nan=False) + "\n")
        sys.stdout.flush()

    def pause(self, seconds):
        """Sleep, but not beyond the closing of stdin, which ends the process."""
        if seconds > 0:
            self.stdin_closed.wait(seconds)
        if self.stdin_closed.is_set():
            raise StdinClosed

    def run(self, handlers):
        """Answer commands in order until ``exit`` or the end of stdin."""
        threading.Thread(target=self._read_commands, daemon=True).start()
        while (line := self._commands.get()) is not None:
            if not self._answer(line, handlers):
                return

    def _read_commands(self):
        for line in sys.stdin:
            if line.strip():
                self._commands.put(line)
        self.stdin_closed.set()
        self._commands.put(None)

    def _answer(self, line, handlers):
        """Carry out one command; return False when it was the last one."""
        self._identity = {}
        try:
            command = json.loads(line)
            if "id" in command:
                self._identity = {"id": command.pop("id")}
            name = command.pop("do")
            if name not in handlers and name != "exit":
                raise CommandError(f"unknown command {name!r}")
            result = handlers[name](command) if name != "exit" else {}
            self.emit({"ok": True, **self._identity, **(result or {})})
            return name != "exit"
        except StdinClosed:
            return False
        except Exception as error:
            failure = {"error": str(error), "type": type(error).__name__}
            self.emit({"ok": False, **self._identity, **failure})
            return True

    def acknowledge(self):
        """Answer before a command that will not return."""
        self.emit({"ok": True, **self._identity})

    def hang(self):
        """Answer nothing more, hold on to everything, and end when stdin closes."""
        self.stdin_closed.wait()
        raise StdinClosed


class StdinClosed(Exception):
    """Not an error: the parent has closed its end."""


def now_ms():
    """Wall-clock milliseconds, comparable with ``Date.now()`` in the parent."""
    return time.time_ns() / 1e6


def process_facts():
    """What ``ping`` answers."""
    import h5py

    return {
        "pid": os.getpid(),
        "h5py": h5py.version.version,
        "hdf5": h5py.version.hdf5_version,
    }
