//! Paths: `pathlib.Path`, and the functions of `os.path` on text.

use std::rc::Rc;

use crate::base::RepoPath;
use crate::eval::Machine;
use crate::eval::budget::STEPS_SPENT;
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Kind, Value};
use crate::eval::{hidden, place};
use crate::source::Child;

pub(super) const METHODS: &[&str] = &[
    "joinpath",
    "resolve",
    "absolute",
    "exists",
    "is_file",
    "is_dir",
    "read_text",
    "read_bytes",
    "open",
    "as_posix",
    "with_name",
    "with_suffix",
    "with_stem",
    "relative_to",
    "is_absolute",
    "expanduser",
    "mkdir",
    "glob",
    "rglob",
    "iterdir",
    "as_uri",
    "match",
    "is_relative_to",
    "touch",
    "unlink",
    "write_text",
    "write_bytes",
    "chmod",
    "stat",
    "__truediv__",
    "__str__",
    "__fspath__",
    "samefile",
    "is_symlink",
    "owner",
    "home",
    "cwd",
];

/// How many parents of a path are told.
const PARENTS: usize = 200;

/// A path in the normal form of `pathlib`: no empty and no `.` parts.
pub(in crate::eval) fn tidy(text: &str) -> String {
    let absolute = text.starts_with('/');
    let parts: Vec<&str> = text.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    match (absolute, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// `os.path.normpath`: `..` is resolved too.
pub(in crate::eval) fn normal(text: &str) -> String {
    let absolute = text.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            name => parts.push(name),
        }
    }
    match (absolute, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// `os.path.join`.
pub(in crate::eval) fn joined(first: &str, second: &str) -> String {
    if second.starts_with('/') || first.is_empty() {
        second.to_owned()
    } else if first.ends_with('/') {
        format!("{first}{second}")
    } else {
        format!("{first}/{second}")
    }
}

/// The last part of a path.
pub(in crate::eval) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn parent_of(path: &str) -> String {
    match path.rsplit_once('/') {
        Some(("", _)) => "/".to_owned(),
        Some((parent, _)) => parent.to_owned(),
        None => ".".to_owned(),
    }
}

/// A name without and with its suffix: `a.tar` and `.gz`.
fn split_suffix(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && at + 1 < name.len() => name.split_at(at),
        _ => (name, ""),
    }
}

impl Machine<'_> {
    /// `left / right` of paths.
    pub(in crate::eval) fn join_paths(&mut self, left: &Value, right: &Value) -> Eval {
        if let (Some(left), Some(right)) = (left.as_text(), right.as_text()) {
            self.text_size(left.len() + right.len())?;
            self.steps((left.len() + right.len()) / 16)?;
            Ok(Value::path(tidy(&joined(left, right))))
        } else {
            let message = format!(
                "unsupported operand type(s) for /: '{}' and '{}'",
                self.type_name(left),
                self.type_name(right)
            );
            let env = left.meta.env.union(&right.meta.env);
            Err(self.raise_on("TypeError", &message, &env))
        }
    }

    pub(super) fn path_property(&mut self, path: &str, name: &str) -> Option<Value> {
        // Each of the parents is a text of its own.
        let texts = if name == "parents" { path.matches('/').count().min(PARENTS) } else { 1 };
        if !self.afford(path.len().saturating_mul(texts) / 64) {
            return Some(Value::unknown(STEPS_SPENT).at(self.origin()));
        }
        let (stem, suffix) = split_suffix(name_of(path));
        let hides = match name {
            "parts" => place::is_marked(path),
            "suffix" | "suffixes" => place::is_marked(name_of(path)),
            _ => false,
        };
        if hides {
            return Some(self.open([], hidden::PLACE));
        }
        Some(match name {
            "parent" => Value::path(parent_of(path)),
            "name" => Value::str(if path == "." || path == "/" { "" } else { name_of(path) }),
            "stem" => Value::str(stem),
            "suffix" => Value::str(suffix),
            "suffixes" => {
                let mut parts: Vec<Value> =
                    name_of(path).split('.').skip(1).map(|part| Value::str(format!(".{part}"))).collect();
                if name_of(path).starts_with('.') && !parts.is_empty() {
                    parts.remove(0);
                }
                self.list(parts)
            }
            "parents" => {
                let mut parents = Vec::new();
                let mut at = path.to_owned();
                while at != "/" && at != "." && parents.len() < PARENTS {
                    at = parent_of(&at);
                    parents.push(Value::path(at.clone()));
                }
                Value::tuple(parents)
            }
            "parts" => {
                let root = path.starts_with('/').then(|| Value::str("/"));
                Value::tuple(
                    root.into_iter()
                        .chain(path.split('/').filter(|part| !part.is_empty()).map(Value::str))
                        .collect(),
                )
            }
            "anchor" | "root" => Value::str(if path.starts_with('/') { "/" } else { "" }),
            "drive" => Value::str(""),
            _ => return None,
        })
    }

    pub(super) fn path_method(&mut self, path: &Rc<str>, name: &str, args: &Args) -> Eval {
        if let Some(open) =
            args.values().find(|value| value.is_open() || matches!(value.kind, Kind::Named(_)))
        {
            return Ok(self.open([open], "comes from an installed package"));
        }
        self.text_size(path.len())?;
        self.steps(path.len() / 16)?;
        let first = args.text(0, "");
        Ok(match name {
            "joinpath" | "__truediv__" => {
                let mut whole = path.to_string();
                for part in &args.pos {
                    match part.as_text() {
                        Some(part) => whole = joined(&whole, part),
                        None => {
                            return Err(self.raise_on(
                                "TypeError",
                                "argument should be a str or a path",
                                &part.meta.env,
                            ));
                        }
                    }
                }
                Value::path(tidy(&whole))
            }
            "resolve" | "absolute" => {
                if !path.starts_with('/') {
                    return Ok(Value::unknown("the directory that the process is started in"));
                }
                Value::path(if name == "resolve" { normal(path) } else { path.to_string() })
            }
            "exists" | "is_file" | "is_dir" => self.on_disk(path, name),
            "read_text" | "read_bytes" => return self.read_file(path, name == "read_bytes"),
            "open" => {
                let mut all = args.clone();
                all.pos.insert(0, Value::str(path.clone()));
                return self.open_file(&all);
            }
            "as_posix" | "__str__" | "__fspath__" => Value::str(path.clone()),
            "as_uri" => Value::str(format!("file://{path}")),
            "with_name" => Value::path(tidy(&joined(&parent_of(path), &first.unwrap_or_default()))),
            "with_suffix" | "with_stem" | "match" if place::is_marked(name_of(path)) => {
                self.open([], hidden::PLACE)
            }
            "with_suffix" => {
                let (stem, _) = split_suffix(name_of(path));
                Value::path(tidy(&joined(&parent_of(path), &format!("{stem}{}", first.unwrap_or_default()))))
            }
            "with_stem" => {
                let (_, suffix) = split_suffix(name_of(path));
                Value::path(tidy(&joined(
                    &parent_of(path),
                    &format!("{}{suffix}", first.unwrap_or_default()),
                )))
            }
            "relative_to" | "is_relative_to" => {
                let base = tidy(&first.unwrap_or_default());
                if base != "/" && (place::is_marked(path) != place::is_marked(&base)) && base.starts_with('/')
                {
                    return Ok(self.open([], hidden::PLACE));
                }
                let rest = if **path == *base {
                    Some(".")
                } else if base == "/" {
                    path.strip_prefix('/')
                } else {
                    path.strip_prefix(&*base).and_then(|rest| rest.strip_prefix('/'))
                };
                match (name, rest) {
                    ("is_relative_to", rest) => Value::bool(rest.is_some()),
                    (_, Some(rest)) => Value::path(rest),
                    _ => return Err(self.raise("ValueError", "the path is not in the subpath")),
                }
            }
            "is_absolute" => Value::bool(path.starts_with('/')),
            "expanduser" if !path.starts_with('~') => Value::path(path.clone()),
            "expanduser" | "home" | "owner" => Value::unknown("the user that runs the process"),
            "cwd" => Value::unknown("the directory that the process is started in"),
            "mkdir" | "touch" | "unlink" | "chmod" | "write_text" | "write_bytes" => Value::none(),
            "glob" | "rglob" | "iterdir" => return self.listing(path, name, first.as_deref()),
            _ => self.open([], "a method of a path that is not followed"),
        })
    }

    /// Whether there is a file or folder: outside the repository there is nothing, as far as the review goes.
    pub(in crate::eval) fn on_disk(&mut self, path: &str, what: &str) -> Value {
        if !path.starts_with('/') {
            return Value::unknown("the directory that the process is started in");
        }
        let Some(inside) = place::inside(path) else {
            let known = normal(path);
            let machine = [
                "/",
                "/dev",
                "/proc",
                "/sys",
                "/usr",
                "/bin",
                "/lib",
                "/tmp",
                "/etc",
                "/var",
                "/home",
                "/.dockerenv",
            ]
            .contains(&&*known)
                || ["/dev/", "/proc/", "/sys/", "/usr/"].iter().any(|root| known.starts_with(root));
            return if machine { Value::unknown("a file of the machine") } else { Value::bool(false) };
        };
        let tree = self.request.tree;
        Value::bool(match what {
            "is_file" => tree.contains(&inside),
            "is_dir" => tree.is_dir(&inside),
            _ => tree.contains(&inside) || tree.is_dir(&inside),
        })
    }

    /// `glob`, `rglob` and `iterdir`, sorted: their real order is the disk's.
    fn listing(&mut self, path: &str, name: &str, pattern: Option<&str>) -> Eval {
        let Some(folder) = place::inside(path) else {
            return Ok(self.open([], "a folder of the machine"));
        };
        let tree = self.request.tree;
        let found: Vec<RepoPath> = if name == "iterdir" {
            tree.list(&folder)
                .into_iter()
                .map(|child| match child {
                    Child::File(path) | Child::Folder(path) => path,
                })
                .collect()
        } else {
            let pattern = pattern.unwrap_or("*");
            let deep = name == "rglob" || pattern.contains("**");
            let pattern = pattern.trim_start_matches("**/");
            if pattern.contains("**") {
                return Ok(self.open([], "a pattern of files that is not followed"));
            }
            tree.under(&folder)
                .iter()
                .filter(|file| {
                    let relative = file.relative_to(&folder).unwrap_or_default();
                    let tail = if deep {
                        let depth = pattern.split('/').count();
                        let parts: Vec<&str> = relative.split('/').collect();
                        parts.get(parts.len().saturating_sub(depth)..).unwrap_or_default().join("/")
                    } else {
                        relative.to_owned()
                    };
                    glob_matches(pattern, &tail)
                })
                .cloned()
                .collect()
        };
        self.items(found.len())?;
        let items: Vec<Value> = found.iter().map(|path| Value::path(place::absolute(path))).collect();
        if items.len() > 1 {
            // Which file comes first is the disk's affair; sorted() makes it known again.
            return Ok(self.set(items, false));
        }
        Ok(self.list(items))
    }
}

/// Whether a name matches a shell pattern with `*` and `?` (neither crosses a `/`).
pub(in crate::eval) fn glob_matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), text.split('/').collect());
    pattern.len() == text.len()
        && pattern.iter().zip(&text).all(|(pattern, text)| part_matches(pattern, text))
}

fn part_matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*' {
            p += 1;
            t += 1;
        } else if p < pattern.len() && pattern[p] == '*' {
            star = Some((p, t));
            p += 1;
        } else if let Some((at, seen)) = star {
            p = at + 1;
            t = seen + 1;
            star = Some((at, seen + 1));
        } else {
            return false;
        }
    }
    pattern.iter().skip(p).all(|c| *c == '*')
}
