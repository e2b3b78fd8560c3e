"""What Python's urllib.parse does, as its documentation says: https://docs.python.org/3/library/urllib.parse.html"""

SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"
HEX = "0123456789abcdefABCDEF"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SCHEME = LETTERS + "0123456789+-."
RELATIVE = "", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms", "prospero"
RELATIVE += "rtsp", "rtsps", "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss"
PARAMS = "", "ftp", "hdl", "prospero", "http", "imap", "https", "shttp", "rtsp", "rtsps", "rtspu", "sip", "sips", "mms"
PARAMS += "sftp", "tel"

uses_netloc = list(RELATIVE)
uses_relative = list(RELATIVE)
uses_params = list(PARAMS)


class Parts(tuple):
    """What both kinds of results share; the netloc is taken apart when it is asked for."""

    @property
    def scheme(self):
        return self[0]

    @property
    def netloc(self):
        return self[1]

    @property
    def path(self):
        return self[2]

    @property
    def query(self):
        return self[-2]

    @property
    def fragment(self):
        return self[-1]

    @property
    def login(self):
        user, at, _ = self[1].rpartition("@")
        if not at:
            return None, None
        name, colon, password = user.partition(":")
        return name, password if colon else None

    @property
    def place(self):
        host = self[1].rpartition("@")[2]
        _, bracket, inside = host.partition("[")
        if bracket:
            host, _, port = inside.partition("]")
            port = port.partition(":")[2]
        else:
            host, _, port = host.partition(":")
        return host, port

    @property
    def username(self):
        return self.login[0]

    @property
    def password(self):
        return self.login[1]

    @property
    def hostname(self):
        host = self.place[0]
        name, percent, zone = host.partition("%")
        return name.lower() + percent + zone if host else None

    @property
    def port(self):
        port = self.place[1]
        if not port:
            return None
        if not (port.isdigit() and port.isascii()):
            raise ValueError(f"Port could not be cast to integer value as {port!r}")
        if int(port) > 65535:
            raise ValueError("Port out of range 0-65535")
        return int(port)

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _replace(self, **changes):
        return type(self)([changes.get(name, value) for name, value in zip(self._fields, self)])


class SplitResult(Parts):
    _fields = ("scheme", "netloc", "path", "query", "fragment")

    def geturl(self):
        return urlunsplit(self)


class ParseResult(Parts):
    _fields = ("scheme", "netloc", "path", "params", "query", "fragment")

    @property
    def params(self):
        return self[3]

    def geturl(self):
        return urlunparse(self)


def urlsplit(url, scheme="", allow_fragments=True):
    url = url.lstrip().replace("\t", "").replace("\r", "").replace("\n", "")
    netloc = query = fragment = ""
    at = url.find(":")
    if at > 0 and url[0] in LETTERS and all([c in SCHEME for c in url[:at]]):
        scheme, url = url[:at].lower(), url[at + 1 :]
    if url[:2] == "//":
        ends = [end for end in [url.find(c, 2) for c in "/?#"] if end >= 0]
        end = min(ends) if ends else len(url)
        netloc, url = url[2:end], url[end:]
        if ("[" in netloc) != ("]" in netloc):
            raise ValueError("Invalid IPv6 URL")
    if allow_fragments and "#" in url:
        url, fragment = url.split("#", 1)
    if "?" in url:
        url, query = url.split("?", 1)
    return SplitResult((scheme, netloc, url, query, fragment))


def urlparse(url, scheme="", allow_fragments=True):
    scheme, netloc, path, query, fragment = urlsplit(url, scheme, allow_fragments)
    params = ""
    if scheme in uses_params and ";" in path:
        at = path.find(";", path.rfind("/") + 1)
        if at >= 0:
            path, params = path[:at], path[at + 1 :]
    return ParseResult((scheme, netloc, path, params, query, fragment))


def urlunsplit(parts):
    scheme, netloc, url, query, fragment = parts
    if netloc or (scheme and scheme in uses_netloc and url[:2] != "//"):
        if url and url[:1] != "/":
            url = "/" + url
        url = "//" + (netloc or "") + url
    if scheme:
        url = scheme + ":" + url
    if query:
        url = url + "?" + query
    return url + "#" + fragment if fragment else url


