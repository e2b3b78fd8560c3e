"""What settings use of Python's types: https://docs.python.org/3/library/types.html"""


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return vars(self) == vars(other)

    def __repr__(self):
        return f"namespace({', '.join([f'{name}={value!r}' for name, value in vars(self).items()])})"


def MappingProxyType(mapping):
    return mapping


FunctionType = type(lambda: None)
ModuleType = type("ModuleType", (), {"__init__": lambda self, name, doc=None: setattr(self, "__name__", name)})
NoneType = type(None)
