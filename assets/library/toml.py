"""What settings use of toml: https://github.com/uiri/toml"""

from gonogo import project_file, unknown
from tomllib import TOMLDecodeError as TomlDecodeError
from tomllib import loads as read

__all__ = ["TomlDecodeError", "load", "loads"]


def loads(s, _dict=dict, decoder=None):
    return read(s) if decoder is None else unknown("TOML that is read with a decoder of its own is not followed")


def load(f, _dict=dict, decoder=None):
    if hasattr(f, "read"):
        return loads(f.read(), _dict, decoder)
    text = project_file(f)
    if text is None:
        raise FileNotFoundError(f"No such file or directory: '{f}'")
    return loads(text, _dict, decoder)