def urlunparse(parts):
    scheme, netloc, path, params, query, fragment = parts
    return urlunsplit((scheme, netloc, f"{path};{params}" if params else path, query, fragment))


def urldefrag(url):
    parts = urlparse(url)
    return parts._replace(fragment="").geturl(), parts.fragment


def urljoin(base, url, allow_fragments=True):
    if not base or not url:
        return url or base
    old, new = urlparse(base, "", allow_fragments), urlparse(url, urlparse(base).scheme, allow_fragments)
    if new.scheme != old.scheme or new.scheme not in uses_relative:
        return url
    if new.netloc and new.scheme in uses_netloc:
        return new.geturl()
    new = new._replace(netloc=old.netloc)
    if not new.path and not new.params:
        return new._replace(path=old.path, params=old.params, query=new.query or old.query).geturl()
    above = old.path.split("/")
    if above[-1] != "":
        above = above[:-1]
    if new.path[:1] == "/":
        segments = new.path.split("/")
    else:
        segments = above + new.path.split("/")
        segments = segments[:1] + [part for part in segments[1:-1] if part] + segments[-1:]
    resolved = []
    for segment in segments:
        if segment == "..":
            if resolved:
                resolved.pop()
        elif segment != ".":
            resolved.append(segment)
    if segments[-1] in (".", ".."):
        resolved.append("")
    return new._replace(path="/".join(resolved) or "/").geturl()


def unquote_to_bytes(text):
    raw = list(text.encode("utf-8") if isinstance(text, str) else text)
    result, at = [], 0
    while at < len(raw):
        digits = "".join([chr(byte) for byte in raw[at + 1 : at + 3]])
        if raw[at] == 37 and len(digits) == 2 and digits[0] in HEX and digits[1] in HEX:
            result.append(int(digits, 16))
            at += 3
        else:
            result.append(raw[at])
            at += 1
    return bytes(result)


def unquote(string, encoding="utf-8", errors="replace"):
    if isinstance(string, bytes):
        return unquote_to_bytes(string).decode(encoding, errors)
    if "%" not in string:
        return string
    return unquote_to_bytes(string).decode(encoding, errors)


def unquote_plus(string, encoding="utf-8", errors="replace"):
    return unquote(string.replace("+", " "), encoding, errors)


def quote(string, safe="/", encoding="utf-8", errors="strict"):
    raw = string.encode(encoding or "utf-8") if isinstance(string, str) else string
    kept = SAFE + safe
    return "".join([chr(byte) if byte < 128 and chr(byte) in kept else f"%{byte:02X}" for byte in raw])


def quote_from_bytes(raw, safe="/"):
    return quote(raw, safe)


def quote_plus(string, safe="", encoding="utf-8", errors="strict"):
    if isinstance(string, bytes):
        string = string.decode("latin-1")
        encoding = "latin-1"
    return quote(string, safe + " ", encoding, errors).replace(" ", "+")


def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", **options):
    pairs = []
    separator = options.get("separator", "&")
    for part in qs.split(separator) if qs else []:
        if not part and not strict_parsing:
            continue
        name, equals, value = part.partition("=")
        if not equals and strict_parsing:
            raise ValueError(f"bad query field: {part!r}")
        if value or keep_blank_values:
            pairs.append((unquote_plus(name, encoding, errors), unquote_plus(value, encoding, errors)))
    return pairs


def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding="utf-8", errors="replace", **options):
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors, **options):
        found.setdefault(name, []).append(value)
    return found


def urlencode(query, doseq=False, safe="", encoding=None, errors=None, quote_via=quote_plus):
    pairs = []
    for name, value in query.items() if hasattr(query, "items") else query:
        name = name if isinstance(name, (str, bytes)) else str(name)
        many = doseq and isinstance(value, (list, tuple))
        for item in value if many else [value]:
            item = item if isinstance(item, (str, bytes)) else str(item)
            pairs.append(quote_via(name, safe) + "=" + quote_via(item, safe))
    return "&".join(pairs)
