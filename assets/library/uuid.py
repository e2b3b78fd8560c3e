"""What settings use of Python's uuid: https://docs.python.org/3/library/uuid.html"""

from gonogo import unknown


class UUID:
    def __init__(self, hex):
        digits = hex.replace("urn:", "").replace("uuid:", "").strip("{}").replace("-", "").lower()
        if len(digits) != 32:
            raise ValueError("badly formed hexadecimal UUID string")
        self.hex = digits
        self.int = int(digits, 16)

    def __str__(self):
        h = self.hex
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    def __eq__(self, other):
        return isinstance(other, UUID) and self.int == other.int


def uuid1(node=None, clock_seq=None):
    return unknown("random")


def uuid3(namespace, name):
    return unknown("a hash is not followed")


def uuid4():
    return unknown("random")


def uuid5(namespace, name):
    return unknown("a hash is not followed")


def getnode():
    return unknown("an address of the machine")
