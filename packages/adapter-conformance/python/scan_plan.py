"""In which order a scan writes its points, and when it sets their keys. Pure: no files, no clock."""

import random


def writing_order(count, order="sequential", window=8, seed=0, gap=()):
    """Indices of the points in the order of writing; those in ``gap`` are never written."""
    indices = list(range(count))
    if order == "shuffle-window":
        generator = random.Random(seed)
        for start in range(0, count, window):
            part = indices[start : start + window]
            generator.shuffle(part)
            indices[start : start + window] = part
    elif order != "sequential":
        raise ValueError(f"unknown order {order!r}")
    dropped = set(gap)
    return [index for index in indices if index not in dropped]


def steps(order, key_lags):
    """Yield ("frame", index) and ("key", key number, index) in the order of writing.

    Key k of a point follows the frame that is written ``key_lags[k]`` frames after that point's
    own; at the end the keys that are still owed follow in order. Lag 0: directly after the frame.
    """
    for position, index in enumerate(order):
        yield ("frame", index)
        for key, lag in enumerate(key_lags):
            if position >= lag:
                yield ("key", key, order[position - lag])
    for key, lag in enumerate(key_lags):
        for index in order[max(0, len(order) - lag) :]:
            yield ("key", key, index)


def position(index, grid):
    """Coordinates of a point in the scan: one number for a stack, row-major for a grid."""
    if not grid:
        return (index,)
    coordinates = []
    for length in reversed(grid):
        index, coordinate = divmod(index, length)
        coordinates.append(coordinate)
    return tuple(reversed(coordinates))
