"""What settings use of Python's textwrap: https://docs.python.org/3/library/textwrap.html"""


def margin(line):
    return line[: len(line) - len(line.lstrip(" \t"))]


def dedent(text):
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    common = None
    for line in lines:
        if line:
            own = margin(line)
            common = own if common is None else common
            while not own.startswith(common):
                common = common[:-1]
    return "\n".join([line[len(common or "") :] for line in lines])


def indent(text, prefix, predicate=None):
    chosen = predicate or (lambda line: line.strip())
    return "".join([(prefix if chosen(line) else "") + line for line in text.splitlines(True)])
