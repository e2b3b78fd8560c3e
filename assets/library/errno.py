"""The numbers of Linux that settings compare with: https://docs.python.org/3/library/errno.html"""

EPERM = 1
ENOENT = 2
EINTR = 4
EIO = 5
EAGAIN = EWOULDBLOCK = 11
ENOMEM = 12
EACCES = 13
EEXIST = 17
ENOTDIR = 20
EISDIR = 21
EINVAL = 22
ENOSPC = 28
EPIPE = 32
ECONNREFUSED = 111
