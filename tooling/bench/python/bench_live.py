"""Follows a live scan in Python, with swmr_tools where it is installed, else with plain h5py.

    bench_live.py delays PATH TIMEOUT_SECONDS    how long after its flush each frame is here
    bench_live.py keys PATH COUNT                follows the keys up to COUNT; a line on stdout asks for the next ones, a
                                                 line on stdin says that they are there

Says `ready` on stderr when it has opened the file. Prints one JSON object with the name of the peer and what it measured:
{"peer": name, "delays": [seconds...], "cpu_seconds": n}.
"""

import json
import sys
import time

import h5py

try:
    from swmr_tools import DataSource, KeyFollower
except ImportError:
    DataSource = KeyFollower = None


def say_ready():
    print("ready", file=sys.stderr, flush=True)


def delays(file, timeout):
    measured = []
    count = file["keys"].maxshape[0]
    say_ready()
    if DataSource is None:
        data, key = file["data"], file["keys"]
        while len(measured) < count:
            key.refresh()
            unset = (key[:] == 0).nonzero()[0]
            ready = int(unset[0]) if len(unset) else count
            if ready > len(measured):
                data.refresh()
                stamps = data[len(measured) : ready]
                measured.extend(time.time() - stamp for stamp in stamps)
            else:
                time.sleep(0.001)
    else:
        for item in DataSource([file["keys"]], {"data": file["data"]}, timeout=timeout):
            measured.append(time.time() - float(item["data"].ravel()[0]))
            if len(measured) == count:
                break
    return {"delays": measured}


def ask_for_more():
    print("more", flush=True)
    sys.stdin.readline()


def keys(file, count):
    say_ready()
    seen = 0
    if KeyFollower is None:
        key = file["keys"]
        while seen < count:
            ask_for_more()
            key.refresh()
            seen = int((key[:] != 0).sum())
    else:
        follower = KeyFollower([file["keys"]], timeout=10)
        follower.check_datasets()
        while seen < count:
            ask_for_more()
            follower.refresh()
            # Taken one by one, as a program does, with no more polls.
            while seen <= follower.get_current_max():
                seen = next(follower) + 1
    return {"seen": seen}


if __name__ == "__main__":
    kind, path, parameter = sys.argv[1:]
    with h5py.File(path, "r", swmr=True) as opened:
        start = time.process_time()
        result = {"delays": delays, "keys": keys}[kind](opened, float(parameter))
        used = time.process_time() - start
    print(json.dumps({"peer": "h5py" if DataSource is None else "swmr_tools", "cpu_seconds": used, **result}))
