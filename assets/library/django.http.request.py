"""What settings use of django.http.request: https://docs.djangoproject.com/en/stable/ref/request-response/"""

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.-"


def split_domain_port(host):
    """The domain in lower case without a final dot, and the port; two empty texts for what is no host."""
    host = host.lower()
    if host.startswith("["):
        end = host.find("]") + 1
        domain, rest = host[:end], host[end:]
        valid = end > 2 and all(c in "abcdef0123456789.:" for c in domain[1:-1])
    else:
        domain, colon, port = host.partition(":")
        rest = colon + port
        valid = domain != "" and all(c in LETTERS for c in domain)
    port = rest[1:]
    if not valid or (rest != "" and (rest[0] != ":" or not all(c in "0123456789" for c in port) or port == "")):
        return "", ""
    return domain.removesuffix("."), port


def validate_host(host, allowed_hosts):
    return any(
        pattern == "*"
        or pattern.lower() == host
        or (pattern.startswith(".") and (host.endswith(pattern.lower()) or host == pattern.lower()[1:]))
        for pattern in allowed_hosts
    )
