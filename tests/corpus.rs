//! Real repositories, where someone has them: set `GONOGO_CORPUS` to a folder of checked-out projects, and
//! `GONOGO_PYTHON` to the interpreter to compare with (default: `python3`).
//!
//! Without the variable nothing is compared, and the tests say so.
#![expect(clippy::print_stdout, reason = "what was compared is the result of such a run")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use gonogo::source::Tree;
use gonogo::syntax::python::{self, Node, ast};

/// Reads paths from the standard input and prints, a line each, how many names, calls, attributes and statements
/// `CPython` sees in them, and the sum of all characters of strings (lone surrogates as
/// U+FFFD); or its error.
const COUNT: &str = r#"
import ast, sys, warnings
warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)
for path in sys.stdin.buffer.read().decode().split("\0"):
    try:
        tree = ast.parse(open(path, "rb").read())
    except (SyntaxError, ValueError) as error:
        print("no", str(error).replace("\n", " "))
        continue
    counts = [0, 0, 0, 0, 0]
    for node in ast.walk(tree):
        for index, kind in enumerate((ast.Name, ast.Call, ast.Attribute, ast.stmt)):
            counts[index] += isinstance(node, kind)
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            counts[4] += sum(
                node.value if isinstance(node.value, bytes)
                else (0xFFFD if 0xD800 <= ord(c) <= 0xDFFF else ord(c) for c in node.value)
            )
    print("yes", *counts)
"#;

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("GONOGO_CORPUS");
    if folder.is_none() {
        println!("nothing compared: GONOGO_CORPUS is not set");
    }
    folder.map(PathBuf::from)
}

fn counted(text: &str) -> Result<[usize; 5], String> {
    let body = python::parse(text).map_err(|error| error.to_string())?;
    let mut counts = [0; 5];
    for node in python::walk(&body) {
        let index = match node {
            Node::Expr(ast::Expr::Name(_)) => 0,
            Node::Expr(ast::Expr::Call(_)) => 1,
            Node::Expr(ast::Expr::Attribute(_)) => 2,
            Node::Stmt(_) => 3,
            Node::Expr(ast::Expr::Constant(constant)) => {
                counts[4] += match &constant.value {
                    ast::Constant::Str(text) => text.chars().map(|c| c as usize).sum(),
                    ast::Constant::Bytes(bytes) => bytes.iter().map(|b| usize::from(*b)).sum(),
                    _ => 0_usize,
                };
                continue;
            }
            Node::Expr(_) | Node::Pattern(_) => continue,
        };
        counts[index] += 1;
    }
    Ok(counts)
}

fn by_cpython(paths: &[PathBuf]) -> Vec<Result<[usize; 5], String>> {
    let list = tempfile::NamedTempFile::new().expect("a temporary file");
    let names: Vec<_> = paths.iter().map(|path| path.to_str().expect("a name in UTF-8")).collect();
    std::fs::write(list.path(), names.join("\0")).expect("written");
    let python = std::env::var("GONOGO_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(&python)
        .args(["-c", COUNT])
        .stdin(list.reopen().expect("open"))
        .output()
        .unwrap_or_else(|error| panic!("{python} does not start: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    lines
        .lines()
        .map(|line| {
            let counts =
                line.strip_prefix("yes ").ok_or_else(|| line.trim_start_matches("no ").to_owned())?;
            let counts: Vec<usize> =
                counts.split(' ').map(|count| count.parse().expect("a number")).collect();
            Ok(counts.try_into().expect("five numbers"))
        })
        .collect()
}

#[test]
fn python_is_read_as_cpython_reads_it() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = String::new();
    let mut newer = BTreeMap::new();
    let mut total = 0;
    let mut projects: Vec<PathBuf> =
        std::fs::read_dir(corpus).expect("the corpus").map(|entry| entry.expect("an entry").path()).collect();
    projects.sort();
    for project in projects.iter().filter(|path| path.is_dir()) {
        let tree = Tree::work_tree(project, &[]).expect("a work tree");
        let files: Vec<_> = tree.files().iter().filter(|path| path.extension() == "py").collect();
        let on_disk: Vec<PathBuf> = files.iter().map(|path| path.on_disk(project)).collect();
        if files.is_empty() {
            continue;
        }
        let expected = by_cpython(&on_disk);
        assert_eq!(expected.len(), files.len(), "an answer for each file");
        for ((path, full), expected) in files.into_iter().zip(on_disk).zip(expected) {
            total += 1;
            let file = tree.text(path).map_err(|error| error.to_string());
            let got = file.and_then(|file| counted(file.text()));
            match (expected, got) {
                (Ok(expected), Ok(got)) if expected == got => {}
                (Err(theirs), ours) => {
                    newer.insert(full, (theirs, ours.map(|_| "parsed here".to_owned())));
                }
                (Ok(expected), got) => {
                    writeln!(wrong, "{}: CPython {expected:?}, here {got:?}", full.display())
                        .expect("written");
                }
            }
        }
    }
    println!("{total} files; CPython refuses {}:", newer.len());
    for (path, (theirs, ours)) in newer {
        println!("  {}: {theirs}; {ours:?}", path.display());
    }
    assert!(wrong.is_empty(), "read otherwise than CPython reads them:\n{wrong}");
}
