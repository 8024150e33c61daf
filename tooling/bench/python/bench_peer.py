"""The same work in Python, with swmr_tools where it is installed (or found through PYTHONPATH), else with plain h5py.

Prints one JSON object: {"peer": name, "seconds": s, "count": n} or, live, {"peer": name, "delays": [seconds...]}.

    bench_peer.py keys PATH
    bench_peer.py frames PATH
    bench_peer.py live PATH TIMEOUT_SECONDS
"""

import json
import sys
import time

import h5py

try:
    from swmr_tools import DataSource, KeyFollower

    PEER = "swmr_tools"
except ImportError:
    DataSource = KeyFollower = None
    PEER = "h5py"


def keys(path):
    with h5py.File(path, "r", swmr=True) as file:
        start = time.perf_counter()
        if KeyFollower is None:
            count = int((file["keys"][:] != 0).sum())
        else:
            follower = KeyFollower([file["keys"]], timeout=0)
            follower.check_datasets()
            follower.refresh()
            count = follower.get_current_max() + 1
        return {"seconds": time.perf_counter() - start, "count": count}


def frames(path):
    with h5py.File(path, "r", swmr=True) as file:
        start = time.perf_counter()
        if DataSource is None:
            data = file["data"]
            count = sum(1 for index in range(len(data)) if data[index].shape)
        else:
            source = DataSource([file["keys"]], {"data": file["data"]}, timeout=0.1)
            count = sum(1 for item in source if item["data"].shape)
            return {"seconds": time.perf_counter() - start - 0.1, "count": count}
        return {"seconds": time.perf_counter() - start, "count": count}


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
    command, path, *rest = sys.argv[1:]
    result = {"keys": keys, "frames": frames, "live": live}[command](path, *map(float, rest))
    print(json.dumps({"peer": PEER, **result}))
