//! `pathlib`: the methods of paths are in `methods/path.rs`.

use super::Library;
use crate::eval::Machine;
use crate::eval::methods::{joined, tidy};
use crate::eval::raise::Eval;
use crate::eval::value::{Args, Value};

/// `pathlib`.
pub const PATHLIB: Library = Library { name: "pathlib", get };

fn get(_: &mut Machine<'_>, name: &str) -> Option<Value> {
    Some(match name {
        "Path" | "PosixPath" | "PurePath" | "PurePosixPath" => Value::native("pathlib.Path", path),
        _ => return None,
    })
}

/// `Path(*parts)`.
fn path(m: &mut Machine<'_>, _: &[Value], args: &Args) -> Eval {
    let mut whole = String::new();
    for part in &args.pos {
        let Some(text) = m.path_text(part)? else {
            return Ok(m.open(args.values(), "a path that is not known"));
        };
        whole = joined(&whole, &text);
    }
    Ok(Value::path(tidy(&whole)))
}
