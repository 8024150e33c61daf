"""Values written down by hand, so that a wrong introspection cannot make a wrong golden pass."""

_U16 = {"class": "integer", "size": 2, "signed": False, "byteOrder": "little"}
_I8 = {"class": "integer", "size": 1, "signed": True, "byteOrder": "little"}
_BEYOND = str(2**53 + 1)

# (fixture, object path, keys to follow inside its entry, expected value)
EXPECTATIONS = [
    ("dtypes", "/integers/uint16", ["dtype"], _U16),
    ("dtypes", "/integers/int16-be", ["dtype", "byteOrder"], "big"),
    ("dtypes", "/integers/int16-be", ["data"], [-32768, 0, 1, 32766, 32767]),
    ("dtypes", "/integers/uint8", ["dtype", "byteOrder"], "little"),
    ("dtypes", "/integers/uint64", ["data", 4], "18446744073709551615"),
    ("dtypes", "/integers/int64-be", ["data", 0], "-9223372036854775808"),
    ("dtypes", "/integers/int64-beyond-2-53", ["data", 0], _BEYOND),
    ("dtypes", "/floats/float16", ["data", 3], 65504.0),
    ("dtypes", "/floats/float64-be", ["data"],
     [0.0, 1.5, -2.25, 1.7976931348623157e308, 5e-324, -2.2250738585072014e-308, 0.1,
      "NaN", "Infinity", "-Infinity", "-0"]),
    ("dtypes", "/floats/float16-be", ["dtype"], {"class": "float", "size": 2, "byteOrder": "big"}),
    ("dtypes", "/strings/ascii-null-padded", ["dtype"],
     {"class": "string", "length": 7, "charset": "ascii", "padding": "null-padded"}),
    ("dtypes", "/strings/utf-8-space-padded-8", ["dtype"],
     {"class": "string", "length": 8, "charset": "utf-8", "padding": "space-padded"}),
    ("dtypes", "/strings/utf-8-null-terminated-8", ["data"], ["", "é", "日本", "naïve"]),
    ("dtypes", "/strings/utf-8-space-padded-8", ["data"], ["", "é", "日本", "naïve"]),
    ("dtypes", "/strings/null-terminated-leftover", ["data"], ["ab", "full"]),
    ("dtypes", "/strings/variable-utf-8", ["dtype"],
     {"class": "string", "length": "variable", "charset": "utf-8", "padding": "null-terminated"}),
    ("dtypes", "/strings/variable-utf-8", ["data", 4], "🔬"),
    ("dtypes", "/enums/boolean", ["dtype"], {"class": "boolean", "base": _I8}),
    ("dtypes", "/enums/boolean", ["data"], [1, 0, 1, 0, 0, 1]),
    ("dtypes", "/enums/boolean-uint8", ["dtype", "class"], "boolean"),
    ("dtypes", "/enums/not-boolean-int16", ["dtype", "class"], "enum"),
    ("dtypes", "/enums/int32-be", ["dtype", "members", 0], {"name": "ZULU", "value": -70000}),
    ("dtypes", "/enums/int32-be", ["dtype", "base", "byteOrder"], "big"),
    ("dtypes", "/enums/int64", ["dtype", "members", 0], {"name": "BIG", "value": _BEYOND}),
    ("dtypes", "/enums/int64", ["data"], ["-5", _BEYOND, "-9223372036854775808"]),
    ("dtypes", "/compounds/mixed", ["dtype", "members", 4, "dtype", "members", 1, "offset"], 2),
    ("dtypes", "/compounds/mixed", ["data", "columns", 6],
     ["note", ["", "früh", "long long long long long long long long long long "]]),
    ("dtypes", "/compounds/mixed", ["data", "columns", 5],
     ["matrix", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]]),
    ("dtypes", "/compounds/gaps", ["dtype", "size"], 24),
    ("dtypes", "/compounds/mixed-endian", ["data", "columns", 1], ["big", [1, 4294967295]]),
    ("dtypes", "/arrays/int16-2x3", ["dtype", "shape"], [2, 3]),
    ("dtypes", "/arrays/int32-be-2", ["data"], [1, -1, 2147483647, -2147483648]),
    ("dtypes", "/opaque/tagged-5", ["dtype"], {"class": "opaque", "size": 5, "tag": "detector/raw"}),
    ("dtypes", "/opaque/tagged-5", ["data"], {"hex": "61626364650000000000fbfcfdfeff"}),
    ("dtypes", "/sequences/uint8", ["data", 0], [1, 2, 3]),
    ("dtypes", "/sequences/uint8", ["data", 1], []),
    ("dtypes", "/sequences/int16-be", ["data"], [[1, -2, 300], [], [-32768]]),
    ("dtypes", "/sequences/variable-strings", ["data"], [["a", "", "grün"], [], ["last"]]),
    ("dtypes", "/bitfields/16-be", ["data"], [0, 1, 32769, 65535]),
    ("dtypes", "/references/object", ["data"],
     {"references": ["/references/target", "/references", None, "/integers/int8"]}),
    ("dtypes", "/references/region", ["data"],
     {"regions": ["/references/target", "/references/target", None]}),
    ("dtypes", "/named/point", ["kind"], "datatype"),
    ("layouts", "/spaces/scalar-int", ["shape"], []),
    ("layouts", "/spaces/scalar-int", ["data"], [-7]),
    ("layouts", "/spaces/null-float", ["shape"], None),
    ("layouts", "/spaces/null-float", ["data"], None),
    ("layouts", "/spaces/empty-middle", ["shape"], [3, 0, 2]),
    ("layouts", "/spaces/empty-middle", ["data"], []),
    ("layouts", "/storage/compact", ["layout"], "compact"),
    ("layouts", "/storage/chunked-partial", ["chunks"], [3, 4]),
    ("layouts", "/storage/chunked-partial", ["data"], list(range(70))),
    ("layouts", "/filters/shuffle-gzip-fletcher32", ["filters"],
     [{"id": 2, "options": [2]}, {"id": 1, "options": [4]}, {"id": 3, "options": []}]),
    ("layouts", "/filters/gzip-mask", ["data"], [0, 1, 2, 3, 4, 5, 6, 7]),
    ("layouts", "/extents/unlimited-rows", ["maxShape"], [None, 4]),
    ("layouts", "/extents/finite-maximum", ["maxShape"], [10, 12]),
    ("layouts", "/fill/chunked-int", ["fillValue"], -1),
    ("layouts", "/fill/chunked-int", ["data"], [-1, -1, -1, 30, 40, -1, -1, -1, -1, -1]),
    ("layouts", "/fill/float-nan", ["fillValue"], "NaN"),
    ("layouts", "/fill/big-endian", ["data"], [16909060, 16909060, 16909060]),
    ("layouts", "/slabs/4d", ["data"], list(range(360))),
    ("layouts", "/slabs/8d", ["shape"], [2, 1, 3, 1, 2, 2, 1, 2]),
    ("tree", "/hard/second", ["sameObjectAs"], "/hard/first"),
    ("tree", "/hard/same-detector", ["sameObjectAs"], "/entry/instrument/detector"),
    ("tree", "/ordered", ["creationOrder"], ["zeta", "alpha", "mu", "10", "9"]),
    ("tree", "/external", ["children", 0],
     {"name": "good", "kind": "dataset",
      "link": {"type": "external", "file": "tree-target.h5", "target": "/shared/values"}}),
    ("tree", "/external", ["children", 1, "kind"], None),
    ("tree", "/soft", ["children", 3, "kind"], None),
    ("virtual", "/virtual/two-sources", ["isVirtual"], True),
    ("virtual", "/virtual/interleaved", ["data", 6], 200),
    ("virtual", "/virtual/missing-source", ["data", 24], -99),
    ("virtual", "/virtual/numbered", ["shape"], [2, 6]),
    ("virtual", "/virtual/same-file", ["data"], [0, 2, 4]),
    ("swmr-killed", "/entry/keys", ["data"], list(range(1, 13))),
    ("swmr-killed", "/entry/data", ["data"], list(range(1, 145))),
    ("swmr-closed", "/entry/finished", ["data"], [1]),
    ("skeleton-messages", "/msgs", ["maxShape"], [None]),
    ("user-block-512", "/entry/contiguous", ["data", 23], 23),
    ("user-block-1024", "/entry/texts", ["data"], ["a", "", "grün"]),
    ("user-block-1024", "/entry/sequences", ["data"], [[1, 2, 3], [], [255]]),
    ("user-block-512", "/entry/references", ["data"], {"references": ["/entry", "/entry/gzip"]}),
    ("user-block-1024", "/entry/references", ["data"], {"references": ["/entry", "/entry/gzip"]}),
    ("odd-numbers", "/odd/int12", ["dtype", "class"], "odd"),
    ("odd-numbers", "/odd/int12", ["data"], [0, 1, -1, 5, 2047, -2048]),
    ("odd-numbers", "/odd/int12-be", ["data"], [0, 1, -1, 5, 2047, -2048]),
    ("odd-numbers", "/odd/int12-nbit", ["data"], [0, 1, -1, 5, 2047, -2048]),
    ("odd-numbers", "/odd/uint8-at-bit-4", ["data"], [0, 1, 128, 255]),
    ("odd-numbers", "/odd/bfloat16", ["data"], [0.0, 1.0, -2.5, 3.140625, "Infinity"]),
    ("odd-numbers", "/odd/compound", ["data"], {"columns": [["small", [-1, -2048]], ["plain", [7, 8]]]}),
    ("odd-numbers", "/plain/int16", ["dtype"], {**_U16, "signed": True}),
    ("skeleton-messages", "/msg_headers", ["dtype", "members", 0, "name"], "io_groups"),
    ("codecs", "/plain/uint16", ["shape"], [3, 14, 18]),
    ("codecs", "/plain/uint16", ["data", 0], 65535),
    ("codecs", "/plain/int32", ["data", 755], -(2**31)),
    ("codecs", "/shuffle-deflate/float32-be", ["data"], {"sameAs": "/plain/float32"}),
    ("codecs", "/scale-offset/two-decimals", ["data", 1], 0.0),
    ("codecs-bitshuffle", "/bitshuffle-lz4/uint16", ["filters"],
     [{"id": 32008, "options": [0, 4, 2, 0, 2]}]),
    ("codecs-bitshuffle", "/bitshuffle/int32-large", ["chunks"], [3, 14, 59]),
]

