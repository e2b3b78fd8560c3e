//! The language: what CPython does with plain Python.

use super::check;

#[test]
fn literals_and_operators() {
    check(
        "A = 7 // 2 * -1\nB = 2 ** 10 % 7\nC = 'ab' * 2 + 'c'\nD = [1, *(2, 3)]\nE = {**{'a': 1}, 'b': (2,)}\n",
        &["A = -3", "B = 2", "C = \"ababc\"", "D = [1, 2, 3]", "E = {\"a\": 1, \"b\": (2,)}"],
    );
}

#[test]
fn floor_division_and_modulo_round_down() {
    check("A = -7 // 2\nB = -7 % 3\nC = 7 % -3\nD = -7.5 // 2\n", &["A = -4", "B = 2", "C = -2", "D = -4.0"]);
}

#[test]
fn slices_and_chained_comparisons() {
    check(
        "A = 'settings'[1:-1:2]\nB = [1, 2, 3][::-1]\nC = 1 < 2 < 3 != 4\nD = 'abc'[-1]\n",
        &["A = \"etn\"", "B = [3, 2, 1]", "C = True", "D = \"c\""],
    );
}

#[test]
fn text_is_formatted_in_three_ways() {
    check(
        "N = 7\nA = f'{N:03d}-{N!r}-{3.14159:.2f}'\nB = '%s/%05.1f %(x)s' % {'x': 1} if False else '%s/%d%%' % ('a', 5)\nC = '{0}.{name[k]}'.format('a', name={'k': 'v'})\n",
        &["N = 7", "A = \"007-7-3.14\"", "B = \"a/5%\"", "C = \"a.v\""],
    );
}

#[test]
fn aliases_see_mutations() {
    check(
        "A = [1]\nB = A\nB.append(2)\nC = list(A)\nA += [3]\n",
        &["A = [1, 2, 3]", "B = [1, 2, 3]", "C = [1, 2]"],
    );
}

#[test]
fn every_kind_of_parameter() {
    check(
        "def f(a, /, b, c=3, *rest, d, e=5, **more):\n    return (a, b, c, rest, d, e, more)\nA = f(1, 2, d=4)\nB = f(1, *[2, 9, 8], d=0, **{'x': 1})\n",
        &["A = (1, 2, 3, (), 4, 5, {})", "B = (1, 2, 9, (8,), 0, 5, {\"x\": 1})"],
    );
}

#[test]
fn closures_and_nonlocal() {
    check(
        "def counter():\n    n = 0\n    def up():\n        nonlocal n\n        n += 1\n        return n\n    return up\nup = counter()\nA = [up(), up()]\n",
        &["A = [1, 2]"],
    );
}

#[test]
fn classes_inherit_and_have_properties() {
    check(
        "class Base:\n    host = 'h'\n    def __init__(self, port):\n        self.port = port\n    @property\n    def url(self):\n        return f'{self.host}:{self.port}'\n    @classmethod\n    def make(cls):\n        return cls(80)\nclass Child(Base):\n    host = 'c'\n    def __init__(self, port):\n        super().__init__(port + 1)\nA = Child.make().url\nB = Base(1).url\n",
        &["A = \"c:81\"", "B = \"h:1\""],
    );
}

#[test]
fn exceptions_find_their_handler() {
    check(
        "def f():\n    try:\n        return {}['x']\n    except (ValueError, LookupError) as error:\n        return repr(error)\n    finally:\n        LOG.append('done')\nLOG = []\nA = f()\ntry:\n    int('x')\nexcept ValueError:\n    B = 'bad'\nelse:\n    B = 'good'\n",
        &["LOG = [\"done\"]", "A = \"KeyError('x')\"", "B = \"bad\""],
    );
}

#[test]
fn loops_break_continue_and_else() {
    check(
        "A = []\nfor n in range(10):\n    if n == 1:\n        continue\n    if n == 4:\n        break\n    A.append(n)\nelse:\n    A = None\nwhile A[-1] < 5:\n    A.append(A[-1] + 1)\n",
        &["A = [0, 2, 3, 4, 5]"],
    );
}

#[test]
fn comprehensions_and_generators() {
    check(
        "A = [x * y for x in (1, 2) for y in (3, 4) if x + y != 5]\nB = {k: v for k, v in zip('ab', [1, 2])}\ndef g():\n    for n in range(3):\n        yield n\nC = sum(g())\nD = any(n > 1 for n in g())\n",
        &["A = [3, 8]", "B = {\"a\": 1, \"b\": 2}", "C = 3", "D = True"],
    );
}

#[test]
fn patterns() {
    check(
        "def kind(v):\n    match v:\n        case {'engine': str(e), **rest}:\n            return e\n        case [first, *others]:\n            return (first, others)\n        case None | 0:\n            return 'nothing'\n        case _:\n            return 'other'\nA = kind({'engine': 'pg', 'x': 1})\nB = kind([1, 2])\nC = kind(0)\nD = kind('s')\n",
        &["A = \"pg\"", "B = (1, [2])", "C = \"nothing\"", "D = \"other\""],
    );
}

#[test]
fn enumerations_and_data_classes() {
    check(
        "import enum\nfrom dataclasses import dataclass, field\nclass Mode(str, enum.Enum):\n    DEV = 'dev'\n    PROD = 'prod'\n@dataclass\nclass Pool:\n    size: int = 4\n    names: list = field(default_factory=list)\nA = Mode('prod') is Mode.PROD\nB = Mode.DEV.value\nC = Pool(names=['a']).size\n",
        &["A = True", "B = \"dev\"", "C = 4"],
    );
}

#[test]
fn namespaces_are_dictionaries() {
    check(
        "globals().update({'A': 1})\nvars()['B'] = 2\nimport sys\nsetattr(sys.modules[__name__], 'C', 3)\nfor name in ('D', 'E'):\n    globals()[name] = name.lower()\n",
        &["A = 1", "B = 2", "C = 3", "D = \"d\"", "E = \"e\""],
    );
}
