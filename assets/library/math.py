"""What settings use of Python's math: https://docs.python.org/3/library/math.html"""

from gonogo import unknown

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float("inf")
nan = float("nan")


def floor(x):
    return int(x // 1)


def ceil(x):
    return -int(-x // 1)


def trunc(x):
    return int(x)


def sqrt(x):
    if x < 0:
        raise ValueError("math domain error")
    return x**0.5


def isqrt(n):
    root = n
    while root * root > n:
        root = (root + n // root) // 2
    return root


def pow(x, y):
    return float(x) ** float(y)


def fabs(x):
    return abs(float(x))


def isnan(x):
    return x != x


def isinf(x):
    return x in (inf, -inf)


def isfinite(x):
    return not isnan(x) and not isinf(x)


def isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0):
    return a == b or abs(a - b) <= max(rel_tol * max(abs(a), abs(b)), abs_tol)


def gcd(*integers):
    result = 0
    for number in integers:
        result, number = abs(result), abs(number)
        while number:
            result, number = number, result % number
    return result


def lcm(*integers):
    result = 1
    for number in integers:
        result = abs(result * number) // gcd(result, number) if number else 0
    return result


def factorial(x):
    result = 1
    for number in range(2, x + 1):
        result *= number
    return result


def prod(iterable, *, start=1):
    for number in iterable:
        start *= number
    return start


def fsum(seq):
    return unknown("a sum without rounding is not followed")


def modf(x):
    whole = float(int(x))
    return x - whole, whole


def log2(x):
    """Exact for the powers of two; the rest is not followed."""
    power = 0
    rest = float(x)
    while rest >= 2 and rest % 2 == 0:
        power, rest = power + 1, rest / 2
    return float(power) if rest == 1 else unknown("a logarithm is not followed")


def log10(x):
    power = 0
    rest = x
    while isinstance(rest, int) and rest >= 10 and rest % 10 == 0:
        power, rest = power + 1, rest // 10
    return float(power) if rest == 1 else unknown("a logarithm is not followed")


def log(x, *base):
    return unknown("a logarithm is not followed")
