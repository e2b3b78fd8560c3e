"""What settings use of Python's hmac: https://docs.python.org/3/library/hmac.html"""

import hashlib


class HMAC:
    def __init__(self, key, msg=b"", digestmod=""):
        self.make = digestmod if callable(digestmod) else lambda data=b"": hashlib.new(digestmod, data)
        size = self.make().block_size
        key = self.make(key).digest() if len(key) > size else key
        self.inner = bytes([byte ^ 0x36 for byte in key]) + b"\x36" * (size - len(key)) + (msg or b"")
        self.outer = bytes([byte ^ 0x5C for byte in key]) + b"\x5c" * (size - len(key))

    def update(self, msg):
        self.inner = self.inner + msg

    def digest(self):
        return self.make(self.outer + self.make(self.inner).digest()).digest()

    def hexdigest(self):
        return self.digest().hex()


def new(key, msg=None, digestmod=""):
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()


def compare_digest(a, b):
    return a == b
