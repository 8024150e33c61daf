"""JSON laid out for reading in a diff: indent 1, short values and plain lists on one line."""

import json

_WIDTH = 100


def format_json(value):
    return _format(value, 0) + "\n"


def _format(value, depth):
    compact = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False)
    if not isinstance(value, (dict, list)) or not value:
        return compact
    if len(compact) + depth <= _WIDTH or _is_plain_list(value):
        return compact
    inner, outer = " " * (depth + 1), " " * depth
    if isinstance(value, dict):
        lines = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {_format(value[key], depth + 1)}"
            for key in sorted(value)
        ]
        return "{\n" + ",\n".join(lines) + f"\n{outer}}}"
    lines = [inner + _format(item, depth + 1) for item in value]
    return "[\n" + ",\n".join(lines) + f"\n{outer}]"


def _is_plain_list(value):
    return isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value)
