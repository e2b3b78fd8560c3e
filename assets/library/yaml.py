"""What settings use of PyYAML: https://pyyaml.org/wiki/PyYAMLDocumentation"""

from gonogo import document, unknown


class YAMLError(Exception):
    pass


class SafeLoader:
    pass


class FullLoader(SafeLoader):
    pass


class Loader(SafeLoader):
    pass


class UnsafeLoader(SafeLoader):
    pass


CLoader = CSafeLoader = BaseLoader = SafeLoader


def safe_load(stream):
    text = stream.read() if hasattr(stream, "read") else stream
    text = text.decode("utf-8") if isinstance(text, bytes) else text
    try:
        return document("yaml", text)
    except ValueError as error:
        raise YAMLError(str(error))


def load(stream, Loader=None):
    if Loader in (None, SafeLoader, FullLoader, UnsafeLoader):
        return safe_load(stream)
    return unknown("YAML that is read with a loader of its own is not followed")


full_load = unsafe_load = safe_load


def safe_load_all(stream):
    return unknown("several YAML documents in one file are not followed")


load_all = safe_load_all


def dump(data, stream=None, **options):
    return unknown("YAML is not written")


safe_dump = dump


def add_constructor(tag, constructor, Loader=None):
    return None
