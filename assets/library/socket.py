"""Python's socket, of which settings cannot be told: https://docs.python.org/3/library/socket.html"""

from gonogo import unknown


def gethostname(*args, **options):
    return unknown("a name or address of the machine")


def getfqdn(*args, **options):
    return unknown("a name or address of the machine")


def gethostbyname(*args, **options):
    return unknown("a name or address of the machine")


def gethostbyname_ex(*args, **options):
    return unknown("a name or address of the machine")


def gethostbyaddr(*args, **options):
    return unknown("a name or address of the machine")


def getaddrinfo(*args, **options):
    return unknown("a name or address of the machine")


def socket(*args, **options):
    return unknown("a name or address of the machine")


def create_connection(*args, **options):
    return unknown("a name or address of the machine")

AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
SOCK_STREAM, SOCK_DGRAM = 1, 2
SOL_SOCKET, SO_REUSEADDR, SO_KEEPALIVE = 1, 2, 9
IPPROTO_TCP, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_USER_TIMEOUT = 6, 4, 5, 6, 18


class error(OSError):
    pass


gaierror = herror = timeout = error
