//! Whether the conditions around a call hold in production.

use std::sync::LazyLock;

use regex::Regex;

use super::Scene;
use super::calls::{Call, Condition};
use crate::django::Run;
use crate::django::code::Module;
use crate::eval::Datum;
use crate::syntax::python::{self, ast};

/// Whether something runs in production, best first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Live {
    /// It does, or as soon as an address or key is given.
    Yes,
    /// It cannot be told; why.
    Unsure(String),
    /// A switch that is off by default guards it; the condition.
    Off(String),
    /// It runs under `DEBUG` or in tests only.
    Never,
}

impl Live {
    /// Both must hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }

    /// The word that goes into the basis.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Unsure(_) => "unsure",
            Self::Off(_) => "off",
            Self::Never => "never",
        }
    }
}

/// Names that hold an address or a key: whoever sets them wants what they lead to.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)dsn|endpoint|ur[il]\b|ur[il]_|_ur[il]|api_?key|token|licen[cs]e|secret|_key\b|host|access",
    )
    .expect("a pattern")
});

/// How deep `and`, `or` and `not` are followed.
const DEEPEST: usize = 20;

impl Scene<'_> {
    /// The conditions around a call, inside its function or module.
    pub(super) fn conditions(&self, call: &Call) -> Live {
        let conditions = call.conditions.iter();
        conditions.map(|condition| self.condition(&call.module, condition)).max().unwrap_or(Live::Yes)
    }

    fn condition(&self, module: &Module, condition: &Condition) -> Live {
        let mut worst = Live::Yes;
        for (part, holds) in parts(&condition.test, condition.holds) {
            worst = worst.and(self.part(module, part, holds));
        }
        worst
    }

    fn part(&self, module: &Module, part: &ast::Expr, wanted: bool) -> Live {
        let value = self.holds(module, part, DEEPEST);
        if value == Some(wanted) {
            return Live::Yes;
        }
        let text = module.file().slice(python::span(part)).split_whitespace().collect::<Vec<_>>().join(" ");
        let datum = self.setting_named(module, part);
        let by_address =
            |datum: &Datum| !datum.env.is_empty() && datum.env.iter().all(|name| ADDRESS.is_match(name));
        if ADDRESS.is_match(&text) || datum.is_some_and(by_address) {
            return Live::Yes;
        }
        match value {
            Some(_) if is_debug(part) => Live::Never,
            Some(_) => Live::Off(if wanted { text } else { format!("not {text}") }),
            None => Live::Unsure(format!("whether `{text}` holds cannot be told")),
        }
    }

    /// Whether a condition holds with nothing set; `None` where that cannot be told.
    fn holds(&self, module: &Module, expr: &ast::Expr, depth: usize) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        match expr {
            ast::Expr::Constant(_) => python::boolean(expr),
            ast::Expr::UnaryOp(unary) if matches!(unary.op, ast::UnaryOp::Not) => {
                self.holds(module, &unary.operand, depth).map(|value| !value)
            }
            ast::Expr::BoolOp(op) => {
                let deciding = matches!(op.op, ast::BoolOp::Or);
                let values: Vec<Option<bool>> =
                    op.values.iter().map(|value| self.holds(module, value, depth)).collect();
                if values.contains(&Some(deciding)) {
                    return Some(deciding);
                }
                (!values.contains(&None)).then_some(!deciding)
            }
            ast::Expr::Compare(compare) => self.compares(module, compare),
            ast::Expr::Call(call) => {
                let [_, name, default] = call.args.as_slice() else { return None };
                if python::dotted_name(&call.func).as_deref() != Some("getattr") {
                    return None;
                }
                match self.value(python::string(name)?) {
                    Some(value) => value.truth(),
                    None => self.holds(module, default, depth),
                }
            }
            _ => self.setting_named(module, expr)?.truth(),
        }
    }

    fn compares(&self, module: &Module, compare: &ast::ExprCompare) -> Option<bool> {
        let ([op], [right]) = (compare.ops.as_slice(), compare.comparators.as_slice()) else { return None };
        match op {
            ast::CmpOp::Eq | ast::CmpOp::NotEq | ast::CmpOp::Is | ast::CmpOp::IsNot => {
                let value = self.setting_named(module, &compare.left)?;
                let same = match (python::string(right), python::boolean(right)) {
                    _ if value.is_open() => return None,
                    (Some(wanted), _) => value.as_str() == Some(wanted),
                    (_, Some(wanted)) => value.as_bool() == Some(wanted),
                    _ if python::is_none(right) => matches!(value.shape, crate::eval::Shape::None),
                    _ => return None,
                };
                Some(same == matches!(op, ast::CmpOp::Eq | ast::CmpOp::Is))
            }
            ast::CmpOp::In | ast::CmpOp::NotIn => {
                let value = self.setting_named(module, &compare.left)?;
                let found = python::strings(right).contains(&value.as_str()?);
                let whole = python::items(right)?.iter().all(|item| python::string(item).is_some());
                (found || whole).then_some(found == matches!(op, ast::CmpOp::In))
            }
            _ => None,
        }
    }

    /// The setting that an expression names: `settings.X` anywhere, `X` in a settings file.
    pub(super) fn setting_named(&self, module: &Module, expr: &ast::Expr) -> Option<&Datum> {
        let written = python::dotted_name(expr)?;
        let qualified = self.inputs.facts.code.resolve(module, &written);
        if let Some(name) = qualified.strip_prefix("django.conf.settings.") {
            return self.value(name);
        }
        let in_settings = self.scenario.settings(Run::DebugOff).files.contains(module.file().path());
        if in_settings && !written.contains('.') { self.value(&written) } else { None }
    }

    /// A setting's value by name, for a condition: what it decides goes into the basis, not it.
    pub(super) fn value(&self, name: &str) -> Option<&Datum> {
        self.scenario.value(name, Run::DebugOff).datum()
    }
}

/// The conjuncts of a test: `a and b` must both hold; of `not (a or b)`, both must fail.
fn parts(test: &ast::Expr, holds: bool) -> Vec<(&ast::Expr, bool)> {
    let mut found = Vec::new();
    let mut waiting = vec![(test, holds)];
    while let Some((expr, holds)) = waiting.pop() {
        match expr {
            ast::Expr::BoolOp(op) if matches!(op.op, ast::BoolOp::And) == holds => {
                waiting.extend(op.values.iter().map(|value| (value, holds)));
            }
            ast::Expr::UnaryOp(unary) if matches!(unary.op, ast::UnaryOp::Not) => {
                waiting.push((&unary.operand, !holds));
            }
            _ => found.push((expr, holds)),
        }
    }
    found
}

fn is_debug(expr: &ast::Expr) -> bool {
    python::dotted_name(expr).is_some_and(|name| {
        matches!(name.rsplit('.').next(), Some("DEBUG" | "TESTING" | "TEST" | "IS_TESTING"))
    })
}
