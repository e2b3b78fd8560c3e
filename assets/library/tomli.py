"""What tomli does, tomllib by another name: https://github.com/hukkin/tomli"""

from tomllib import TOMLDecodeError, load, loads

__all__ = ["TOMLDecodeError", "load", "loads"]
