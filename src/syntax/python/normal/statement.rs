//! Statements.

use rustpython_parser::ast::{
    Alias, Arguments, Constant, ExceptHandler, Expr, Identifier, Keyword, Stmt, TypeParam, WithItem,
};

use super::expression::{arguments, augmented, expr, keyword};
use super::pattern::pattern;

/// Prints `statement` with everything in it, `depth` levels deep, with a line end.
pub(super) fn statement(out: &mut String, statement: &Stmt, depth: usize) {
    match statement {
        Stmt::FunctionDef(it) => {
            decorators(out, &it.decorator_list, depth);
            let head = Head { word: "def ", name: &it.name, type_params: &it.type_params };
            function(out, &head, &it.args, it.returns.as_deref(), &it.body, depth);
        }
        Stmt::AsyncFunctionDef(it) => {
            decorators(out, &it.decorator_list, depth);
            let head = Head { word: "async def ", name: &it.name, type_params: &it.type_params };
            function(out, &head, &it.args, it.returns.as_deref(), &it.body, depth);
        }
        Stmt::ClassDef(it) => {
            decorators(out, &it.decorator_list, depth);
            start(out, depth, "class ");
            out.push_str(&it.name);
            type_parameters(out, &it.type_params);
            bases(out, &it.bases, &it.keywords);
            definition(out, &it.body, depth);
        }
        Stmt::If(it) => {
            line(out, depth, "if ", Some(&it.test), ":");
            body(out, &it.body, depth);
            otherwise(out, "else:", &it.orelse, depth);
        }
        Stmt::While(it) => {
            line(out, depth, "while ", Some(&it.test), ":");
            body(out, &it.body, depth);
            otherwise(out, "else:", &it.orelse, depth);
        }
        Stmt::For(it) => each(out, "for ", (&it.target, &it.iter), &it.body, &it.orelse, depth),
        Stmt::AsyncFor(it) => each(out, "async for ", (&it.target, &it.iter), &it.body, &it.orelse, depth),
        Stmt::With(it) => with(out, "with ", &it.items, &it.body, depth),
        Stmt::AsyncWith(it) => with(out, "async with ", &it.items, &it.body, depth),
        Stmt::Try(it) => attempt(out, "except ", (&it.body, &it.handlers, &it.orelse, &it.finalbody), depth),
        Stmt::TryStar(it) => {
            attempt(out, "except* ", (&it.body, &it.handlers, &it.orelse, &it.finalbody), depth);
        }
        Stmt::Match(it) => {
            line(out, depth, "match ", Some(&it.subject), ":");
            for case in &it.cases {
                start(out, depth + 1, "case ");
                pattern(out, &case.pattern);
                if let Some(guard) = &case.guard {
                    out.push_str(" if ");
                    expr(out, guard);
                }
                out.push_str(":\n");
                body(out, &case.body, depth + 1);
            }
        }
        _ => simple(out, statement, depth),
    }
}

/// Statements of one line.
fn simple(out: &mut String, statement: &Stmt, depth: usize) {
    start(out, depth, "");
    match statement {
        Stmt::Expr(it) => expr(out, &it.value),
        Stmt::Return(it) => word(out, "return", it.value.as_deref()),
        Stmt::Raise(it) => {
            word(out, "raise", it.exc.as_deref());
            if let Some(cause) = &it.cause {
                out.push_str(" from ");
                expr(out, cause);
            }
        }
        Stmt::Assert(it) => {
            word(out, "assert", Some(&it.test));
            if let Some(message) = &it.msg {
                out.push_str(", ");
                expr(out, message);
            }
        }
        Stmt::Delete(it) => it.targets.iter().for_each(|target| word(out, "del", Some(target))),
        Stmt::Assign(it) => {
            for target in &it.targets {
                expr(out, target);
                out.push_str(" = ");
            }
            expr(out, &it.value);
        }
        Stmt::AugAssign(it) => {
            expr(out, &it.target);
            out.push_str(&augmented(it.op));
            expr(out, &it.value);
        }
        Stmt::AnnAssign(it) => {
            expr(out, &it.target);
            out.push_str(": ");
            expr(out, &it.annotation);
            if let Some(value) = &it.value {
                out.push_str(" = ");
                expr(out, value);
            }
        }
        Stmt::TypeAlias(it) => {
            word(out, "type", Some(&it.name));
            type_parameters(out, &it.type_params);
            out.push_str(" = ");
            expr(out, &it.value);
        }
        Stmt::Import(it) => names(out, &it.names),
        // Where a name comes from is what moves when code moves.
        Stmt::ImportFrom(it) => names(out, &it.names),
        Stmt::Global(it) => listed(out, "global ", &it.names),
        Stmt::Nonlocal(it) => listed(out, "nonlocal ", &it.names),
        Stmt::Pass(_) => out.push_str("pass"),
        Stmt::Break(_) => out.push_str("break"),
        Stmt::Continue(_) => out.push_str("continue"),
        // The others are printed by `statement`.
        _ => {}
    }
    out.push('\n');
}

struct Head<'a> {
    word: &'a str,
    name: &'a Identifier,
    type_params: &'a [TypeParam],
}

