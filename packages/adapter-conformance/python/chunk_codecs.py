"""Chunks in the stored form of registered filters, for libraries that do not have these filters.

Detectors write so too: they compress a frame themselves and hand HDF5 the finished chunk. The
formats are those that the filters' authors document:

    bitshuffle (32008)  the bits of a block of elements, transposed; elements that fill no block of
                        8 stay as they are. With LZ4: 8 bytes of size, 4 bytes of block size, then
                        each block behind 4 bytes of its length, all big-endian
    zstd (32015)        one zstd frame
"""

import ctypes
import ctypes.util
import itertools
import struct

import numpy

BITSHUFFLE, ZSTD = 32008, 32015
BITSHUFFLE_LZ4 = 2
# The version that a chunk's pipeline names; it says nothing about the format.
_BITSHUFFLE_VERSION = (0, 4)
_MOST_BLOCK_BYTES = 8192
_SHORTEST_MATCH, _LITERALS_AT_END, _NO_MATCH_IN_LAST = 4, 5, 12
_FARTHEST_MATCH = 65535


def write_chunks(dataset, first, values, encode):
    """Write a block of elements that begins at a chunk's corner, as chunks that ``encode`` finishes."""
    chunk = dataset.chunks
    for start in itertools.product(*(range(0, n, step) for n, step in zip(values.shape, chunk))):
        block = numpy.zeros(chunk, values.dtype)
        inside = values[tuple(slice(at, at + step) for at, step in zip(start, chunk))]
        block[tuple(slice(0, n) for n in inside.shape)] = inside
        corner = tuple(at + begin for at, begin in zip(first, start))
        dataset.id.write_direct_chunk(corner, encode(block))


def bitshuffle_options(element_size, block=0, lz4=False):
    """The options as the filter itself stores them. ``block``: elements; 0 for the default."""
    return (*_BITSHUFFLE_VERSION, element_size, block, BITSHUFFLE_LZ4 if lz4 else 0)


def bitshuffle(chunk, block=0, lz4=False):
    """A chunk, given as an array, as bitshuffle stores it."""
    size = chunk.dtype.itemsize
    block = block or max(_MOST_BLOCK_BYTES // size // 8 * 8, 128)
    elements = numpy.frombuffer(chunk.tobytes(), "u1").reshape(-1, size)
    whole = len(elements) // 8 * 8
    parts = [struct.pack(">QI", elements.size, block * size)] if lz4 else []
    for start in range(0, whole, block):
        shuffled = _transposed_bits(elements[start : min(start + block, whole)])
        if lz4:
            shuffled = lz4_block(shuffled)
            parts.append(struct.pack(">I", len(shuffled)))
        parts.append(shuffled)
    parts.append(elements[whole:].tobytes())
    return b"".join(parts)


def _transposed_bits(elements):
    bits = numpy.unpackbits(elements, axis=1, bitorder="little")
    return numpy.packbits(bits.T, axis=1, bitorder="little").tobytes()


def lz4_block(data):
    """An LZ4 block: greedy, with the last place of each four bytes as the only candidate."""
    packed, places, anchor, place = bytearray(), {}, 0, 0
    while place < len(data) - _NO_MATCH_IN_LAST:
        key = data[place : place + _SHORTEST_MATCH]
        earlier = places.get(key)
        places[key] = place
        if earlier is None or place - earlier > _FARTHEST_MATCH:
            place += 1
            continue
        end = place + _SHORTEST_MATCH
        while end < len(data) - _LITERALS_AT_END and data[end] == data[earlier + end - place]:
            end += 1
        packed += _lz4_sequence(data[anchor:place], place - earlier, end - place)
        anchor = place = end
    return bytes(packed + _lz4_sequence(data[anchor:]))


def _lz4_sequence(literals, offset=None, length=_SHORTEST_MATCH):
    """Literals and the match behind them; the last sequence has none."""
    rest = length - _SHORTEST_MATCH
    token = min(len(literals), 15) << 4 | min(rest, 15)
    sequence = bytes([token]) + _lz4_length(len(literals)) + literals
    return sequence if offset is None else sequence + struct.pack("<H", offset) + _lz4_length(rest)


def _lz4_length(value):
    """What of a length does not fit the four bits of the token."""
    if value < 15:
        return b""
    full, last = divmod(value - 15, 255)
    return b"\xff" * full + bytes([last])


def zstd_is_available():
    """Whether the zstd library, which this module calls, is there."""
    return ctypes.util.find_library("zstd") is not None


def zstd(chunk, level):
    """A chunk, given as an array, as the zstd filter stores it."""
    library = ctypes.CDLL(ctypes.util.find_library("zstd"))
    library.ZSTD_compressBound.restype = library.ZSTD_compress.restype = ctypes.c_size_t
    data = chunk.tobytes()
    room = library.ZSTD_compressBound(ctypes.c_size_t(len(data)))
    packed = ctypes.create_string_buffer(room)
    size = library.ZSTD_compress(
        packed, ctypes.c_size_t(room), data, ctypes.c_size_t(len(data)), ctypes.c_int(level)
    )
    if library.ZSTD_isError(ctypes.c_size_t(size)):
        raise OSError("zstd cannot compress")
    return packed.raw[:size]
