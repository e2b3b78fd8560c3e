//! Puts the tree of a rewritten text right: after this it is the tree of the text as it was written.

use rustpython_parser::Parse;
use rustpython_parser::ast::{self, Constant, ExceptHandler, Expr, ExprContext, Operator, Ranged, Stmt};
use rustpython_parser::text_size::{TextRange, TextSize};

use super::Fault;
use super::compat::{self, Field, Rewritten};
use super::nodes::{NodeMut, change_all};
use crate::base::Span;

/// How deep f-strings may nest in each other.
const MAX_LEVELS: usize = 32;

/// The name that a t-string becomes a call of; no Python source can bind it.
const TEMPLATE: &str = "string.templatelib.Template";

/// The text that a rewritten one comes from.
struct Original<'t> {
    text: &'t str,
    rewritten: &'t Rewritten,
    /// The offset of this text in the module.
    base: usize,
    level: usize,
}

/// Puts a module right.
pub(super) fn module(body: &mut [Stmt], text: &str, rewritten: &Rewritten) -> Result<(), Fault> {
    Original { text, rewritten, base: 0, level: 0 }.restore(body.iter_mut().map(NodeMut::Stmt).collect())
}

impl Original<'_> {
    fn restore(&self, stack: Vec<NodeMut<'_>>) -> Result<(), Fault> {
        let mut fault = None;
        let mut templates = self.rewritten.templates.clone();
        change_all(stack, |node| match node {
            NodeMut::Stmt(
                Stmt::Try(ast::StmtTry { handlers, .. }) | Stmt::TryStar(ast::StmtTryStar { handlers, .. }),
            ) => {
                for ExceptHandler::ExceptHandler(handler) in handlers {
                    if let Some(types) = &mut handler.type_ {
                        self.exception_types(types);
                    }
                }
            }
            NodeMut::Expr(expr) => {
                if matches!(expr, Expr::JoinedStr(_) | Expr::Constant(_)) {
                    let start = usize::from(expr.start()) - self.base;
                    if let Some(at) = templates.iter().position(|template| *template == start) {
                        templates.swap_remove(at);
                        template_call(expr);
                    }
                }
                if let Err(error) = self.format_string(expr) {
                    fault.get_or_insert(error);
                }
            }
            NodeMut::Stmt(_) | NodeMut::Pattern(_) => {}
        });
        fault.map_or(Ok(()), Err)
    }

    /// `A | B` to `(A, B)`, where a comma stood.
    fn exception_types(&self, types: &mut Expr) {
        let range = types.range();
        if !self.rewritten.handlers.contains(&(usize::from(range.start()) - self.base)) {
            return;
        }
        let mut rest = take(types);
        let mut elts = Vec::new();
        while let Expr::BinOp(ast::ExprBinOp { left, op: Operator::BitOr, right, .. }) = rest {
            elts.push(*right);
            rest = *left;
        }
        elts.push(rest);
        elts.reverse();
        *types = ast::ExprTuple { elts, ctx: ExprContext::Load, range }.into();
    }

    fn format_string(&self, expr: &mut Expr) -> Result<(), Fault> {
        match expr {
            Expr::FormattedValue(value) => {
                if let Some(field) = self.field_of(&value.value) {
                    *value.value = self.expression(field.expression)?;
                }
            }
            Expr::JoinedStr(string) => {
                for value in &mut string.values {
                    if let Expr::Constant(ast::ExprConstant { value: Constant::Str(text), .. }) = value {
                        self.documented_text(text);
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn field_of(&self, value: &Expr) -> Option<Field> {
        let Expr::Name(name) = value else { return None };
        let mut letters = name.id.chars();
        let letter = letters.next().filter(|_| letters.next().is_none())?;
        self.rewritten.fields.get(&letter).copied()
    }

    /// The text that `{x=}` shows: from the placeholder to the sign it is the source's.
    fn documented_text(&self, text: &mut String) {
        let found = text.char_indices().find_map(|(at, letter)| {
            let field = self.rewritten.fields.get(&letter)?;
            Some((at, field.expression.start, field.documents?))
        });
        if let Some((at, start, sign)) = found
            && let Some(length) = text[at..].find('=')
        {
            text.replace_range(at..at + length, &self.text[start..sign].replace("\r\n", "\n"));
        }
    }

    /// Parses the expression of a field by itself.
    fn expression(&self, span: Span) -> Result<Expr, Fault> {
        let base = self.base + span.start - 1;
        if self.level >= MAX_LEVELS {
            return Err(Fault::new("f-strings nest too deep in each other", base));
        }
        // In parentheses lines may break, as they may in a field; the line feed ends a comment.
        let text = format!("({}\n)", &self.text[span.start..span.end]);
        let start = TextSize::new(u32::try_from(base).unwrap_or(u32::MAX));
        let first = match Expr::parse_starts_at(&text, "", start) {
            Ok(expr) => return Ok(expr),
            Err(error) => error,
        };
        let rewritten = compat::rewrite(&text);
        if rewritten.is_unchanged() {
            return Err(Fault::from(first));
        }
        let mut expr = Expr::parse_starts_at(&rewritten.text, "", start)?;
        let original = Original { text: &text, rewritten: &rewritten, base, level: self.level + 1 };
        original.restore(vec![NodeMut::Expr(&mut expr)])?;
        Ok(expr)
    }
}

/// A t-string: a call of its class with the f-string that it would be otherwise.
fn template_call(expr: &mut Expr) {
    let range = expr.range();
    let string = take(expr);
    let func = ast::ExprName { id: ast::Identifier::new(TEMPLATE), ctx: ExprContext::Load, range };
    *expr =
        ast::ExprCall { func: Box::new(func.into()), args: vec![string], keywords: Vec::new(), range }.into();
}

fn take(expr: &mut Expr) -> Expr {
    let nothing = ast::ExprConstant { value: Constant::None, kind: None, range: TextRange::default() };
    std::mem::replace(expr, nothing.into())
}
