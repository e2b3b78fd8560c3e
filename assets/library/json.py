"""What settings use of Python's json: https://docs.python.org/3/library/json.html"""

from gonogo import document, unknown

ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b"}


class JSONDecodeError(ValueError):
    pass


class JSONEncoder:
    def default(self, o):
        raise TypeError(f"Object of type {type(o).__name__} is not JSON serializable")


class JSONDecoder:
    pass


def loads(s, *, cls=None, object_hook=None, object_pairs_hook=None, **options):
    if cls is not None or object_hook is not None or options:
        return unknown("JSON that is read with functions of its own is not followed")
    if isinstance(s, (bytes, bytearray)):
        s = s.decode("utf-8")
    if not isinstance(s, str):
        raise TypeError(f"the JSON object must be str, bytes or bytearray, not {type(s).__name__}")
    try:
        return document("json", s)
    except ValueError as error:
        raise JSONDecodeError(str(error))


def load(fp, **options):
    return loads(fp.read(), **options)


def quoted(text, ensure_ascii):
    if ensure_ascii and not text.isascii():
        return unknown("JSON with letters beyond ASCII is not written")
    return '"' + "".join([ESCAPES.get(c, c) for c in text]) + '"'


def dumps(
    obj,
    *,
    skipkeys=False,
    ensure_ascii=True,
    check_circular=True,
    allow_nan=True,
    cls=None,
    indent=None,
    separators=None,
    default=None,
    sort_keys=False,
):
    if cls is not None or default is not None:
        return unknown("JSON that is written with functions of its own is not followed")
    comma, colon = separators or (("," if indent is not None else ", "), ": ")
    step = " " * indent if isinstance(indent, int) else indent

    def line(level):
        return "" if step is None else "\n" + step * level

    def write(value, level):
        if value is None or value is True or value is False:
            return {None: "null", True: "true", False: "false"}[value]
        if isinstance(value, str):
            return quoted(value, ensure_ascii)
        if isinstance(value, (int, float)):
            return repr(value)
        if isinstance(value, dict):
            pairs = sorted(value.items()) if sort_keys else value.items()
            parts = [(key if isinstance(key, str) else write(key, 0), item) for key, item in pairs]
            parts = [quoted(key, ensure_ascii) + colon + write(item, level + 1) for key, item in parts]
            return "{" + line(level + 1) + (comma + line(level + 1)).join(parts) + line(level) + "}" if parts else "{}"
        if isinstance(value, (list, tuple)):
            parts = [write(item, level + 1) for item in value]
            return "[" + line(level + 1) + (comma + line(level + 1)).join(parts) + line(level) + "]" if parts else "[]"
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")

    return write(obj, 0)


def dump(obj, fp, **options):
    fp.write(dumps(obj, **options))
