//! Files and code: `open`, `exec`, `compile`, `eval`.

use std::rc::Rc;

use super::Table;
use crate::eval::Machine;
use crate::eval::function::Unit;
use crate::eval::heap::Id;
use crate::eval::place;
use crate::eval::raise::{Eval, Stop};
use crate::eval::value::{Args, Kind, Value};
use crate::syntax::python::{ast, parse};

/// How many bytes of code are parsed in the time of one step.
const PARSED: usize = 4;

pub(super) fn find(name: &str) -> Table {
    Some(match name {
        "open" => |m, _, args| m.open_file(args),
        "compile" => |_, _, args| Ok(Value::object("code", args.pos.clone(), args.named.clone())),
        "exec" | "execfile" => exec,
        "eval" => |m, _, args| {
            let source = args.pos.first().cloned().unwrap_or_else(Value::none);
            let Some(text) = source.as_str().cloned() else {
                return Ok(m.open(args.values(), "code that is not known"));
            };
            m.steps(text.len() / PARSED)?;
            match parse(text.trim()).as_deref() {
                Ok([ast::Stmt::Expr(node)]) if text.len() < 10_000 => m.eval(&node.value),
                _ => Ok(m.open(args.values(), "code that is not known")),
            }
        },
        _ => return None,
    })
}

fn exec(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let Some(source) = args.pos.first().cloned() else { return Ok(Value::none()) };
    let globals = match args.pos.get(1).map(|globals| &globals.kind) {
        Some(Kind::Dict(id)) => Some(*id),
        Some(Kind::None) | None => m.frames.last().map(|frame| frame.locals),
        _ => None,
    };
    let (Some(globals), code) = (globals, code_of(&source)) else { return Ok(Value::none()) };
    match code {
        // The text of a file of the repository: its own places.
        Some((_, Some(file))) => {
            m.run_file(&file, globals)?;
        }
        Some((text, None)) => run_text(m, &text, globals)?,
        None => {
            let open = m.open([&source], "code that is not known");
            m.heap.dict_mut(globals).shape.more = Some(open);
        }
    }
    Ok(Value::none())
}

/// The text of code, and the file that it was read from.
fn code_of(source: &Value) -> Option<(Rc<str>, Option<crate::base::RepoPath>)> {
    match &source.kind {
        Kind::Str(text) => Some((text.clone(), None)),
        Kind::Bytes(bytes) => Some((Rc::from(std::str::from_utf8(bytes).ok()?), None)),
        Kind::Object(made) if &*made.class == "code" => {
            let (text, _) = code_of(made.args.first()?)?;
            let file = made.args.get(1).and_then(Value::as_text).and_then(|path| place::inside(path));
            Some((text, file))
        }
        _ => None,
    }
}

fn run_text(m: &mut Machine<'_>, text: &str, globals: Id) -> Eval<()> {
    m.text_size(text.len())?;
    m.steps(text.len() / PARSED)?;
    let body = match parse(text) {
        Ok(body) => body,
        Err(error) => {
            let message = error.to_string();
            return Err(m.raise("SyntaxError", &message));
        }
    };
    // Its places are those of the statement that runs it.
    let unit = Rc::new(Unit { file: None, module: Rc::from("<string>") });
    m.run_body(unit, globals, &body)
}

impl Machine<'_> {
    /// The exception for a file that is not there.
    fn missing(&mut self, path: &str) -> Stop {
        let message = format!("[Errno 2] No such file or directory: '{path}'");
        let stop = self.raise("FileNotFoundError", &message);
        if let Stop::Raise(raised) = &stop
            && let Kind::Instance(id) = raised.value.kind
            && let Some(attributes) = self.heap.instance(id).map(|instance| instance.attributes)
        {
            self.set_entry(attributes, "errno", Value::int(2));
            self.set_entry(attributes, "filename", Value::str(path));
        }
        stop
    }

    /// The text or bytes of a file of the repository.
    pub(in crate::eval) fn read_file(&mut self, path: &str, binary: bool) -> Eval {
        if !path.starts_with('/') {
            return Ok(Value::unknown("the directory that the process is started in"));
        }
        let Some(file) = place::inside(path) else {
            return match self.on_disk(path, "is_file").kind {
                Kind::Bool(_) => Err(self.missing(path)),
                _ => Ok(Value::unknown("a file of the machine")),
            };
        };
        let tree = self.request.tree;
        if !tree.contains(&file) {
            return Err(self.missing(path));
        }
        let value = if binary {
            tree.bytes(&file).map(Value::bytes)
        } else {
            tree.text(&file).map(|source| Value::str(source.text()))
        };
        match value {
            Ok(value) => {
                let size = value.as_str().map_or(0, |text| text.len());
                self.text_size(size)?;
                Ok(value)
            }
            Err(error) => Ok(Value::unknown(format!("{file} cannot be read: {error}"))),
        }
    }

    /// `open(path, mode)`: an object with the content.
    pub(in crate::eval) fn open_file(&mut self, args: &Args) -> Eval {
        let file = args.get(0, "file").cloned().unwrap_or_else(Value::none);
        let mode = args.text(1, "mode").unwrap_or_else(|| Rc::from("r"));
        let Some(path) = self.path_text(&file)? else {
            return Ok(self.open([&file], "a file that is not known"));
        };
        if mode.contains(['w', 'a', 'x']) {
            return Ok(Value::object("io.writer", vec![], vec![]));
        }
        let content = match self.read_file(&path, mode.contains('b')) {
            Ok(content) => content,
            Err(Stop::Raise(mut raised)) => {
                raised.env = raised.env.union(&file.meta.env);
                return Err(Stop::Raise(raised));
            }
            Err(halted) => return Err(halted),
        };
        if content.is_open() {
            return Ok(content);
        }
        Ok(Value::object("io.file", vec![content, Value::str(path)], vec![]))
    }
}
