"""What settings use of Python's hashlib: https://docs.python.org/3/library/hashlib.html"""

from gonogo import digest as digest_of
from gonogo import unknown

BLOCKS = {"md5": 64, "sha1": 64, "sha224": 64, "sha256": 64, "sha384": 128, "sha512": 128}


class Hash:
    def __init__(self, name, data=b""):
        self.name = name
        self.data = data
        self.block_size = BLOCKS.get(name, 64)

    def update(self, data):
        self.data = self.data + data

    def digest(self):
        return digest_of(self.name, self.data)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return Hash(self.name, self.data)


def new(name, data=b"", **options):
    return Hash(name.lower(), data)


def md5(string=b"", **options):
    return Hash("md5", string)


def sha1(string=b"", **options):
    return Hash("sha1", string)


def sha224(string=b"", **options):
    return Hash("sha224", string)


def sha256(string=b"", **options):
    return Hash("sha256", string)


def sha384(string=b"", **options):
    return Hash("sha384", string)


def sha512(string=b"", **options):
    return Hash("sha512", string)


def blake2b(data=b"", **options):
    return Hash("blake2b", data)


def pbkdf2_hmac(*args, **options):
    return unknown("a derived key is not worked out")


scrypt = pbkdf2_hmac
