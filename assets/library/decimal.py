"""What settings use of Python's decimal: https://docs.python.org/3/library/decimal.html

A number is a whole number times a power of ten. What needs rounding to the precision of the context is not followed.
"""

from gonogo import as_object, unknown

ROUND_CEILING = "ROUND_CEILING"
ROUND_DOWN = "ROUND_DOWN"
ROUND_FLOOR = "ROUND_FLOOR"
ROUND_HALF_DOWN = "ROUND_HALF_DOWN"
ROUND_HALF_EVEN = "ROUND_HALF_EVEN"
ROUND_HALF_UP = "ROUND_HALF_UP"
ROUND_UP = "ROUND_UP"
ROUND_05UP = "ROUND_05UP"
PRECISION = 28


class InvalidOperation(ArithmeticError):
    pass


def parts_of(value):
    """The whole number and the exponent."""
    if isinstance(value, Decimal):
        return value.parts
    if isinstance(value, int):
        return int(value), 0
    if not isinstance(value, str):
        return unknown("a decimal number that is made of something else than a text or a whole number")
    text = value.strip().replace("_", "").lower()
    number, _, exponent = text.partition("e")
    whole, _, fraction = number.partition(".")
    digits = whole.lstrip("+-") + fraction
    if not (digits.isascii() and digits.isdigit()):
        if text.lstrip("+-") in ("nan", "snan", "inf", "infinity"):
            return unknown("a decimal number that is none")
        raise InvalidOperation("[<class 'decimal.ConversionSyntax'>]")
    sign = -1 if whole.startswith("-") else 1
    if sign < 0 and int(digits) == 0:
        return unknown("a negative zero")
    return sign * int(digits), (int(exponent) if exponent else 0) - len(fraction)


def made(number, exponent):
    if len(str(abs(number))) > PRECISION:
        return unknown("a decimal number that is rounded")
    result = Decimal(0)
    result.parts = number, exponent
    result.__made_from__ = as_object("decimal.Decimal", str(result))
    return result


def aligned(left, right):
    """Both as whole numbers of the smaller exponent."""
    (a, x), (b, y) = parts_of(left), parts_of(right)
    least = min(x, y)
    if max(x, y) - least > PRECISION:
        return unknown("a decimal number that is rounded")
    return a * 10 ** (x - least), b * 10 ** (y - least), least


class Decimal:
    def __init__(self, value="0", context=None):
        self.parts = parts_of(value)
        self.__made_from__ = as_object("decimal.Decimal", value)

    def __str__(self):
        number, exponent = self.parts
        digits, sign = str(abs(number)), "-" if number < 0 else ""
        adjusted = exponent + len(digits) - 1
        if exponent > 0 or adjusted < -6:
            tail = "." + digits[1:] if len(digits) > 1 else ""
            return f"{sign}{digits[0]}{tail}E{adjusted:+d}"
        if exponent == 0:
            return sign + digits
        digits = digits.rjust(1 - exponent, "0")
        return f"{sign}{digits[:exponent]}.{digits[exponent:]}"

    def __repr__(self):
        return f"Decimal('{self}')"

    def __format__(self, spec):
        return unknown("a decimal number in a form") if spec else str(self)

    def __hash__(self):
        return unknown("the hash of a decimal number")

    def __bool__(self):
        return self.parts[0] != 0

    def __int__(self):
        number, exponent = self.parts
        if exponent >= 0:
            return number * 10**exponent
        size = abs(number) // 10**-exponent
        return -size if number < 0 else size

    def __float__(self):
        return float(str(self))

    def __neg__(self):
        number, exponent = self.parts
        return unknown("a negative zero") if number == 0 else made(-number, exponent)

    def __abs__(self):
        return made(abs(self.parts[0]), self.parts[1])

    def __add__(self, other):
        a, b, exponent = aligned(self, other)
        return made(a + b, exponent)

    __radd__ = __add__

    def __sub__(self, other):
        a, b, exponent = aligned(self, other)
        return made(a - b, exponent)

    def __rsub__(self, other):
        return Decimal(other) - self

    def __mul__(self, other):
        (a, x), (b, y) = self.parts, parts_of(other)
        return made(a * b, x + y)

    __rmul__ = __mul__

    def __truediv__(self, other):
        (a, x), (b, y) = self.parts, parts_of(other)
        if b == 0:
            raise ZeroDivisionError("[<class 'decimal.DivisionByZero'>]")
        exponent, places = x - y, 0
        while a % b and places <= PRECISION:
            a, exponent, places = a * 10, exponent - 1, places + 1
        if a % b:
            return unknown("a decimal number that is rounded")
        return made(a // b, exponent)

    def __rtruediv__(self, other):
        return Decimal(other) / self

    def __eq__(self, other):
        if not isinstance(other, (int, Decimal)):
            return unknown("a decimal number is compared with another kind") if isinstance(other, float) else False
        a, b, _ = aligned(self, other)
        return a == b

    def __lt__(self, other):
        a, b, _ = aligned(self, other)
        return a < b

    def __le__(self, other):
        a, b, _ = aligned(self, other)
        return a <= b

    def __gt__(self, other):
        a, b, _ = aligned(self, other)
        return a > b

    def __ge__(self, other):
        a, b, _ = aligned(self, other)
        return a >= b

    def __getattr__(self, name):
        return unknown(f"what decimal numbers do besides arithmetic is not followed ({name})")


def __getattr__(name):
    return unknown(f"comes from a part of Python's library that is not followed (decimal.{name})")
