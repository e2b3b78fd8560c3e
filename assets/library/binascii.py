"""What settings use of Python's binascii: https://docs.python.org/3/library/binascii.html"""

import base64


class Error(ValueError):
    pass


def hexlify(data, *grouping):
    return data.hex(*grouping).encode("ascii")


b2a_hex = hexlify


def unhexlify(hexstr):
    return bytes.fromhex(hexstr.decode("ascii") if isinstance(hexstr, bytes) else hexstr)


a2b_hex = unhexlify


def b2a_base64(data, *, newline=True):
    return base64.b64encode(data) + (b"\n" if newline else b"")


def a2b_base64(string):
    return base64.b64decode(string)
