//! `os`, `os.path`, and the environment.

use super::Library;
use crate::eval::Machine;
use crate::eval::env::Env;
use crate::eval::iterate::Items;
use crate::eval::key::Key;
use crate::eval::methods::{joined, name_of, normal};
use crate::eval::raise::{Eval, Stop};
use crate::eval::value::{Args, Kind, Value};
use crate::eval::{hidden, place};

/// `os`.
pub const OS: Library = Library { name: "os", get: os };
/// `os.path`.
pub const PATH: Library = Library { name: "os.path", get: path };
/// `posixpath`, which is `os.path`.
pub const POSIXPATH: Library = Library { name: "posixpath", get: path };

fn os(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "environ" => Value::new(Kind::Environ),
        "getenv" => Value::native("os.getenv", |m, _, args| m.environ_method("get", args)),
        "path" => Value::new(Kind::Library("os.path")),
        "sep" => Value::str("/"),
        "pathsep" => Value::str(":"),
        "linesep" => Value::str("\n"),
        "curdir" => Value::str("."),
        "pardir" => Value::str(".."),
        "devnull" => Value::str("/dev/null"),
        "name" => Value::str("posix"),
        "getcwd" | "getcwdb" => Value::native("os.getcwd", |_, _, _| {
            Ok(Value::unknown("the directory that the process is started in"))
        }),
        "cpu_count" => Value::native("os.cpu_count", |_, _, _| {
            Ok(Value::unknown("the number of processors of the machine"))
        }),
        "uname" => Value::native("os.uname", |_, _, _| Ok(Value::unknown("the machine"))),
        "getpid" | "getppid" => {
            Value::native("os.getpid", |_, _, _| Ok(Value::unknown("the number of the process")))
        }
        "getuid" | "getgid" | "geteuid" | "getlogin" => {
            Value::native("os.getuid", |_, _, _| Ok(Value::unknown("the user that runs the process")))
        }
        "urandom" => Value::native("os.urandom", |_, _, _| Ok(Value::unknown("random bytes"))),
        "makedirs" | "mkdir" | "umask" | "chdir" | "remove" | "unlink" | "chmod" | "putenv" | "symlink"
        | "nice" => Value::native("os.makedirs", |_, _, _| Ok(Value::none())),
        "fspath" => Value::native("os.fspath", |m, _, args| {
            let value = args.get(0, "path").cloned().unwrap_or_else(Value::none);
            Ok(m.text(&value))
        }),
        "listdir" => Value::native("os.listdir", |m, _, args| {
            let Some(folder) = args.text(0, "path").map(Value::path) else {
                return Ok(Value::unknown("the directory that the process is started in"));
            };
            let method = m.attr(&folder, "iterdir")?;
            let found = m.call(&method, Args::default())?;
            if found.is_open() {
                return Ok(found);
            }
            let (paths, _) = m.iterate(&found)?;
            let names =
                paths.iter().filter_map(Value::as_text).map(|path| Value::str(name_of(path))).collect();
            Ok(m.set(names, false))
        }),
        _ => return None,
    })
}

/// A function of one path.
macro_rules! of_path {
    ($name:literal, $make:expr) => {
        Value::native(concat!("os.path.", $name), |m, _, args| {
            let Some(argument) = args.get(0, "path").cloned() else {
                return Err(m.raise("TypeError", concat!($name, "() missing 1 required positional argument")));
            };
            let Some(text) = m.path_text(&argument)? else { return Ok(m.open([&argument], "")) };
            let make: fn(&str) -> Value = $make;
            Ok(make(&text))
        })
    };
}