fn start(out: &mut String, depth: usize, word: &str) {
    out.extend(std::iter::repeat_n("    ", depth));
    out.push_str(word);
}

fn line(out: &mut String, depth: usize, word: &str, value: Option<&Expr>, end: &str) {
    start(out, depth, word);
    if let Some(value) = value {
        expr(out, value);
    }
    out.push_str(end);
    out.push('\n');
}

fn word(out: &mut String, word: &str, value: Option<&Expr>) {
    out.push_str(word);
    if let Some(value) = value {
        out.push(' ');
        expr(out, value);
    }
}

fn body(out: &mut String, body: &[Stmt], depth: usize) {
    for inner in body {
        statement(out, inner, depth + 1);
    }
}

fn otherwise(out: &mut String, word: &str, rest: &[Stmt], depth: usize) {
    if !rest.is_empty() {
        line(out, depth, word, None, "");
        body(out, rest, depth);
    }
}

/// The body of a function or class, without its docstring.
fn definition(out: &mut String, inner: &[Stmt], depth: usize) {
    let inner = match inner {
        [Stmt::Expr(first), rest @ ..] if is_text(&first.value) => rest,
        whole => whole,
    };
    out.push_str(":\n");
    if inner.is_empty() {
        line(out, depth + 1, "pass", None, "");
    }
    body(out, inner, depth);
}

fn is_text(value: &Expr) -> bool {
    matches!(value, Expr::Constant(constant) if matches!(constant.value, Constant::Str(_)))
}

fn decorators(out: &mut String, list: &[Expr], depth: usize) {
    for decorator in list {
        line(out, depth, "@", Some(decorator), "");
    }
}

fn function(
    out: &mut String,
    head: &Head<'_>,
    parameters: &Arguments,
    returns: Option<&Expr>,
    inner: &[Stmt],
    depth: usize,
) {
    start(out, depth, head.word);
    out.push_str(head.name);
    type_parameters(out, head.type_params);
    out.push('(');
    arguments(out, parameters);
    out.push(')');
    if let Some(returns) = returns {
        out.push_str(" -> ");
        expr(out, returns);
    }
    definition(out, inner, depth);
}

fn bases(out: &mut String, classes: &[Expr], keywords: &[Keyword]) {
    if classes.is_empty() && keywords.is_empty() {
        return;
    }
    out.push('(');
    for (index, class) in classes.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        expr(out, class);
    }
    for (index, one) in keywords.iter().enumerate() {
        out.push_str(if index + classes.len() > 0 { ", " } else { "" });
        keyword(out, one);
    }
    out.push(')');
}

fn type_parameters(out: &mut String, parameters: &[TypeParam]) {
    if parameters.is_empty() {
        return;
    }
    out.push('[');
    for (index, parameter) in parameters.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        match parameter {
            TypeParam::TypeVar(it) => {
                out.push_str(&it.name);
                if let Some(bound) = &it.bound {
                    out.push_str(": ");
                    expr(out, bound);
                }
            }
            TypeParam::ParamSpec(it) => {
                out.push_str("**");
                out.push_str(&it.name);
            }
            TypeParam::TypeVarTuple(it) => {
                out.push('*');
                out.push_str(&it.name);
            }
        }
    }
    out.push(']');
}

fn each(
    out: &mut String,
    word: &str,
    (target, iter): (&Expr, &Expr),
    inner: &[Stmt],
    rest: &[Stmt],
    depth: usize,
) {
    start(out, depth, word);
    expr(out, target);
    out.push_str(" in ");
    expr(out, iter);
    out.push_str(":\n");
    body(out, inner, depth);
    otherwise(out, "else:", rest, depth);
}

fn with(out: &mut String, word: &str, items: &[WithItem], inner: &[Stmt], depth: usize) {
    start(out, depth, word);
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        expr(out, &item.context_expr);
        if let Some(name) = &item.optional_vars {
            out.push_str(" as ");
            expr(out, name);
        }
    }
    out.push_str(":\n");
    body(out, inner, depth);
}

type Attempt<'a> = (&'a [Stmt], &'a [ExceptHandler], &'a [Stmt], &'a [Stmt]);

fn attempt(out: &mut String, word: &str, (inner, handlers, rest, last): Attempt<'_>, depth: usize) {
    line(out, depth, "try:", None, "");
    body(out, inner, depth);
    for ExceptHandler::ExceptHandler(handler) in handlers {
        start(out, depth, word);
        if let Some(class) = &handler.type_ {
            expr(out, class);
        }
        if let Some(name) = &handler.name {
            out.push_str(" as ");
            out.push_str(name);
        }
        out.push_str(":\n");
        body(out, &handler.body, depth);
    }
    otherwise(out, "else:", rest, depth);
    otherwise(out, "finally:", last, depth);
}

fn names(out: &mut String, aliases: &[Alias]) {
    out.push_str("import ");
    for (index, alias) in aliases.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        out.push_str(&alias.name);
        if let Some(other) = &alias.asname {
            out.push_str(" as ");
            out.push_str(other);
        }
    }
}

fn listed(out: &mut String, word: &str, names: &[Identifier]) {
    out.push_str(word);
    let names: Vec<&str> = names.iter().map(Identifier::as_str).collect();
    out.push_str(&names.join(", "));
}
