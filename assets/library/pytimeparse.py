"""Spans of time in words, in seconds: https://pypi.org/project/pytimeparse/"""

from gonogo import unknown

UNITS = {
    "w": 604800, "wk": 604800, "wks": 604800, "week": 604800, "weeks": 604800,
    "d": 86400, "dy": 86400, "dys": 86400, "day": 86400, "days": 86400,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
}


def parse(sval, granularity="seconds"):
    text = sval.strip().lower()
    if text.isdigit():
        return int(text)
    total, digits, letters = 0, "", ""
    for letter in text + " ":
        if letter.isdigit():
            if letters:
                if not digits or letters not in UNITS:
                    return unknown("a span of time that is not followed")
                total, digits, letters = total + int(digits) * UNITS[letters], "", ""
            digits += letter
        elif letter.isalpha():
            letters += letter
        elif letter not in " ,":
            return unknown("a span of time that is not followed")
    if not digits or letters not in UNITS:
        return unknown("a span of time that is not followed")
    return total + int(digits) * UNITS[letters]


timeparse = parse
