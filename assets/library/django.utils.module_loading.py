"""What settings use of django.utils.module_loading: https://docs.djangoproject.com/en/stable/ref/utils/"""

import importlib


def import_string(dotted_path):
    module, dot, name = dotted_path.rpartition(".")
    if not dot:
        raise ImportError(f"{dotted_path} doesn't look like a module path")
    module = importlib.import_module(module)
    if not hasattr(module, name):
        raise ImportError(f'Module "{dotted_path}" does not define a "{name}" attribute/class')
    return getattr(module, name)
