"""What settings use of Python's abc: https://docs.python.org/3/library/abc.html"""


class ABC:
    pass


ABCMeta = type


def abstractmethod(function):
    return function


abstractproperty = property
