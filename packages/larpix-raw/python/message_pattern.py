"""Messages that both sides of a test can compute; test/message-pattern.ts is the same in TypeScript.

Message i has (37 * i) mod 401 bytes: a slice that begins at (7 * i) mod 256 of a table whose byte j is (13 * j + 1) mod 256.
It comes from board 1 + (i * i) mod 5; every thousandth from board 0.
"""

_TABLE = bytes((13 * j + 1) % 256 for j in range(256 + 401))


def message(index):
    start = (7 * index) % 256
    return _TABLE[start : start + (37 * index) % 401]


def io_group(index):
    return 0 if index % 1000 == 999 else 1 + (index * index) % 5
