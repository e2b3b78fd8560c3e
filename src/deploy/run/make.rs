//! Make targets and npm scripts: what they run.

use super::{DEEPEST, Placer, Runner, Unwrapped};
use crate::base::{RepoPath, Span};
use crate::source::SourceFile;
use crate::syntax::json;

/// How many targets one `make` may reach.
const MOST_TARGETS: usize = 60;

impl Runner<'_> {
    /// Follows `make target …`; false where the repository has no such target.
    pub(super) fn make(&mut self, found: &Unwrapped, conditional: bool) -> bool {
        let mut folder = self.site.paths.folder.clone().unwrap_or_else(RepoPath::root);
        let mut targets = Vec::new();
        let mut words = found.arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "-C" | "--directory" => {
                    let Some(next) = words.next().and_then(|name| folder.join(name)) else { return false };
                    folder = next;
                }
                "-f" | "--file" | "-j" | "-o" => {
                    words.next();
                }
                option if option.starts_with('-') || option.contains('=') => {}
                target => targets.push(target.to_owned()),
            }
        }
        let names = ["GNUmakefile", "makefile", "Makefile"];
        let Some(path) =
            names.iter().filter_map(|name| folder.join(name)).find(|path| self.tree.contains(path))
        else {
            return false;
        };
        let Some(file) = self.open(&path) else { return false };
        let makefile = Makefile::read(&file);
        if targets.is_empty() {
            targets.extend(
                makefile.rules.iter().map(|rule| rule.target.clone()).find(|target| !target.starts_with('.')),
            );
        }
        if !targets.iter().any(|target| makefile.rules.iter().any(|rule| rule.target == *target)) {
            return false;
        }
        self.depth += 1;
        let mut done: Vec<String> = Vec::new();
        targets.reverse();
        while let Some(target) = targets.pop() {
            if done.contains(&target) || done.len() >= MOST_TARGETS {
                continue;
            }
            let rules: Vec<&Rule> = makefile.rules.iter().filter(|rule| rule.target == target).collect();
            let open: Vec<String> = rules
                .iter()
                .flat_map(|rule| &rule.needs)
                .filter(|need| !done.contains(need) && *need != &target && !targets.contains(need))
                .filter(|need| makefile.rules.iter().any(|rule| rule.target == **need))
                .cloned()
                .collect();
            if !open.is_empty() && targets.len() < MOST_TARGETS {
                targets.push(target);
                targets.extend(open.into_iter().rev());
                continue;
            }
            done.push(target);
            for rule in rules {
                for (text, span) in &rule.recipe {
                    let text = makefile.expand(text, 0);
                    let paths = self.site.paths.clone();
                    self.script(&text, 0, &Placer::Fixed(super::place(&file, *span)));
                    self.site.paths = paths;
                }
            }
        }
        self.depth -= 1;
        if conditional {
            for command in self.ran.commands.iter_mut().filter(|command| command.place.path == path) {
                command.conditional = true;
            }
        }
        true
    }

    /// Follows `npm run script`, one level deep; false where `package.json` has no such script.
    pub(super) fn npm(&mut self, found: &Unwrapped) -> bool {
        let mut words = found.arguments.iter().map(String::as_str).filter(|word| !word.starts_with('-'));
        let script = match words.next() {
            Some("run" | "run-script") => words.next(),
            other => other,
        };
        let folder = self.site.paths.folder.clone().unwrap_or_else(RepoPath::root);
        let Some(script) = script else { return false };
        let Some(path) = folder.join("package.json").filter(|path| self.tree.contains(path)) else {
            return false;
        };
        if self.depth + 1 >= DEEPEST {
            return false;
        }
        let Ok(file) = self.tree.text(&path) else { return false };
        let Ok(root) = json::document(file.text()) else { return false };
        let Some(node) = root.at(&["scripts", script]) else { return false };
        let Some(text) = node.text() else { return false };
        self.depth += DEEPEST - 1;
        self.script(text, 0, &Placer::Fixed(super::place(&file, node.span)));
        self.depth -= DEEPEST - 1;
        true
    }
}

struct Rule {
    target: String,
    needs: Vec<String>,
    recipe: Vec<(String, Span)>,
}

struct Makefile {
    rules: Vec<Rule>,
    variables: Vec<(String, String)>,
}

impl Makefile {
    fn read(file: &SourceFile) -> Self {
        let mut makefile = Self { rules: Vec::new(), variables: Vec::new() };
        // The rules that the recipe lines below belong to.
        let mut current = 0..0;
        let mut start = 0;
        let mut continued = false;
        for line in file.text().split_inclusive('\n') {
            let begin = start;
            start += line.len();
            let body = line.trim();
            if line.starts_with('\t') || (continued && !current.is_empty()) {
                let text = body.trim_start_matches(['@', '-', '+']);
                let at = begin + (line.len() - line.trim_start().len());
                for rule in &mut makefile.rules[current.clone()] {
                    match rule.recipe.last_mut() {
                        Some((last, span)) if continued => {
                            last.push('\n');
                            last.push_str(text);
                            span.end = at + body.len();
                        }
                        _ => rule.recipe.push((text.to_owned(), Span::new(at, at + body.len()))),
                    }
                }
                continued = body.ends_with('\\');
                continue;
            }
            continued = false;
            if body.is_empty() || body.starts_with('#') {
                continue;
            }
            let equals = body.find('=');
            let colon =
                body.find(':').filter(|at| !body[*at..].starts_with(":=") && !body[*at..].starts_with("::="));
            match (colon, equals) {
                (Some(colon), equals) if equals.is_none_or(|equals| colon < equals) => {
                    let needs =
                        body[colon + 1..].trim_start_matches(':').split('#').next().unwrap_or_default();
                    let needs = needs.split(';').next().unwrap_or_default();
                    let from = makefile.rules.len();
                    for target in body[..colon].split_whitespace().take(MOST_TARGETS) {
                        makefile.rules.push(Rule {
                            target: target.to_owned(),
                            needs: needs
                                .split_whitespace()
                                .filter(|need| *need != "|")
                                .map(str::to_owned)
                                .collect(),
                            recipe: Vec::new(),
                        });
                    }
                    current = from..makefile.rules.len();
                }
                (_, Some(equals)) => {
                    let name = body[..equals].trim_end_matches(['?', ':', '+']).trim();
                    let name = name.strip_prefix("export ").unwrap_or(name);
                    makefile.variables.push((name.to_owned(), body[equals + 1..].trim().to_owned()));
                    current = 0..0;
                }
                _ => current = 0..0,
            }
        }
        makefile
    }

    /// `$(NAME)` and `${NAME}` by the file's own variables, `$$` as one dollar sign.
    fn expand(&self, text: &str, depth: usize) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('$') {
                out.push('$');
                rest = after;
                continue;
            }
            let close = match rest.chars().next() {
                Some('(') => ')',
                Some('{') => '}',
                _ => {
                    out.push('$');
                    continue;
                }
            };
            let end = rest.find(close).unwrap_or(rest.len());
            let name = rest[1..end.max(1)].trim();
            match self.variables.iter().rev().find(|(known, _)| known == name) {
                Some((_, value)) if depth < 3 && out.len() < 10_000 => {
                    out.push_str(&self.expand(value, depth + 1));
                }
                Some(_) => {}
                None if name == "MAKE" => out.push_str("make"),
                None => {
                    out.push_str("${");
                    out.push_str(name);
                    out.push('}');
                }
            }
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        out.push_str(rest);
        out
    }
}
