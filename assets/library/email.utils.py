"""What settings use of Python's email.utils: https://docs.python.org/3/library/email.utils.html"""

from gonogo import unknown

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-+ @<>"
SPECIAL = '()<>@,:;".[]'


def parsed(text):
    """One address, a name before it in angle brackets or none; `None` for all that is written otherwise."""
    if [c for c in text if c not in PLAIN]:
        return None
    name, bracket, rest = text.partition("<")
    if not bracket:
        address = text.strip()
        return ("", address) if " " not in address and ">" not in text and address.count("@") == 1 else None
    address, closed, after = rest.partition(">")
    plain = closed and not after.strip() and "@" not in name and "." not in name and address.count("@") == 1
    if not plain or " " in address or "<" in address or not address:
        return None
    return " ".join(name.split()), address


def getaddresses(fieldvalues, *, strict=True):
    pairs = [parsed(text) for text in ",".join([str(value) for value in fieldvalues]).split(",")]
    return unknown("an address that is not followed") if None in pairs else pairs


def parseaddr(addr, *, strict=True):
    pair = parsed(addr)
    return unknown("an address that is not followed") if pair is None else pair


def formataddr(pair, charset="utf-8"):
    name, address = pair
    if not name:
        return address
    if [c for c in name if c not in PLAIN]:
        return unknown("a name in an address that is not followed")
    quotes = '"' if [c for c in name if c in SPECIAL] else ""
    return f"{quotes}{name}{quotes} <{address}>"


def formatdate(timeval=None, localtime=False, usegmt=False):
    return unknown("the time of the moment")


def make_msgid(idstring=None, domain=None):
    return unknown("a number of its own for each message")
