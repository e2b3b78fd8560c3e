//! Conditions on settings in code that is read and not run.

use crate::django::code::{Code, Module};
use crate::eval::Datum;
use crate::syntax::python::{self, ast};

/// The value of a setting by name, Django's defaults included; `None` where it is not known.
pub type SettingLookup<'a> = dyn Fn(&str) -> Option<Datum> + 'a;

/// How deep `and`, `or` and `not` are followed.
const DEEPEST: usize = 20;

/// Whether `expr`, a condition in `module`, holds: `settings.X`, `not`, `and`, `or`, `"app" in settings.INSTALLED_APPS`,
/// `apps.is_installed("app")`, `getattr(settings, "X", default)`. `None` where that cannot be decided.
pub fn condition(
    code: &Code<'_>,
    module: &Module,
    expr: &ast::Expr,
    settings: &SettingLookup<'_>,
) -> Option<bool> {
    Conditions { code, module, settings }.holds(expr, DEEPEST)
}

struct Conditions<'a> {
    code: &'a Code<'a>,
    module: &'a Module,
    settings: &'a SettingLookup<'a>,
}

impl Conditions<'_> {
    fn holds(&self, expr: &ast::Expr, depth: usize) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        match expr {
            ast::Expr::Constant(_) => python::boolean(expr),
            ast::Expr::UnaryOp(unary) if matches!(unary.op, ast::UnaryOp::Not) => {
                self.holds(&unary.operand, depth).map(|value| !value)
            }
            ast::Expr::BoolOp(op) => {
                // One deciding operand settles it, whatever the others are.
                let deciding = matches!(op.op, ast::BoolOp::Or);
                let values: Vec<Option<bool>> =
                    op.values.iter().map(|value| self.holds(value, depth)).collect();
                if values.contains(&Some(deciding)) {
                    Some(deciding)
                } else if values.contains(&None) {
                    None
                } else {
                    Some(!deciding)
                }
            }
            ast::Expr::Compare(compare) => self.compares(compare),
            ast::Expr::Call(call) => self.calls(call, depth),
            _ => self.setting(expr)?.truth(),
        }
    }

    fn compares(&self, compare: &ast::ExprCompare) -> Option<bool> {
        let ([op], [right]) = (compare.ops.as_slice(), compare.comparators.as_slice()) else { return None };
        match op {
            ast::CmpOp::In | ast::CmpOp::NotIn => {
                let wanted = python::string(&compare.left)?;
                let items = self.setting(right)?;
                let items = items.items()?;
                let found = items.iter().any(|item| item.as_str() == Some(wanted));
                // An entry that is not known could be the one.
                if !found && items.iter().any(Datum::is_open) {
                    return None;
                }
                Some(found == matches!(op, ast::CmpOp::In))
            }
            ast::CmpOp::Eq | ast::CmpOp::NotEq | ast::CmpOp::Is | ast::CmpOp::IsNot => {
                let value = self.setting(&compare.left)?;
                let same = match (python::string(right), python::boolean(right)) {
                    (Some(wanted), _) => value.as_str()? == wanted,
                    (_, Some(wanted)) => value.as_bool()? == wanted,
                    _ => return None,
                };
                Some(same == matches!(op, ast::CmpOp::Eq | ast::CmpOp::Is))
            }
            _ => None,
        }
    }

    fn calls(&self, call: &ast::ExprCall, depth: usize) -> Option<bool> {
        let function = python::dotted_name(&call.func)?;
        match (function.rsplit('.').next()?, call.args.as_slice()) {
            ("is_installed", [app]) => {
                let wanted = python::string(app)?;
                let apps = (self.settings)("INSTALLED_APPS")?;
                let matches = |entry: &str| entry == wanted || entry.starts_with(&format!("{wanted}.apps."));
                Some(apps.items()?.iter().filter_map(Datum::as_str).any(matches))
            }
            ("getattr", [object, name, default]) => {
                let object = python::dotted_name(object)?;
                if self.code.resolve(self.module, &object) != "django.conf.settings" {
                    return None;
                }
                match (self.settings)(python::string(name)?) {
                    Some(value) => value.truth(),
                    None => self.holds(default, depth),
                }
            }
            _ => None,
        }
    }

    /// The value of `settings.X`, however the module imports `settings`.
    fn setting(&self, expr: &ast::Expr) -> Option<Datum> {
        let qualified = self.code.resolve(self.module, &python::dotted_name(expr)?);
        (self.settings)(qualified.strip_prefix("django.conf.settings.")?)
    }
}
