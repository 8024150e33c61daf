"""The values that frames and messages carry, so that a reader can tell any wrong one.

    frame i, row y, column x:    (i * 31 + y * 7 + x * 3 + 1) mod 65521
    message i, byte j:           (i * 31 + j * 7 + 1) mod 256

The frame value is then cast to the dtype: integers keep their low bits (two's complement), floats
hold it exactly from 32 bits up. 65521 is prime, so equal frames are far apart, and 0, the usual
fill value, is rare. A vector is a frame with y = 0, a scalar one with y = x = 0.
"""

import functools

import numpy

from stdio_commands import CommandError

MODULUS = 65521


@functools.lru_cache(maxsize=8)
def _base(shape):
    if len(shape) > 2:
        raise CommandError("a frame has at most two dimensions")
    rows, columns = ((1, 1) + shape)[-2:]
    y = numpy.arange(rows, dtype=numpy.int64)[:, None]
    x = numpy.arange(columns, dtype=numpy.int64)[None, :]
    return (y * 7 + x * 3 + 1).reshape(shape)


def frame(index, shape, dtype):
    """The frame of this index, in the given shape and dtype."""
    return ((_base(tuple(shape)) + index * 31) % MODULUS).astype(dtype)


def message(index, length):
    """The bytes of one variable-length message."""
    return ((index * 31 + numpy.arange(length, dtype=numpy.int64) * 7 + 1) % 256).astype("u1")
