"""What settings use of requests: it hands on functions of urllib. https://requests.readthedocs.io/"""

from urllib.parse import quote, unquote, urlparse, urlunparse

from gonogo import unknown

__all__ = ["quote", "unquote", "urlparse", "urlunparse"]


def __getattr__(name):
    return unknown(f"comes from the installed package requests (requests.utils.{name})")
