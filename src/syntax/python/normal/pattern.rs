//! Patterns of `match`.

use rustpython_parser::ast::Pattern;

use super::expression::{constant, expr, list};

/// Prints the pattern of a `case`.
pub(super) fn pattern(out: &mut String, part: &Pattern) {
    match part {
        Pattern::MatchValue(it) => expr(out, &it.value),
        Pattern::MatchSingleton(it) => constant(out, &it.value),
        Pattern::MatchSequence(it) => {
            out.push('[');
            list(out, &it.patterns, pattern);
            out.push(']');
        }
        Pattern::MatchMapping(it) => {
            out.push('{');
            list(out, it.keys.iter().zip(&it.patterns), |out, (key, value)| {
                expr(out, key);
                out.push_str(": ");
                pattern(out, value);
            });
            if let Some(rest) = &it.rest {
                out.push_str(", **");
                out.push_str(rest);
            }
            out.push('}');
        }
        Pattern::MatchClass(it) => {
            expr(out, &it.cls);
            out.push('(');
            list(out, &it.patterns, pattern);
            for (name, value) in it.kwd_attrs.iter().zip(&it.kwd_patterns) {
                out.push_str(", ");
                out.push_str(name);
                out.push('=');
                pattern(out, value);
            }
            out.push(')');
        }
        Pattern::MatchStar(it) => {
            out.push('*');
            out.push_str(it.name.as_ref().map_or("_", |name| name.as_str()));
        }
        Pattern::MatchAs(it) => {
            out.push('(');
            if let Some(inner) = &it.pattern {
                pattern(out, inner);
                out.push_str(" as ");
            }
            out.push_str(it.name.as_ref().map_or("_", |name| name.as_str()));
            out.push(')');
        }
        Pattern::MatchOr(it) => {
            out.push('(');
            for (index, one) in it.patterns.iter().enumerate() {
                out.push_str(if index > 0 { " | " } else { "" });
                pattern(out, one);
            }
            out.push(')');
        }
    }
}