# fixture: (superblock version, writer flags)
SUPERBLOCKS = {
    "dtypes": (3, 0),
    "legacy-superblock0": (0, None),
    "legacy-superblock2": (2, 0),
    "swmr-closed": (3, 0),
    "swmr-killed": (3, 5),
    "open-for-writing": (3, 1),
    "skeleton-messages": (3, 0),
    "user-block-512": (0, None),
    "user-block-1024": (3, 0),
}


def verify_expectations(goldens):
    """Raise on the first golden that does not say what is written above."""
    for fixture, path, keys, expected in EXPECTATIONS:
        found = _object(goldens[fixture], path)
        for key in keys:
            found = found[key]
        if found != expected or type(found) is not type(expected):
            place = "/".join(map(str, keys))
            raise AssertionError(f"{fixture}{path} {place}: {found!r}, expected {expected!r}")
    for fixture, (version, flags) in SUPERBLOCKS.items():
        found = goldens[fixture]["superblock"]
        expected = {"version": version, "writerFlags": flags}
        if found != expected:
            raise AssertionError(f"{fixture} superblock: {found}, expected {expected}")
    if goldens["tree"]["objects"][0]["path"] != "/":
        raise AssertionError("the root group must come first")


def _object(golden, path):
    for entry in golden["objects"]:
        if entry["path"] == path:
            return entry
    raise AssertionError(f"{golden['file']} has no {path}")