fn path(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "join" => Value::native("os.path.join", |m, _, args| {
            let mut whole = String::new();
            for (index, part) in args.pos.iter().enumerate() {
                let Some(text) = m.path_text(part)? else { return Ok(m.open(args.values(), "")) };
                whole = if index == 0 { text } else { joined(&whole, &text) };
            }
            Ok(Value::str(whole))
        }),
        "dirname" => of_path!("dirname", |path| Value::str(directory(path))),
        "basename" => of_path!("basename", |path| Value::str(name_of(path))),
        "abspath" | "realpath" => of_path!("abspath", |path| {
            if path.starts_with('/') {
                Value::str(normal(path))
            } else {
                Value::unknown("the directory that the process is started in")
            }
        }),
        "normpath" => of_path!("normpath", |path| Value::str(normal(path))),
        "normcase" => of_path!("normcase", |path| Value::str(path)),
        "isabs" => of_path!("isabs", |path| Value::bool(path.starts_with('/'))),
        "splitext" => of_path!("splitext", |path| {
            let name = name_of(path);
            if place::is_marked(name) {
                return Value::unknown(hidden::PLACE);
            }
            let dots = name.len() - name.trim_start_matches('.').len();
            let cut = match name.rfind('.') {
                Some(at) if at >= dots => path.len() - name.len() + at,
                _ => path.len(),
            };
            Value::tuple(vec![Value::str(&path[..cut]), Value::str(&path[cut..])])
        }),
        "split" => of_path!("split", |path| Value::tuple(vec![
            Value::str(directory(path)),
            Value::str(name_of(path))
        ])),
        "expanduser" => of_path!("expanduser", |path| {
            if path.starts_with('~') {
                Value::unknown("the user that runs the process")
            } else {
                Value::str(path)
            }
        }),
        "expandvars" => of_path!("expandvars", |path| {
            if path.contains('$') { Value::unknown("a path with variables in it") } else { Value::str(path) }
        }),
        "exists" | "lexists" => disk("exists"),
        "isfile" => disk("is_file"),
        "isdir" => disk("is_dir"),
        "relpath" => Value::native("os.path.relpath", |m, _, args| {
            let (Some(path), Some(start)) = (args.text(0, "path"), args.text(1, "start")) else {
                return Ok(m.open(args.values(), "the directory that the process is started in"));
            };
            let (path, start) = (normal(&path), normal(&start));
            if place::is_marked(&path) != place::is_marked(&start) {
                return Ok(m.open(args.values(), hidden::PLACE));
            }
            if !path.starts_with('/') || !start.starts_with('/') {
                return Ok(Value::unknown("the directory that the process is started in"));
            }
            let parts: (Vec<&str>, Vec<&str>) = (path.split('/').collect(), start.split('/').collect());
            let common = parts.0.iter().zip(&parts.1).take_while(|(a, b)| a == b).count();
            let up = parts.1.iter().skip(common).filter(|part| !part.is_empty()).map(|_| "..");
            let down = parts.0.iter().skip(common).copied().filter(|part| !part.is_empty());
            let whole: Vec<&str> = up.chain(down).collect();
            Ok(Value::str(if whole.is_empty() { ".".to_owned() } else { whole.join("/") }))
        }),
        "commonprefix" | "getmtime" | "getsize" | "samefile" | "islink" | "ismount" => {
            Value::native("os.path", |m, _, args| Ok(m.open(args.values(), "a file of the machine")))
        }
        "sep" => Value::str("/"),
        _ => return None,
    })
}

fn disk(what: &'static str) -> Value {
    Value::native_with(
        "os.path.exists",
        |m, with, args| {
            let argument = args.get(0, "path").cloned().unwrap_or_else(Value::none);
            let what = with.first().and_then(|what| what.as_str().cloned()).unwrap_or_default();
            match m.path_text(&argument)? {
                Some(text) => Ok(m.on_disk(&text, &what)),
                None => Ok(m.open([&argument], "")),
            }
        },
        vec![Value::str(what)],
    )
}

fn directory(path: &str) -> String {
    match path.rfind('/') {
        Some(at) => {
            let head = path[..at].trim_end_matches('/');
            if head.is_empty() { "/".to_owned() } else { head.to_owned() }
        }
        None => String::new(),
    }
}

