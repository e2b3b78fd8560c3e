"""What settings use of Python's string: https://docs.python.org/3/library/string.html"""

ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdefABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
whitespace = " \t\n\r\x0b\x0c"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


class Template:
    """$name and ${name}; $$ stands for $."""

    def __init__(self, template):
        self.template = template

    def filled(self, values, safe):
        text, result = self.template, ""
        while "$" in text:
            at = text.index("$")
            result, text = result + text[:at], text[at + 1 :]
            if text[:1] == "$":
                result, text = result + "$", text[1:]
                continue
            braced = text[:1] == "{"
            start = 1 if braced else 0
            end = start
            while end < len(text) and (text[start : end + 1]).isidentifier() and text[end].isascii():
                end += 1
            name = text[start:end]
            closed = not braced or text[end : end + 1] == "}"
            if not name or not closed:
                if not safe:
                    raise ValueError("Invalid placeholder in string")
                result += "$"
                continue
            if name not in values and not safe:
                raise KeyError(name)
            end += 1 if braced else 0
            result += str(values[name]) if name in values else "$" + text[:end]
            text = text[end:]
        return result + text

    def substitute(self, mapping=None, /, **kwargs):
        return self.filled({**(mapping or {}), **kwargs}, False)

    def safe_substitute(self, mapping=None, /, **kwargs):
        return self.filled({**(mapping or {}), **kwargs}, True)
