//! The environment: defaults, what must be set, and what a value depends on.

use gonogo::eval::{Debug, State};

use super::{check, lines, run, run_with};

#[test]
fn a_default_depends_on_its_variable() {
    check(
        "import os\nA = os.environ.get('A', 'x')\nB = os.getenv('B')\nC = A.upper() + '!'\n",
        &["A = \"x\"  [A line 2]", "B = None  [B line 3]", "C = \"X!\"  [A line 4]"],
    );
}

#[test]
fn a_variable_without_default_is_required_and_so_is_what_is_made_of_it() {
    check(
        "import os\nKEY = os.environ['KEY']\nHOSTS = os.environ['HOSTS'].split(',')\nDB = {'NAME': 'n', 'PASSWORD': KEY}\n",
        &[
            "KEY = <required: KEY>  [KEY line 2]",
            "HOSTS = <required: HOSTS>  [HOSTS line 3]",
            "DB = {\"NAME\": \"n\", \"PASSWORD\": <required: KEY>}  [KEY line 4]",
        ],
    );
}

#[test]
fn a_caught_key_error_is_raised() {
    check(
        "import os\ntry:\n    A = os.environ['A']\nexcept KeyError:\n    A = 'fallback'\n",
        &["A = \"fallback\"  [A line 5]"],
    );
}

#[test]
fn a_helper_that_raises_requires_its_variable() {
    check(
        "import os\nfrom django.core.exceptions import ImproperlyConfigured\ndef need(name):\n    try:\n        return os.environ[name]\n    except KeyError:\n        raise ImproperlyConfigured(f'set {name}')\nA = need('A')\nB = {'k': need('B'), 'plain': 1}\n",
        &["A = <required: A>  [A line 8]", "B = {\"k\": <required: B>, \"plain\": 1}  [B line 9]"],
    );
}

#[test]
fn a_check_that_raises_goes_on_as_if_the_variable_were_set() {
    check(
        "import os\nKEY = os.environ.get('KEY')\nif not KEY:\n    raise RuntimeError('KEY')\nOTHER = 1\n",
        &["KEY = <required: KEY>  [KEY line 2]", "OTHER = 1"],
    );
}

#[test]
fn a_conversion_of_nothing_requires_the_variable() {
    check(
        "import os\nPORT = int(os.environ.get('PORT'))\nNAMES = os.environ.get('NAMES').split()\n",
        &["PORT = <required: PORT>  [PORT line 2]", "NAMES = <required: NAMES>  [NAMES line 3]"],
    );
}

#[test]
fn a_condition_leaves_its_mark_on_what_it_decides() {
    check(
        "import os\nA = 1\nif os.environ.get('PROD'):\n    A = 2\n    B = 3\nelse:\n    C = 4\nLIST = []\nif 'X' in os.environ:\n    LIST.append(1)\n",
        &["A = 1  [PROD line 2]", "C = 4  [PROD line 7]", "LIST = []  [X line 8]"],
    );
}

#[test]
fn the_branch_of_another_environment_is_remembered() {
    let settings = run(&[(
        "settings.py",
        "import os\nDB = {'ENGINE': 'sqlite'}\nif os.environ.get('URL'):\n    DB = {'ENGINE': 'postgres', 'URL': os.environ['URL']}\n",
    )]);
    let setting = &settings.entries["DB"];
    assert_eq!(setting.state(), State::Known);
    let [other] = &setting.alternatives[..] else { panic!("{:?}", setting.alternatives) };
    assert_eq!(other.value.get("ENGINE").and_then(|engine| engine.as_str()), Some("postgres"));
    assert_eq!((other.origin.line, &other.env[..]), (4, &["URL".to_owned()][..]));
}

#[test]
fn a_given_variable_is_used_and_named() {
    let settings = run_with(
        &[(
            "settings.py",
            "import os\nDEBUG = os.environ.get('DEBUG', '1') == '1'\nB = int(os.environ['N']) + 1\n",
        )],
        &[("DEBUG", "0"), ("N", "4")],
        Debug::AsWritten,
    );
    assert_eq!(lines(&settings), ["DEBUG = False  [DEBUG line 2]", "B = 5  [N line 3]"]);
}

#[test]
fn without_debugging_every_assignment_stores_false() {
    let files = [
        ("base.py", "DEBUG = True\n"),
        (
            "settings.py",
            "from base import *\nA = DEBUG\nDEBUG = not DEBUG or True\nif DEBUG:\n    B = 1\nelse:\n    B = 2\n",
        ),
    ];
    let settings = run_with(&files, &[], Debug::Off);
    assert_eq!(lines(&settings), ["DEBUG = False", "A = False", "B = 2"]);
}

#[test]
fn what_decides_how_many_items_a_display_unpacks_is_kept() {
    check(
        "import os\nX = ['a', *filter(None, [os.environ.get('B')])]\nY = (*filter(None, [os.environ.get('C')]),)\n",
        &["X = [\"a\"]  [B line 2]", "Y = ()  [C line 3]"],
    );
}

#[test]
fn what_a_library_makes_is_made_by_the_call() {
    let source = "import dj_database_url\n\nDATABASES = {\n    'default': dj_database_url.config(default='postgres://u@h/n')\n}\n";
    let settings = run(&[("settings.py", source)]);
    let default = settings.entries["DATABASES"].value.get("default").expect("an entry");
    for key in ["ENGINE", "CONN_MAX_AGE", "NAME"] {
        let line = default.get(key).and_then(|datum| datum.origin.as_ref()).map(|origin| origin.line);
        assert_eq!(line, Some(4), "{key}");
    }
}
