//! Models of libraries: what settings import that is not part of the repository.
//!
//! # How to add one
//!
//! **In Python**, the short way: write the documented behaviour of the library, in your own words, as a Python file in
//! `assets/library/<name>.py`, and add a line to [`MODELS`]. It is run by this very interpreter, so that defaults,
//! conditions on the environment, required variables and subclasses behave as if the library itself ran. Values that
//! it makes get the place in the repository that called it. A variable that must be set is
//! `raise ImproperlyConfigured(…)` where it is not in `os.environ`: the interpreter turns an exception that an unset
//! variable causes, and that nobody catches, into a required value. `from gonogo import unknown` gives
//! `unknown("the reason")`, a value that nobody knows; `from gonogo import project_file` gives the text of a file of the
//! repository or `None`.
//!
//! **In Rust**: a file `<name>.rs` beside this one with a [`Library`] whose `get` hands out its attributes, and a line
//! in [`ALL`]. A function is [`Value::native`] of a [`NativeCode`](super::value::NativeCode): it gets the
//! [`Machine`], the values that it was made with, and the [`Args`](super::value::Args). What it must see to:
//! - An argument may be open ([`Value::is_open`]): then the result is [`Machine::open`] of the arguments.
//! - The result depends on what its arguments depend on: the caller adds the variables of all arguments (not those inside
//!   containers) to every result by itself.
//! - The environment is read with [`Machine::variable`], and nothing else.
//! - It raises with `Err(m.raise("ValueError", "…"))`.
//! - *Known is a promise*: in doubt, [`Value::unknown`] with a reason that a person understands.

mod data;
pub(super) mod dates;
pub(super) mod datetime;
mod digest;
mod machine;
mod objects;
mod os;
mod pathlib;
mod re;
mod sys;

pub use sys::django_version;

use super::Machine;
use super::value::Value;

/// A library that is modelled in Rust.
pub struct Library {
    /// Its dotted name, as it is imported.
    pub name: &'static str,
    /// Hands out an attribute by name; `None` for one that the model does not have (its value is then unknown).
    pub get: fn(&mut Machine<'_>, &str) -> Option<Value>,
}

/// The libraries that are modelled in Rust.
const ALL: &[&Library] = &[
    &os::OS,
    &os::PATH,
    &os::POSIXPATH,
    &pathlib::PATHLIB,
    &sys::SYS,
    &sys::NATIVE,
    &datetime::DATETIME,
    &dates::DATE,
    &dates::DATETIME,
    &dates::TIMEZONE,
    &re::RE,
    &machine::GLOB,
    &machine::IMPORTLIB,
    &machine::UTIL,
    &machine::AST,
    &machine::DEFAULTS,
    &machine::EXCEPTIONS,
    &machine::ENUM,
    &machine::DISTUTILS,
];

/// Names the files of `assets/library`, each with its source.
macro_rules! models {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../assets/library/", $name, ".py")))),*]
    };
}

/// The libraries that are modelled in Python: the dotted name of the module, and its source.
const MODELS: &[(&str, &str)] = models![
    "abc",
    "base64",
    "binascii",
    "cfenv",
    "collections",
    "configparser",
    "configurations",
    "configurations.utils",
    "configurations.values",
    "contextlib",
    "copy",
    "corsheaders.defaults",
    "csp.constants",
    "dataclasses",
    "dbt_copilot_python.database",
    "decimal",
    "decouple",
    "dj_database_url",
    "dj_email_url",
    "django.conf.locale",
    "django.contrib.auth.base_user",
    "django.contrib.auth.models",
    "django.contrib.messages",
    "django.contrib.messages.constants",
    "django.contrib.sessions.base_session",
    "django.core.management.utils",
    "django.http.request",
    "django.urls",
    "django.utils.crypto",
    "django.utils.deconstruct",
    "django.utils.functional",
    "django.utils.module_loading",
    "django.utils.safestring",
    "django.utils.text",
    "django.utils.translation",
    "django_cache_url",
    "django_jinja.builtins",
    "dotenv",
    "dynaconf",
    "email.utils",
    "environ",
    "environs",
    "errno",
    "fnmatch",
    "functools",
    "furl",
    "getpass",
    "gonogo",
    "hashlib",
    "hmac",
    "importlib.metadata",
    "inspect",
    "itertools",
    "json",
    "logging",
    "logging.config",
    "logging.handlers",
    "math",
    "mimetypes",
    "mitol.common.envs",
    "multiprocessing",
    "operator",
    "platform",
    "pydantic",
    "pydantic_settings",
    "pytimeparse",
    "random",
    "requests.utils",
    "secrets",
    "shlex",
    "socket",
    "split_settings.tools",
    "string",
    "subprocess",
    "tempfile",
    "textwrap",
    "time",
    "toml",
    "tomli",
    "tomllib",
    "types",
    "typing",
    "typing_extensions",
    "urllib.parse",
    "uuid",
    "warnings",
    "yaml",
];

/// The Rust model of a library.
pub fn find(name: &str) -> Option<&'static Library> {
    ALL.iter().find(|library| library.name == name).copied()
}

/// The Python model of a library.
pub fn model(name: &str) -> Option<&'static str> {
    MODELS.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// Whether the model of a library is a package with modules in it.
pub fn model_is_package(name: &str) -> bool {
    MODELS.iter().any(|(known, _)| known.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

/// Whether a top-level name is a module of the standard library.
pub fn is_standard(name: &str) -> bool {
    STANDARD.binary_search(&name.split('.').next().unwrap_or(name)).is_ok()
}

/// The top-level modules of Python's standard library that settings may import, sorted.
const STANDARD: &[&str] = &[
    "__future__",
    "abc",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "atexit",
    "base64",
    "binascii",
    "bisect",
    "builtins",
    "bz2",
    "calendar",
    "codecs",
    "collections",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "csv",
    "ctypes",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "dis",
    "distutils",
    "email",
    "enum",
    "errno",
    "faulthandler",
    "fcntl",
    "fileinput",
    "fnmatch",
    "fractions",
    "functools",
    "gc",
    "getpass",
    "gettext",
    "glob",
    "graphlib",
    "grp",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "imaplib",
    "imp",
    "importlib",
    "inspect",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "keyword",
    "linecache",
    "locale",
    "logging",
    "lzma",
    "marshal",
    "math",
    "mimetypes",
    "mmap",
    "multiprocessing",
    "netrc",
    "numbers",
    "operator",
    "os",
    "pathlib",
    "pickle",
    "pkgutil",
    "platform",
    "plistlib",
    "posixpath",
    "pprint",
    "profile",
    "pstats",
    "pwd",
    "queue",
    "quopri",
    "random",
    "re",
    "readline",
    "reprlib",
    "resource",
    "runpy",
    "sched",
    "secrets",
    "select",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "signal",
    "site",
    "smtplib",
    "socket",
    "socketserver",
    "sqlite3",
    "ssl",
    "stat",
    "statistics",
    "string",
    "struct",
    "subprocess",
    "sys",
    "sysconfig",
    "syslog",
    "tarfile",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "timeit",
    "token",
    "tokenize",
    "tomllib",
    "trace",
    "traceback",
    "types",
    "typing",
    "unicodedata",
    "unittest",
    "urllib",
    "uuid",
    "venv",
    "warnings",
    "weakref",
    "webbrowser",
    "wsgiref",
    "xml",
    "zipfile",
    "zlib",
    "zoneinfo",
];
