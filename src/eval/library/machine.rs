//! What looks at the repository or the interpreter: `glob`, `importlib`, `ast`, Django's own defaults.

use super::Library;
use crate::eval::Machine;
use crate::eval::methods::{glob_matches, normal};
use crate::eval::place;
use crate::eval::raise::Stop;
use crate::eval::value::{Kind, Value};
use crate::syntax::python::{ast, parse};

/// `glob`.
pub const GLOB: Library = Library { name: "glob", get: glob };
/// `importlib`.
pub const IMPORTLIB: Library = Library { name: "importlib", get: importlib };
/// `importlib.util`.
pub const UTIL: Library = Library { name: "importlib.util", get: importlib_util };
/// `ast`, for `literal_eval`.
pub const AST: Library = Library { name: "ast", get: ast_module };
/// `django.conf.global_settings`.
pub const DEFAULTS: Library = Library { name: "django.conf.global_settings", get: defaults };
/// `django.core.exceptions`.
pub const EXCEPTIONS: Library = Library { name: "django.core.exceptions", get: exceptions };
/// `enum`.
pub const ENUM: Library = Library { name: "enum", get: enumeration };
/// `distutils.util`, which had `strtobool`.
pub const DISTUTILS: Library = Library { name: "distutils.util", get: distutils };

/// How deep a literal may nest.
const DEPTH: usize = 60;

/// Django's defaults by version, as the table's head says.
const TABLE: &str = include_str!("../../../assets/django/defaults.toml");

fn glob(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "glob" | "iglob" => Value::native("glob.glob", |m, _, args| {
            let Some(pattern) = args.text(0, "pathname") else { return Ok(m.open(args.values(), "")) };
            if pattern.contains("**") || pattern.contains('[') || !pattern.starts_with('/') {
                return Ok(m.open(args.values(), "a pattern of files that is not followed"));
            }
            let pattern = normal(&pattern);
            let Some(fixed) = place::inside(pattern.split(['*', '?']).next().unwrap_or_default()) else {
                return Ok(m.list(Vec::new()));
            };
            let folder = if m.request.tree.is_dir(&fixed) { Some(fixed) } else { fixed.parent() };
            let files = folder.map(|folder| m.request.tree.under(&folder).to_vec()).unwrap_or_default();
            m.items(files.len())?;
            let mut found: Vec<String> =
                files.iter().map(place::absolute).filter(|path| glob_matches(&pattern, path)).collect();
            if place::inside(&pattern).is_some_and(|path| m.request.tree.is_dir(&path)) {
                found.push(pattern.clone());
            }
            let items: Vec<Value> = found.into_iter().map(Value::str).collect();
            // Which file comes first is the disk's affair; sorted() makes it known again.
            Ok(if items.len() > 1 { m.set(items, false) } else { m.list(items) })
        }),
        _ => return None,
    })
}

fn importlib(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "import_module" => Value::native("importlib.import_module", |m, _, args| {
            let Some(name) = args.text(0, "name") else {
                return Ok(m.open(args.values(), "a module whose name is not known"));
            };
            let level = name.len() - name.trim_start_matches('.').len();
            if level == 0 {
                return m.import_absolute(&name, true);
            }
            let package = args.text(1, "package").unwrap_or_default();
            let mut parts: Vec<&str> = package.split('.').collect();
            parts.truncate(parts.len().saturating_sub(level - 1));
            parts.extend(name.trim_start_matches('.').split('.').filter(|part| !part.is_empty()));
            m.import_absolute(&parts.join("."), false)
        }),
        "reload" => Value::native("importlib.reload", |_, _, args| {
            Ok(args.pos.first().cloned().unwrap_or_else(Value::none))
        }),
        _ => return None,
    })
}

fn importlib_util(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "find_spec" => Value::native("importlib.util.find_spec", |m, _, args| {
            let Some(name) = args.text(0, "name") else { return Ok(m.open(args.values(), "")) };
            let known = m.has_module(&name) || super::is_standard(&name);
            if known {
                return Ok(Value::object(
                    "importlib.machinery.ModuleSpec",
                    vec![Value::str(name)],
                    Vec::new(),
                ));
            }
            Ok(Value::unknown(format!("whether {name} is installed")))
        }),
        _ => return None,
    })
}

