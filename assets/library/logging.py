"""What settings use of Python's logging: https://docs.python.org/3/library/logging.html"""

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0
NAMES = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}
LEVELS = {"FATAL": 50, "WARN": 30, **{name: level for level, name in NAMES.items()}}


class Filter:
    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        return True


class Formatter:
    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        self.datefmt = datefmt

    def format(self, record):
        return ""


class Handler:
    def __init__(self, level=0, *args, **options):
        self.level = level

    def setLevel(self, level):
        self.level = level

    def setFormatter(self, formatter):
        self.formatter = formatter

    def addFilter(self, filter):
        return None


class StreamHandler(Handler):
    pass


class FileHandler(Handler):
    pass


class NullHandler(Handler):
    pass


class LogRecord:
    pass


class Logger:
    """One that takes everything and keeps nothing."""

    def __init__(self, name="root", level=0):
        self.name = name
        self.level = level
        self.handlers = []
        self.propagate = True
        self.disabled = False

    def debug(self, msg, *args, **kwargs):
        return None

    info = warning = warn = error = exception = critical = fatal = log = debug

    def setLevel(self, level):
        self.level = LEVELS.get(level, level)

    def getEffectiveLevel(self):
        return self.level or WARNING

    def isEnabledFor(self, level):
        return level >= self.getEffectiveLevel()

    def addHandler(self, handler):
        self.handlers.append(handler)

    def removeHandler(self, handler):
        return None

    def addFilter(self, filter):
        return None

    def hasHandlers(self):
        return bool(self.handlers)

    def getChild(self, suffix):
        return getLogger(f"{self.name}.{suffix}")


root = Logger("root", WARNING)
loggers = {}


def getLogger(name=None):
    if not name:
        return root
    if name not in loggers:
        loggers[name] = Logger(name)
    return loggers[name]


def debug(msg, *args, **kwargs):
    return None


info = warning = warn = error = exception = critical = fatal = log = debug


def basicConfig(**options):
    return None


def captureWarnings(capture):
    return None


def disable(level=50):
    return None


def addLevelName(level, levelName):
    NAMES[level] = levelName
    LEVELS[levelName] = level


def getLevelName(level):
    if level in NAMES:
        return NAMES[level]
    return LEVELS[level] if level in LEVELS else f"Level {level}"


def getLevelNamesMapping():
    return dict(LEVELS)


def setLoggerClass(klass):
    return None


def setLogRecordFactory(factory):
    return None
