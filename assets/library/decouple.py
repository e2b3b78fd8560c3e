"""What python-decouple does, as its documentation says: https://github.com/HBNetwork/python-decouple"""

import os

from gonogo import caller_file, project_file, unknown

TRUE = {"y", "yes", "t", "true", "on", "1"}
FALSE = {"n", "no", "f", "false", "off", "0"}


class Undefined:
    pass


undefined = Undefined()


class UndefinedValueError(Exception):
    pass


def strtobool(value):
    if isinstance(value, bool):
        return value
    value = value.lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ValueError("Invalid truth value: " + value)


class RepositoryEmpty:
    def __init__(self, source="", encoding="UTF-8"):
        self.data = {}

    def __contains__(self, key):
        return key in os.environ or key in self.data

    def __getitem__(self, key):
        return self.data[key]


class RepositoryEnv(RepositoryEmpty):
    def __init__(self, source, encoding="UTF-8"):
        self.data = {}
        text = project_file(source)
        if text is None:
            raise FileNotFoundError(f"No such file or directory: '{source}'")
        for line in text.splitlines():
            line = line.strip()
            if not line or line.startswith("#") or "=" not in line:
                continue
            key, value = [part.strip() for part in line.split("=", 1)]
            if len(value) >= 2 and value[0] == value[-1] and value[0] in ("'", '"'):
                value = value[1:-1]
            self.data[key] = value


class RepositoryIni(RepositoryEmpty):
    """The section [settings], where %% stands for %."""

    def __init__(self, source, encoding="UTF-8"):
        self.data = {}
        text = project_file(source)
        if text is None:
            raise FileNotFoundError(f"No such file or directory: '{source}'")
        section = ""
        for line in text.splitlines():
            line = line.rstrip()
            if line.strip()[:1] in ("", "#", ";"):
                continue
            if line.startswith("["):
                section = line.strip("[] ")
            elif section == "settings" and not line[0].isspace():
                at = min([line.index(sign) for sign in "=:" if sign in line])
                self.data[line[:at].strip().lower()] = line[at + 1 :].strip()

    def __contains__(self, key):
        return key in os.environ or key.lower() in self.data

    def __getitem__(self, key):
        value = self.data[key.lower()]
        if "%(" in value:
            return unknown("an interpolated value of settings.ini is not followed")
        return value.replace("%%", "%")


class RepositorySecret(RepositoryEmpty):
    def __init__(self, source="/run/secrets/"):
        self.data = {}


class Config:
    def __init__(self, repository):
        self.repository = repository

    def get(self, option, default=undefined, cast=undefined):
        if option in os.environ:
            value = os.environ[option]
        elif option in self.repository:
            value = self.repository[option]
        else:
            if isinstance(default, Undefined):
                raise UndefinedValueError(
                    f"{option} not found. Declare it as envvar or define a default value."
                )
            value = default
        if isinstance(cast, Undefined):
            return value
        if cast is bool:
            value = str(value)
            return strtobool(value) if value != "" else False
        return cast(value)

    def __call__(self, option, default=undefined, cast=undefined):
        return self.get(option, default, cast)


class AutoConfig:
    """Looks for settings.ini and .env beside the caller, and in each folder above."""

    def __init__(self, search_path=None):
        self.search_path = search_path
        self.config = None

    def __call__(self, option, default=undefined, cast=undefined):
        if self.config is None:
            self.config = Config(self.find(self.search_path or os.path.dirname(caller_file())))
        return self.config(option, default, cast)

    def find(self, folder):
        folder = str(folder)
        while True:
            ini, env = os.path.join(folder, "settings.ini"), os.path.join(folder, ".env")
            if project_file(ini) is not None:
                return RepositoryIni(ini)
            if project_file(env) is not None:
                return RepositoryEnv(env)
            above = os.path.dirname(folder)
            if above in ("", folder, "/"):
                return RepositoryEmpty()
            folder = above


config = AutoConfig()


class Csv:
    def __init__(self, cast=str, delimiter=",", strip=" \t\n\r\x0b\x0c", post_process=list):
        self.cast = cast
        self.delimiter = delimiter
        self.strip = strip
        self.post_process = post_process

    def __call__(self, value):
        if value is None:
            return self.post_process()
        if "'" in value or '"' in value or "\\" in value or "#" in value:
            return unknown("quotes and comments in a list of python-decouple are not followed")
        words = [word for word in value.split(self.delimiter) if word]
        return self.post_process([self.cast(word.strip(self.strip)) for word in words])


class Choices:
    def __init__(self, flat=None, cast=str, choices=None):
        self.cast = cast
        self.valid = list(flat or []) + [value for value, _ in (choices or [])]

    def __call__(self, value):
        value = self.cast(value)
        if value not in self.valid:
            raise ValueError(f"Value not in list: {value!r}; valid values are {self.valid!r}")
        return value
