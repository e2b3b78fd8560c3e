"""What Python's tomllib does: https://docs.python.org/3/library/tomllib.html"""

from gonogo import document, unknown


class TOMLDecodeError(ValueError):
    pass


def loads(s, *, parse_float=float):
    if parse_float is not float:
        return unknown("TOML that is read with a function of its own is not followed")
    try:
        return document("toml", s)
    except ValueError as error:
        raise TOMLDecodeError(str(error))


def load(fp, *, parse_float=float):
    text = fp.read()
    return loads(text.decode("utf-8") if isinstance(text, bytes) else text, parse_float=parse_float)
