"""Python's logging.config, which leaves no trace in settings: https://docs.python.org/3/library/logging.config.html"""


def dictConfig(config):
    return None


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    return None
