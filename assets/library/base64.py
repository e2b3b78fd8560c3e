"""What settings use of Python's base64: https://docs.python.org/3/library/base64.html"""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def octets(value):
    return value.encode("ascii") if isinstance(value, str) else value


def b64encode(s, altchars=None):
    text, data = "", list(s)
    for at in range(0, len(data), 3):
        group = data[at : at + 3]
        number = 0
        for byte in group + [0] * (3 - len(group)):
            number = number * 256 + byte
        letters = "".join([ALPHABET[(number >> shift) & 63] for shift in (18, 12, 6, 0)])
        text += letters[: len(group) + 1] + "=" * (3 - len(group))
    if altchars is not None:
        text = text.replace("+", chr(altchars[0])).replace("/", chr(altchars[1]))
    return text.encode("ascii")


def b64decode(s, altchars=None, validate=False):
    text = octets(s).decode("latin-1")
    if altchars is not None:
        alt = octets(altchars)
        text = text.replace(chr(alt[0]), "+").replace(chr(alt[1]), "/")
    letters = "".join([c for c in text if c in ALPHABET or c == "="])
    if validate and letters != text:
        raise ValueError("Only base64 data is allowed")
    body = letters.rstrip("=")
    if len(body) % 4 == 1 or len(letters) < (len(body) + 3) // 4 * 4:
        raise ValueError("Incorrect padding")
    values = [ALPHABET.index(c) for c in body]
    result = []
    for at in range(0, len(values), 4):
        group = values[at : at + 4]
        number = 0
        for value in group + [0] * (4 - len(group)):
            number = number * 64 + value
        result += [(number >> shift) & 255 for shift in (16, 8, 0)][: len(group) - 1]
    return bytes(result)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    return b64decode(s, b"-_")


def b16encode(s):
    return s.hex().upper().encode("ascii")


def b16decode(s, casefold=False):
    return bytes.fromhex(octets(s).decode("ascii"))
