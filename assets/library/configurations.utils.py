"""What settings use of the helpers of django-configurations: https://django-configurations.readthedocs.io/"""


def isuppercase(name):
    return name == name.upper() and not name.startswith("_")


def uppercase_attributes(obj):
    return {name: getattr(obj, name) for name in dir(obj) if isuppercase(name)}
