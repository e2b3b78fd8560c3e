"""What settings use of Python's configparser: https://docs.python.org/3/library/configparser.html"""

from gonogo import project_file, unknown

DEFAULTSECT = "DEFAULT"
BOOLEANS = {
    "1": True,
    "yes": True,
    "true": True,
    "on": True,
    "0": False,
    "no": False,
    "false": False,
    "off": False,
}


class Error(Exception):
    pass


class NoSectionError(Error):
    pass


class NoOptionError(Error):
    pass


class InterpolationError(Error):
    pass


class Missing:
    pass


MISSING = Missing()


class RawConfigParser:
    interpolates = False

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, **options):
        self.allow_no_value = allow_no_value
        self.options_given = {key: value for key, value in options.items() if key != "strict"}
        self.interpolates = self.interpolates and options.get("interpolation", MISSING) is not None
        self.data = {DEFAULTSECT: {}}
        for key, value in (defaults or {}).items():
            self.data[DEFAULTSECT][self.optionxform(key)] = value

    def optionxform(self, name):
        return name.lower()

    def read(self, filenames, encoding=None):
        done = []
        for name in [filenames] if isinstance(filenames, str) or hasattr(filenames, "parts") else filenames:
            text = project_file(name)
            if text is not None:
                self.read_string(text)
                done.append(str(name))
        return done

    def read_file(self, f, source=None):
        self.read_string(f.read())

    def read_string(self, string, source="<string>"):
        section, option = None, None
        for line in string.splitlines():
            content = line.strip()
            if content[:1] in ("#", ";"):
                continue
            if not content:
                continue
            if line[0].isspace() and option is not None:
                self.data[section][option] += "\n" + content
            elif content.startswith("[") and "]" in content:
                section, option = content[1 : content.index("]")], None
                self.data.setdefault(section, {})
            elif section is None:
                raise Error("File contains no section headers.")
            else:
                places = [content.index(sign) for sign in "=:" if sign in content]
                if not places and not self.allow_no_value:
                    raise Error(f"Source contains parsing errors: {content!r}")
                at = min(places) if places else len(content)
                option = self.optionxform(content[:at].strip())
                self.data[section][option] = content[at + 1 :].strip() if places else None

    def read_dict(self, dictionary, source="<dict>"):
        for section, options in dictionary.items():
            self.data.setdefault(section, {})
            for key, value in options.items():
                self.data[section][self.optionxform(str(key))] = None if value is None else str(value)

    def sections(self):
        return [name for name in self.data if name != DEFAULTSECT]

    def has_section(self, section):
        return section in self.data and section != DEFAULTSECT

    def add_section(self, section):
        self.data[section] = {}

    def set(self, section, option, value=None):
        self.data[section][self.optionxform(option)] = value

    def options(self, section):
        if section not in self.data:
            raise NoSectionError(f"No section: {section!r}")
        return list({**self.data[section], **self.data[DEFAULTSECT]})

    def has_option(self, section, option):
        if section in self.data:
            name = self.optionxform(option)
            return name in self.data[section] or name in self.data[DEFAULTSECT]
        return False

    def get(self, section, option, *, raw=False, vars=None, fallback=MISSING):
        if section not in self.data:
            if fallback is MISSING:
                raise NoSectionError(f"No section: {section!r}")
            return fallback
        values = {**self.data[DEFAULTSECT], **self.data[section]}
        for key, value in (vars or {}).items():
            values[self.optionxform(key)] = value
        name = self.optionxform(option)
        if name not in values:
            if fallback is MISSING:
                raise NoOptionError(f"No option {option!r} in section: {section!r}")
            return fallback
        value = values[name]
        if raw or not self.interpolates or value is None:
            return value
        return self.interpolated(value, values, 10)

    def interpolated(self, text, values, depth):
        if self.options_given.get("interpolation") is not None:
            return unknown("an interpolation of its own of configparser is not followed")
        result = ""
        while "%" in text:
            at = text.index("%")
            result, text = result + text[:at], text[at + 1 :]
            if text[:1] == "%":
                result, text = result + "%", text[1:]
            elif text[:1] == "(" and ")s" in text and depth:
                name = self.optionxform(text[1 : text.index(")s")])
                if name not in values:
                    raise InterpolationError(f"Bad value substitution: {name!r}")
                result += self.interpolated(values[name], values, depth - 1)
                text = text[text.index(")s") + 2 :]
            else:
                raise InterpolationError("'%' must be followed by '%' or '('")
        return result + text

    def converted(self, convert, section, option, options):
        fallback = options.get("fallback", MISSING)
        if fallback is not MISSING and not self.has_option(section, option):
            return fallback
        return convert(self.get(section, option, **options))

    def getint(self, section, option, **options):
        return self.converted(int, section, option, options)

    def getfloat(self, section, option, **options):
        return self.converted(float, section, option, options)

    def getboolean(self, section, option, **options):
        return self.converted(as_bool, section, option, options)

    def items(self, section=MISSING, raw=False, vars=None):
        if section is MISSING:
            return [(name, self[name]) for name in self.data]
        if section not in self.data:
            raise NoSectionError(f"No section: {section!r}")
        return [(name, self.get(section, name, raw=raw)) for name in {**self.data[DEFAULTSECT], **self.data[section]}]

    def __getitem__(self, section):
        if section not in self.data:
            raise KeyError(section)
        return Section(self, section)

    def __contains__(self, section):
        return section in self.data

    def __iter__(self):
        return iter(list(self.data))

    def __len__(self):
        return len(self.data)


def as_bool(text):
    if text.lower() not in BOOLEANS:
        raise ValueError(f"Not a boolean: {text}")
    return BOOLEANS[text.lower()]


class ConfigParser(RawConfigParser):
    interpolates = True


SafeConfigParser = ConfigParser


class Section:
    def __init__(self, parser, name):
        self.parser = parser
        self.name = name

    def __getitem__(self, option):
        if not self.parser.has_option(self.name, option):
            raise KeyError(option)
        return self.parser.get(self.name, option)

    def __contains__(self, option):
        return self.parser.has_option(self.name, option)

    def __iter__(self):
        return iter(self.parser.options(self.name))

    def __len__(self):
        return len(self.parser.options(self.name))

    def get(self, option, fallback=None, **options):
        return self.parser.get(self.name, option, fallback=fallback, **options)

    def getint(self, option, fallback=None):
        return self.parser.getint(self.name, option, fallback=fallback)

    def getfloat(self, option, fallback=None):
        return self.parser.getfloat(self.name, option, fallback=fallback)

    def getboolean(self, option, fallback=None):
        return self.parser.getboolean(self.name, option, fallback=fallback)

    def keys(self):
        return self.parser.options(self.name)

    def items(self):
        return [(option, self[option]) for option in self]

    def values(self):
        return [self[option] for option in self]
