"""Follows a live scan in Python, with swmr_tools where it is installed, else with plain h5py.

    bench_live.py PATH TIMEOUT_SECONDS

Says on stderr when it has opened the file. Prints one JSON object: {"peer": name, "delays": [seconds...]}.
"""

import json
import sys
import time

import h5py

try:
    from swmr_tools import DataSource
except ImportError:
    DataSource = None


def live(path, timeout):
    delays = []
    with h5py.File(path, "r", swmr=True) as file:
        count = file["data"].maxshape[0]
        print("ready", file=sys.stderr, flush=True)
        if DataSource is None:
            data, key = file["data"], file["keys"]
            while len(delays) < count:
                key.refresh()
                unset = (key[:] == 0).nonzero()[0]
                ready = int(unset[0]) if len(unset) else count
                if ready > len(delays):
                    data.refresh()
                    stamps = data[len(delays) : ready]
                    delays.extend(time.time() - stamp for stamp in stamps)
                else:
                    time.sleep(0.001)
        else:
            for item in DataSource([file["keys"]], {"data": file["data"]}, timeout=timeout):
                delays.append(time.time() - float(item["data"].ravel()[0]))
                if len(delays) == count:
                    break
    return {"delays": delays}


if __name__ == "__main__":
    result = live(sys.argv[1], float(sys.argv[2]))
    print(json.dumps({"peer": "h5py" if DataSource is None else "swmr_tools", **result}))
