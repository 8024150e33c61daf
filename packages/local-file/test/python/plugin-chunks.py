"""Chunks as the plug-ins of HDF5 for LZ4, bitshuffle and zstd write them, and as they were, for the tests of decoders.

    plugin-chunks.py FILE    writes FILE, and its chunks beside it as JSON
"""

import base64
import json
import sys
from pathlib import Path

import h5py
import numpy as np

LZ4, BITSHUFFLE, ZSTD = 32004, 32008, 32015


def contents(random, count, dtype):
    """What compresses in different ways: counts, a slope, long runs, one value, noise."""
    size = np.dtype(dtype).itemsize
    yield 'counts', random.poisson(3, count).astype(dtype)
    yield 'slope', (np.arange(count) // 7).astype(dtype)
    yield 'runs', np.repeat(random.integers(0, 100, count // 50 + 1), 50)[:count].astype(dtype)
    yield 'zeros', np.zeros(count, dtype)
    yield 'noise', np.frombuffer(random.bytes(count * size), f'u{size}')


def filters():
    yield 'lz4', LZ4, ()
    yield 'lz4-blocks', LZ4, (1000,)
    for coding, name in ((0, 'none'), (2, 'lz4'), (3, 'zstd')):
        yield f'bitshuffle-{name}', BITSHUFFLE, (0, coding)
        yield f'bitshuffle-{name}-blocks', BITSHUFFLE, (64, coding)
    yield 'zstd', ZSTD, (3,)


def main(path):
    random = np.random.default_rng(5)
    chunks = []
    with h5py.File(path, 'w') as file:
        for name, number, options in filters():
            if not h5py.h5z.filter_avail(number):
                continue
            for dtype, count in (('u1', 4099), ('u2', 4096), ('u2', 12345), ('u4', 3001), ('u8', 1027)):
                for kind, data in contents(random, count, dtype):
                    dataset_name = f'{name}-{dtype}-{count}-{kind}'
                    try:
                        dataset = file.create_dataset(dataset_name, data.shape, data.dtype, chunks=data.shape,
                                                      compression=number, compression_opts=options)
                    except ValueError:
                        # An older plug-in that knows no zstd.
                        continue
                    dataset[...] = data
                    file.flush()
                    mask, stored = dataset.id.read_direct_chunk((0,))
                    if mask != 0:
                        continue
                    told = dataset.id.get_create_plist().get_filter(0)
                    chunks.append({
                        'name': dataset_name,
                        'filter': told[0],
                        'options': told[2],
                        'stored': base64.b64encode(stored).decode(),
                        'raw': base64.b64encode(data.tobytes()).decode(),
                    })
    path.with_suffix('.json').write_text(json.dumps(chunks))


main(Path(sys.argv[1]))
