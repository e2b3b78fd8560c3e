"""What python-dotenv does, as its documentation says: https://saurabh-kumar.com/python-dotenv/"""

import os

from gonogo import caller_file, project_file

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "b": "\b", "v": "\v", "a": "\a"}


def quoted(text, at):
    """The value between quotes that begins at `at`, and the place after it."""
    quote, value = text[at], ""
    at += 1
    while at < len(text) and text[at] != quote:
        if text[at] == "\\" and at + 1 < len(text):
            at += 1
            if text[at] in "\\" + quote:
                value += text[at]
            elif quote == '"' and text[at] in ESCAPES:
                value += ESCAPES[text[at]]
            elif quote == '"' and text[at] == "'":
                value += "'"
            else:
                value += "\\" + text[at]
        else:
            value += text[at]
        at += 1
    return value, at + 1


def bare(line):
    """The value of a line without quotes: a comment begins with a hash after a space."""
    for at in range(len(line)):
        if line[at] == "#" and (at == 0 or line[at - 1].isspace()):
            return line[:at].strip()
    return line.strip()


def entries(text):
    """(name, value) of each line; the value is None for a name alone."""
    found, at = [], 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        content = line.lstrip()
        if content.startswith("export "):
            content = content[7:].lstrip()
        name, equals, rest = content.partition("=")
        name = name.strip().strip("'")
        if content == "" or content.startswith("#"):
            at = end + 1
        elif not equals:
            found.append((bare(name), None))
            at = end + 1
        elif rest.lstrip()[:1] in ("'", '"'):
            start = end - len(rest.lstrip())
            value, at = quoted(text, start)
            found.append((name, value))
            end = text.find("\n", at)
            at = len(text) if end < 0 else end + 1
        else:
            found.append((name, bare(rest)))
            at = end + 1
    return found


def expanded(value, known):
    """${NAME} and ${NAME:-default} are replaced; $NAME is not."""
    result = ""
    while "${" in value and "}" in value[value.index("${") :]:
        at = value.index("${")
        end = value.index("}", at)
        name, _, default = value[at + 2 : end].partition(":-")
        result += value[:at] + (known(name, default) or "")
        value = value[end + 1 :]
    return result + value


def parse(text, interpolate=True, override=True):
    values = {}

    def known(name, default):
        if override:
            return values[name] if name in values else os.environ.get(name, default)
        return os.environ.get(name, values.get(name, default))

    for name, value in entries(text):
        values[name] = expanded(value, known) if interpolate and value is not None else value
    return values


def read(path, stream):
    if stream is not None:
        return stream.read()
    return project_file(path or find_dotenv())


def dotenv_values(dotenv_path=None, stream=None, verbose=False, interpolate=True, encoding="utf-8"):
    text = read(dotenv_path, stream)
    return parse(text, interpolate) if text is not None else {}


def load_dotenv(
    dotenv_path=None, stream=None, verbose=False, override=False, interpolate=True, encoding="utf-8"
):
    if os.environ.get("PYTHON_DOTENV_DISABLED", "").casefold() in {"1", "true", "t", "yes", "y"}:
        return False
    text = read(dotenv_path, stream)
    if text is None:
        return False
    values = parse(text, interpolate, override)
    for name, value in values.items():
        if value is not None and (override or name not in os.environ):
            os.environ[name] = value
    return len(values) > 0


def find_dotenv(filename=".env", raise_error_if_not_found=False, usecwd=False, folder=None):
    """The file beside the caller, or in a folder above."""
    folder = str(folder or os.path.dirname(caller_file()))
    while folder:
        place = os.path.join(folder, filename)
        if project_file(place) is not None:
            return place
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    if raise_error_if_not_found:
        raise IOError("File not found")
    return ""


def get_key(dotenv_path, key_to_get, encoding="utf-8"):
    return dotenv_values(dotenv_path).get(key_to_get)
