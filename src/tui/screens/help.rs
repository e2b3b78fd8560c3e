//! All keys, from the key table.

use ratatui::text::{Line, Span};

use super::super::keymap::Context;
use super::super::model::Model;
use super::super::text::{fit, wrap};
use super::super::theme::Role;

/// What the symbols mean, for the end of the page.
const LEGEND: [(&str, Role, &str); 9] = [
    ("✓ pass", Role::Good, "the repository proves that the item is met"),
    ("✗ fail", Role::Bad, "it proves that it is not met: fix it, or waive it with a reason"),
    ("? review", Role::Caution, "it cannot decide: a person must look, and tick or waive"),
    ("– n/a", Role::Neutral, "the item does not apply here"),
    ("✓ ticked", Role::Human, "a person verified it"),
    ("~ waived", Role::Human, "a person lets it through unmet, with a reason"),
    ("↻ stale", Role::Caution, "what the decision was based on has changed: look again"),
    ("× expired", Role::Bad, "the waiver's last day is past"),
    ("! conflict", Role::Bad, "ticked, but the repository proves that it is not met"),
];

pub(in super::super) fn lines(model: &Model, room: usize) -> Vec<Line<'static>> {
    let theme = &model.theme;
    let column = 18.min(room / 2);
    let row = |left: &str, role: Role, right: &str| {
        let spans = [Span::styled(fit(left, column), theme.style(role)), Span::raw(right.to_owned())];
        wrap(&spans, room, column)
    };
    let mut lines = Vec::new();
    for context in Context::ALL {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(context.title(), theme.style(Role::Heading)));
        for binding in model.keys.bindings().iter().filter(|binding| binding.context == context) {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            let keys = if keys.len() > 4 {
                format!("{} … {}", keys[0], keys[keys.len() - 1])
            } else {
                keys.join(" ")
            };
            lines.extend(row(&keys, Role::Key, &binding.help));
        }
    }
    lines.push(Line::default());
    lines.push(Line::styled("What the marks mean", theme.style(Role::Heading)));
    for (mark, role, meaning) in LEGEND {
        lines.extend(row(mark, role, meaning));
    }
    lines
}
