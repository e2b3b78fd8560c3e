//! `sys`, and the module `gonogo` that models of libraries in Python import.

use super::Library;
use crate::eval::Machine;
use crate::eval::env::Env;
use crate::eval::place;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Value};

/// `sys`.
pub const SYS: Library = Library { name: "sys", get };
/// What only models of libraries may ask for.
pub const NATIVE: Library = Library { name: "gonogo.native", get: native };

fn get(m: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "path" => Value::new(Kind::List(m.sys_path)),
        "modules" => Value::new(Kind::Dict(m.modules)),
        // The process is a server: no `test`, no `migrate` among its arguments, and a name that nobody knows.
        "argv" => m.list(vec![Value::str(format!("{}server", place::OUTSIDE))]),
        "platform" => Value::str("linux"),
        "byteorder" => Value::str("little"),
        "maxsize" => Value::int(i64::MAX),
        "version_info" | "version" | "hexversion" => Value::unknown("the version of Python"),
        "executable" | "prefix" | "base_prefix" | "exec_prefix" => {
            Value::unknown("where Python is installed")
        }
        "exit" => Value::native("sys.exit", |m, _, args| {
            let env = m.condition();
            let text = args.text(0, "").unwrap_or_default();
            Err(m.raise_on("SystemExit", &text, &env))
        }),
        "getdefaultencoding" | "getfilesystemencoding" => {
            Value::native("sys.getdefaultencoding", |_, _, _| Ok(Value::str("utf-8")))
        }
        "exc_info" | "_getframe" | "gettrace" => {
            Value::native("sys.exc_info", |_, _, _| Ok(Value::unknown("the state of the interpreter")))
        }
        "setrecursionlimit" | "excepthook" | "setdefaultencoding" => {
            Value::native("sys.setrecursionlimit", |_, _, _| Ok(Value::none()))
        }
        _ => return None,
    })
}

fn native(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "unknown" => Value::native("unknown", |_, _, args| {
            Ok(Value::unknown(args.text(0, "reason").unwrap_or_else(|| "it is not known".into())))
        }),
        "django_version" => Value::native("django_version", |m, _, _| Ok(series(m))),
        "project_file" => Value::native("project_file", project_file),
        "required" => Value::native("required", |m, _, args| {
            Ok(args.text(0, "name").map_or_else(
                || m.open(args.values(), "a variable whose name is not known"),
                |name| Value::required(Env::of(&name)).at(m.origin()),
            ))
        }),
        "in_program" => Value::native("in_program", |m, _, _| Ok(Value::bool(m.program.is_some()))),
        "document" => Value::native("document", super::data::document),
        "digest" => Value::native("digest", super::digest::digest),
        "run_file" => Value::native("run_file", run_file),
        "caller_file" => Value::native("caller_file", |m, _, _| Ok(calling_file(m))),
        "caller_globals" => Value::native("caller_globals", |m, _, _| {
            let frame = m.frames.iter().rev().find(|frame| frame.unit.file.is_some());
            Ok(frame.map_or_else(Value::none, |frame| Value::new(Kind::Dict(frame.globals))))
        }),
        "as_object" => Value::native("as_object", |_, _, args| {
            let class = args.text(0, "").unwrap_or_else(|| "object".into());
            let rest = args.pos.get(1..).unwrap_or_default().to_vec();
            Ok(Value::object(&class, rest, args.named.clone()))
        }),
        "is_known" => Value::native("is_known", |_, _, args| {
            Ok(Value::bool(!args.pos.first().is_some_and(Value::is_open)))
        }),
        _ => return None,
    })
}

/// The text of a file of the repository by its absolute path, or `None`.
fn project_file(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let Some(path) = args.text(0, "path") else {
        return Ok(m.open(args.values(), "a file that is not known"));
    };
    match place::inside(&path) {
        Some(file) if m.request.tree.contains(&file) => m.read_file(&path, false),
        _ => Ok(Value::none()),
    }
}

/// Runs a file of the repository in a namespace.
fn run_file(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let file = args.text(0, "path").and_then(|path| place::inside(&path));
    let globals = args.get(1, "globals").and_then(Value::id);
    if let (Some(file), Some(globals)) = (file, globals) {
        m.run_file(&file, globals)?;
    }
    Ok(Value::none())
}

/// The absolute path of the file of the repository that called a model.
fn calling_file(m: &Machine<'_>) -> Value {
    let file = m.frames.iter().rev().find_map(|frame| frame.unit.path().cloned());
    file.map_or_else(Value::none, |file| Value::str(place::absolute(&file)))
}

/// The series of Django as two numbers, `None` where it is not known.
fn series(m: &Machine<'_>) -> Value {
    let numbers = m.request.django.as_deref().map(|version| {
        version
            .split('.')
            .take(2)
            .filter_map(|part| part.parse::<i64>().ok())
            .map(Value::int)
            .collect::<Vec<_>>()
    });
    match numbers {
        Some(numbers) if numbers.len() == 2 => Value::tuple(numbers),
        _ => Value::none(),
    }
}

/// `django.VERSION` of the series in use: the patch release is not known, and hardly ever asked for.
pub fn django_version(m: &Machine<'_>) -> Value {
    match series(m).kind {
        Kind::Tuple(numbers) => {
            let mut parts = numbers.to_vec();
            parts.push(Value::unknown("the patch release of Django"));
            parts.push(Value::str("final"));
            parts.push(Value::int(0));
            Value::tuple(parts)
        }
        _ => Value::unknown("the version of Django"),
    }
}
