"""What settings use of Python's shlex: https://docs.python.org/3/library/shlex.html"""

SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%_-+=:,./"


def split(s, comments=False, posix=True):
    words, word, started, at = [], "", False, 0
    while at < len(s):
        c = s[at]
        if c in " \t\r\n":
            if started:
                words.append(word)
            word, started = "", False
        elif c == "#" and comments:
            while at < len(s) and s[at] != "\n":
                at += 1
        elif c in "'\"":
            started, at = True, at + 1
            while at < len(s) and s[at] != c:
                if c == '"' and s[at] == "\\" and s[at + 1 : at + 2] in ("\\", '"'):
                    at += 1
                word, at = word + s[at], at + 1
            if at == len(s):
                raise ValueError("No closing quotation")
        elif c == "\\":
            if at + 1 == len(s):
                raise ValueError("No escaped character")
            word, started, at = word + s[at + 1], True, at + 1
        else:
            word, started = word + c, True
        at += 1
    return [*words, word] if started else words


def quote(s):
    if s and all([c in SAFE for c in s]):
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return " ".join([quote(word) for word in split_command])
