"""What settings use of importlib.metadata: https://docs.python.org/3/library/importlib.metadata.html"""

from importlib.util import find_spec

from gonogo import is_known, unknown


class PackageNotFoundError(ModuleNotFoundError):
    pass


def entry_points(**params):
    """Plugins of the project itself are what an installation adds to it: outside the repository, hence absent."""
    group = params.get("group")
    if isinstance(group, str) and "." in group and is_known(find_spec(group.split(".")[0])):
        return ()
    return unknown("the entry points of installed packages")


def version(distribution_name):
    return unknown("the version of an installed package")


def metadata(distribution_name):
    return unknown("the metadata of an installed package")


def distribution(distribution_name):
    return unknown("the metadata of an installed package")