fn ast_module(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "literal_eval" => Value::native("ast.literal_eval", |m, _, args| {
            let Some(text) = args.text(0, "node_or_string") else { return Ok(m.open(args.values(), "")) };
            m.text_size(text.len())?;
            match parse(text.trim()).as_deref() {
                Ok([ast::Stmt::Expr(node)]) if is_literal(&node.value, DEPTH) => m.eval(&node.value),
                Ok(_) => Err(m.raise("ValueError", "malformed node or string")),
                Err(_) => Err(m.raise("SyntaxError", "invalid syntax")),
            }
        }),
        _ => return None,
    })
}

/// Whether an expression is one that `ast.literal_eval` takes.
fn is_literal(node: &ast::Expr, depth: usize) -> bool {
    use ast::Expr;
    depth > 0
        && match node {
            Expr::Constant(_) => true,
            Expr::List(node) => node.elts.iter().all(|item| is_literal(item, depth - 1)),
            Expr::Tuple(node) => node.elts.iter().all(|item| is_literal(item, depth - 1)),
            Expr::Set(node) => node.elts.iter().all(|item| is_literal(item, depth - 1)),
            Expr::Dict(node) => {
                node.keys.iter().all(|key| key.as_ref().is_some_and(|key| is_literal(key, depth - 1)))
                    && node.values.iter().all(|item| is_literal(item, depth - 1))
            }
            Expr::UnaryOp(node) => {
                matches!(node.op, ast::UnaryOp::USub | ast::UnaryOp::UAdd)
                    && is_literal(&node.operand, depth - 1)
            }
            _ => false,
        }
}

/// Django's default of a setting, for the version in use; where that is not known, only what no version has changed.
fn defaults(m: &mut Machine<'_>, name: &str) -> Option<Value> {
    let table: toml::Table = TABLE.parse().ok()?;
    let versions = table.get("settings")?.get(name)?.as_table()?;
    let number = |version: &str| -> Option<(u32, u32)> {
        let mut parts = version.split('.').map(|part| part.parse().ok());
        Some((parts.next()??, parts.next().flatten().unwrap_or(0)))
    };
    let wanted = m.request.django.as_deref().and_then(number);
    let mut entries: Vec<((u32, u32), &str)> =
        versions.iter().filter_map(|(version, value)| Some((number(version)?, value.as_str()?))).collect();
    entries.sort_unstable();
    let text = match wanted {
        Some(wanted) => entries
            .iter()
            .rev()
            .find(|(from, _)| *from <= wanted)
            .or(entries.first())
            .map(|(_, text)| *text)?,
        None if entries.len() == 1 => entries.first().map(|(_, text)| *text)?,
        None => return Some(Value::unknown("a default of Django, whose version is not known")),
    };
    if text.is_empty() {
        return None;
    }
    match parse(text).as_deref() {
        Ok([ast::Stmt::Expr(node)]) => match m.eval(&node.value) {
            Ok(value) => Some(value),
            Err(Stop::Raise(_) | Stop::Halt(_)) => Some(Value::unknown("a default of Django")),
        },
        _ => Some(Value::unknown("a default of Django")),
    }
}

fn exceptions(m: &mut Machine<'_>, name: &str) -> Option<Value> {
    m.exception_class(&format!("django.core.exceptions.{name}")).map(|id| Value::new(Kind::Class(id)))
}

fn enumeration(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "auto" => {
            Value::native("enum.auto", |_, _, _| Ok(Value::object("enum.auto", Vec::new(), Vec::new())))
        }
        "unique" | "verify" => Value::native("enum.unique", |_, _, args| {
            Ok(args.pos.first().cloned().unwrap_or_else(Value::none))
        }),
        _ => return None,
    })
}

fn distutils(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "strtobool" => Value::native("distutils.util.strtobool", |m, _, args| {
            let Some(text) = args.text(0, "val") else {
                let value = args.pos.first().cloned().unwrap_or_else(Value::none);
                if value.is_open() {
                    return Ok(m.open([&value], ""));
                }
                return Err(m.raise("AttributeError", "object has no attribute 'lower'"));
            };
            match &*text.to_lowercase() {
                "y" | "yes" | "t" | "true" | "on" | "1" => Ok(Value::int(1)),
                "n" | "no" | "f" | "false" | "off" | "0" => Ok(Value::int(0)),
                _ => Err(m.raise("ValueError", &format!("invalid truth value '{text}'"))),
            }
        }),
        _ => return None,
    })
}
