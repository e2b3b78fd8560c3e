"""What settings use of furl: the parts of a URL that are the same as urllib's. https://github.com/gruns/furl"""

from urllib.parse import urlsplit

from gonogo import unknown

PORTS = {"http": 80, "https": 443, "ftp": 21, "ssh": 22}


class furl:
    def __init__(self, url=""):
        parts = urlsplit(url)
        self.scheme = parts.scheme or None
        self.username = parts.username
        self.password = parts.password
        self.host = parts.hostname
        self.port = parts.port or PORTS.get(parts.scheme)

    def __getattr__(self, name):
        return unknown(f"comes from the installed package furl (furl.furl.{name})")
