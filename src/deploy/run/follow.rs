//! Follows what a command starts: `sh -c text`, scripts, and the configuration that a server reads.

use super::{Arguments, DEEPEST, Placer, Runner, Unwrapped};
use crate::base::RepoPath;
use crate::deploy::Place;
use crate::syntax::shell::Script;

/// The longest text whose lines are looked up where it stands, in bytes.
const MOST_SEARCHED: usize = 20_000;

impl Runner<'_> {
    /// The configuration file of a server, where the repository holds it.
    pub(super) fn configuration(&self, found: &Unwrapped) -> Option<RepoPath> {
        let after = |names: &[&str]| {
            found.arguments.iter().enumerate().find_map(|(index, word)| {
                let named = names.iter().find_map(|name| word.strip_prefix(&format!("{name}=")));
                named.map(str::to_owned).or_else(|| {
                    names.contains(&word.as_str()).then(|| found.arguments.get(index + 1).cloned()).flatten()
                })
            })
        };
        let named = match found.program.as_str() {
            "gunicorn" => after(&["-c", "--config"])
                .map(|name| name.trim_start_matches("file:").to_owned())
                .or_else(|| Some("gunicorn.conf.py".to_owned())),
            "uwsgi" => after(&["--ini", "-i", "--yaml"]).or_else(|| {
                found.arguments.iter().find(|word| word.rsplit('.').next() == Some("ini")).cloned()
            }),
            "supervisord" => after(&["-c", "--configuration"]),
            "nginx" => after(&["-c"]),
            "caddy" => after(&["--config", "-c"]),
            "hypercorn" => after(&["-c", "--config"]),
            _ => None,
        };
        self.site.paths.file(&named?, self.tree)
    }

    /// Follows `sh -c text`, `sh file` and scripts of the repository; false where the command is neither.
    pub(super) fn shell(
        &mut self,
        found: &Unwrapped,
        place: &Place,
        rest: Option<&(usize, Place)>,
        conditional: bool,
    ) -> bool {
        let is_shell = matches!(found.program.as_str(), "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh");
        if is_shell {
            let mut words = found.arguments.iter();
            let mut runs_text = false;
            let mut operand = None;
            while let Some(word) = words.next() {
                if word == "-o" {
                    words.next();
                } else if word.starts_with('-') && word.len() > 1 {
                    runs_text |= !word.starts_with("--") && word.contains('c');
                } else {
                    operand = Some(word);
                    break;
                }
            }
            let Some(operand) = operand else { return false };
            let arguments: Vec<String> = words.cloned().collect();
            if runs_text {
                // The first word after the text is `$0`.
                let had_zero = !arguments.is_empty();
                let arguments = arguments.get(1..).map(<[String]>::to_vec).unwrap_or_default();
                let index = found.arguments.len() - 1 - (arguments.len() + usize::from(had_zero));
                let place = rest.filter(|(own, _)| index >= *own).map_or(place, |(_, at)| at);
                self.text(operand, place, arguments, conditional);
                return true;
            }
            return self.file(operand, arguments, place, rest, conditional);
        }
        let is_path = found.path.contains('/') || found.path.rsplit('.').next() == Some("sh");
        is_path
            && found.program != "manage.py"
            && self.file(&found.path, found.arguments.clone(), place, rest, conditional)
    }

    /// Follows the services that s6-overlay starts, by the `run` script of each; false where the image has none.
    ///
    /// Source: s6-overlay's README (`/etc/s6-overlay/s6-rc.d/<name>/run`, formerly `/etc/services.d/<name>/run`).
    pub(super) fn services(&mut self, conditional: bool) -> bool {
        const FOLDERS: [&str; 2] = ["etc/s6-overlay/s6-rc.d/", "etc/services.d/"];
        let inside = |path: &RepoPath| {
            let text = path.as_str();
            let at = FOLDERS.iter().find_map(|folder| text.find(folder))?;
            matches!(path.name(), "run" | "up").then(|| format!("/{}", &text[at..]))
        };
        let scripts: Vec<String> = self.tree.files().iter().filter_map(inside).collect();
        for path in &scripts {
            let Some(file) = self.site.paths.file(path, self.tree).and_then(|path| self.open(&path)) else {
                continue;
            };
            let script = Script::parse(file.text(), 0);
            self.nested(&script, &Placer::File(&file), &mut Arguments::default(), conditional);
        }
        !scripts.is_empty()
    }

    fn text(&mut self, text: &str, place: &Place, words: Vec<String>, conditional: bool) {
        if self.depth >= DEEPEST {
            return;
        }
        let mut arguments = Arguments { words, place: Some(place.clone()), ..Arguments::default() };
        let script = Script::parse(text, 0);
        match self.tree.text(&place.path) {
            Ok(file) if text.len() < MOST_SEARCHED => {
                self.nested(
                    &script,
                    &Placer::Within(&file, place.clone(), text),
                    &mut arguments,
                    conditional,
                );
            }
            _ => self.nested(&script, &Placer::Fixed(place.clone()), &mut arguments, conditional),
        }
    }

    fn file(
        &mut self,
        path: &str,
        words: Vec<String>,
        place: &Place,
        rest: Option<&(usize, Place)>,
        conditional: bool,
    ) -> bool {
        let Some(path) = self.site.paths.file(path, self.tree) else { return false };
        let Ok(source) = self.tree.text(&path) else { return false };
        let first = source.lines().line_text(source.text(), 1);
        let shell = first.starts_with("#!") && first.contains("sh") || path.extension() == "sh";
        if !shell || first.contains("python") {
            return false;
        }
        let Some(file) = self.open(&path) else { return false };
        let at = rest.map_or_else(|| place.clone(), |(_, at)| at.clone());
        let mut arguments = Arguments { words, place: Some(at), ..Arguments::default() };
        self.nested(&Script::parse(file.text(), 0), &Placer::File(&file), &mut arguments, conditional);
        true
    }

    /// Follows a script that runs as a process of its own: it keeps its working directory to itself.
    fn nested(&mut self, script: &Script, placer: &Placer<'_>, arguments: &mut Arguments, conditional: bool) {
        self.depth += 1;
        let paths = self.site.paths.clone();
        self.follow(script, placer, arguments, conditional);
        self.site.paths = paths;
        self.depth -= 1;
    }
}
