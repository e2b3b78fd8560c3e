//! One setting in full: its value, where it comes from, and the variables that it depends on.

use ratatui::text::{Line, Span};

use super::super::browser::{self, Opened};
use super::super::model::Model;
use super::super::text::{safe_line, wrap};
use super::super::theme::Role;
use crate::eval::{Origin, State};
use crate::report::settings::python;

pub(in super::super) fn lines(model: &Model, opened: &Opened, room: usize) -> Vec<Line<'static>> {
    let theme = &model.theme;
    let settings = browser::settings(model);
    let Some(setting) = settings.and_then(|settings| settings.entries.get(&opened.name)) else {
        return vec![Line::styled("This setting is not there any more", theme.style(Role::Muted))];
    };
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut add = |text: &str, role: Role, indent: usize| {
        let spans = [Span::raw(" ".repeat(indent)), Span::styled(safe_line(text), theme.style(role))];
        lines.extend(wrap(&spans, room, indent + 2));
    };
    for line in python(&setting.value).lines() {
        add(line, Role::Code, 0);
    }
    match setting.state() {
        State::Known => {}
        State::Required(names) => {
            let text = format!("! reading it raises until {} is set", names.join(" and "));
            add(&text, Role::Bad, 0);
        }
        State::Unknown(why) => add(&format!("? not known: {why}"), Role::Caution, 0),
    }
    let place = |origin: &Origin| format!("{}:{}", origin.path, origin.line);
    add("", Role::Text, 0);
    add("Comes from, the last one decides", Role::Heading, 0);
    if setting.origins.is_empty() {
        add("no line of the repository: it is a default", Role::Muted, 2);
    }
    for origin in &setting.origins {
        add(&place(origin), Role::Name, 2);
    }
    let variables = setting.env();
    add("", Role::Text, 0);
    add("Depends on the variables", Role::Heading, 0);
    if variables.is_empty() {
        add("none", Role::Muted, 2);
    }
    for name in &variables {
        add(name, Role::Strong, 2);
    }
    if !setting.alternatives.is_empty() {
        add("", Role::Text, 0);
        add("In another environment", Role::Heading, 0);
        for other in &setting.alternatives {
            for line in python(&other.value).lines() {
                add(line, Role::Code, 2);
            }
            add(&format!("{}, by {}", place(&other.origin), other.env.join(", ")), Role::Muted, 4);
        }
    }
    lines
}