impl Machine<'_> {
    /// The text of a path argument; `None` where it is open.
    pub(in crate::eval) fn path_text(&mut self, value: &Value) -> Eval<Option<String>> {
        match &value.kind {
            Kind::Str(text) | Kind::Path(text) => Ok(Some(text.to_string())),
            Kind::Required(_) | Kind::Unknown(_) | Kind::Named(_) | Kind::Object(_) => Ok(None),
            Kind::Instance(_) => Ok(self.text(value).as_str().map(ToString::to_string)),
            _ => {
                let message =
                    format!("expected str, bytes or os.PathLike object, not {}", self.type_name(value));
                Err(self.raise_on("TypeError", &message, &value.meta.env))
            }
        }
    }

    /// `os.environ[name]`. A variable that is not set raises only where somebody catches it; otherwise the value is
    /// required.
    pub(in crate::eval) fn environ_item(&mut self, name: &Value) -> Eval {
        let Some(text) = name.as_str().cloned() else {
            return Ok(self.open([name], "a variable whose name is not known"));
        };
        match self.variable(&text) {
            Some(value) => Ok(value),
            None => Err(self.raise_on("KeyError", &text, &Env::of(&text))),
        }
    }

    /// A method of `os.environ`.
    pub(in crate::eval) fn environ_method(&mut self, name: &str, args: &Args) -> Eval {
        let first = args.get(0, "key").cloned().unwrap_or_else(Value::none);
        match name {
            "get" | "setdefault" | "pop" => {
                let Some(variable) = first.as_str().cloned() else {
                    return Ok(self.open([&first], "a variable whose name is not known"));
                };
                let env = Env::of(&variable);
                if let Some(value) = self.variable(&variable) {
                    if name == "pop" {
                        self.delete_variable(&first)?;
                    }
                    return Ok(value);
                }
                let default = args.get(1, "default").cloned();
                match (name, default) {
                    ("setdefault", Some(default)) => {
                        let value = self.tainted(default.on(&env));
                        self.set_entry(self.environ, &variable, value.clone());
                        Ok(value)
                    }
                    ("pop", None) => Err(self.raise_on("KeyError", &variable, &env)),
                    (_, default) => Ok(default.unwrap_or_else(|| self.here(Kind::None)).on(&env)),
                }
            }
            "update" => {
                if let Some(other) = args.pos.first() {
                    let dict = Value::new(Kind::Dict(self.environ));
                    self.update_dict(&dict, &other.clone())?;
                }
                for (name, value) in &args.named {
                    self.set_entry(self.environ, name, value.clone());
                }
                Ok(Value::none())
            }
            _ => {
                let (items, more) = self.environ_items();
                let pairs: Vec<Value> = items
                    .into_iter()
                    .map(|key| {
                        let value =
                            key.as_str().and_then(|name| self.variable(name)).unwrap_or_else(Value::none);
                        match name {
                            "keys" => key,
                            "values" => value,
                            _ => Value::tuple(vec![key, value]),
                        }
                    })
                    .collect();
                if name == "copy" {
                    return Ok(Value::new(Kind::Environ));
                }
                Ok(self.list_of((pairs, more)))
            }
        }
    }

    /// The names of the variables that are known to be set. The process has others, which no settings module is to see.
    pub(in crate::eval) fn environ_items(&self) -> Items {
        let mut names: Vec<Value> =
            self.heap.dict(self.environ).entries.values().map(|entry| entry.key.clone()).collect();
        for variable in &self.request.environment {
            if self.entry(self.environ, &variable.name).is_none() {
                names.push(Value::str(variable.name.as_str()).on(&Env::of(&variable.name)));
            }
        }
        (names, self.heap.dict(self.environ).shape.more.clone())
    }

    /// `os.environ[name] = value`.
    pub(in crate::eval) fn set_variable(&mut self, name: &Value, value: &Value) {
        if let Some(name) = name.as_str().cloned() {
            let value = self.text(value).on(&value.meta.env);
            self.set_entry(self.environ, &name, value);
        } else {
            let open = self.open([name, value], "a variable whose name is not known may be set");
            self.heap.dict_mut(self.environ).shape.more = Some(open);
        }
    }

    /// `del os.environ[name]`.
    pub(in crate::eval) fn delete_variable(&mut self, name: &Value) -> Eval<()> {
        let Some(text) = name.as_str().cloned() else { return Ok(()) };
        if self.variable(&text).is_none() {
            let stop: Stop = self.raise_on("KeyError", &text, &Env::of(&text));
            return Err(stop);
        }
        self.heap.dict_mut(self.environ).entries.shift_remove(&Key::text(&text));
        Ok(())
    }
}
