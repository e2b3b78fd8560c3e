//! The person's own editor, told the line in the way that it understands.

use std::path::Path;

/// Editors that wait by themselves and take `+LINE FILE`.
const PLUS: [&str; 20] = [
    "vi",
    "vim",
    "nvim",
    "view",
    "gvim",
    "nano",
    "pico",
    "emacs",
    "emacsclient",
    "micro",
    "kak",
    "joe",
    "jed",
    "mg",
    "ne",
    "gedit",
    "vis",
    "elvis",
    "mcedit",
    "nvi",
];
/// Editors of windows that take `--goto FILE:LINE` and are told to wait.
const GOTO: [&str; 7] = ["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf", "positron"];
/// Editors that take `FILE:LINE`.
const COLON: [&str; 6] = ["hx", "helix", "subl", "zed", "zeditor", "lapce"];
/// Of those, the ones that return at once unless they are told to wait.
const WAITS: [&str; 4] = ["subl", "zed", "zeditor", "lapce"];
/// Editors that take `--line LINE FILE`.
const JETBRAINS: [&str; 4] = ["pycharm", "charm", "idea", "fleet"];

/// The command that opens `file` at `line` (from 1) in the editor that `setting` names, as `$EDITOR` does: a program, with
/// arguments perhaps. `None` where the setting is no command.
pub(super) fn command(setting: &str, file: &Path, line: usize) -> Option<Vec<String>> {
    let mut words = shlex::split(setting).filter(|words| !words.is_empty())?;
    let name = Path::new(&words[0]).file_stem()?.to_string_lossy().to_lowercase();
    let is = |names: &[&str]| names.contains(&name.as_str());
    let path = file.to_string_lossy().into_owned();
    let waits = |words: &[String]| words.iter().any(|word| matches!(word.as_str(), "-w" | "--wait"));
    if is(&PLUS) {
        words.extend([format!("+{line}"), path]);
    } else if is(&GOTO) {
        if !waits(&words) {
            words.push("--wait".to_owned());
        }
        words.extend(["--goto".to_owned(), format!("{path}:{line}")]);
    } else if is(&COLON) {
        if is(&WAITS) && !waits(&words) {
            words.push("--wait".to_owned());
        }
        words.push(format!("{path}:{line}"));
    } else if is(&JETBRAINS) {
        words.extend(["--line".to_owned(), line.to_string(), "--wait".to_owned(), path]);
    } else if matches!(name.as_str(), "mate" | "kate") {
        words.extend(["-l".to_owned(), line.to_string(), path]);
    } else {
        // Of an editor that is not known, only the file is sure to be understood.
        words.push(path);
    }
    Some(words)
}

/// The person's choice: the configuration, `$VISUAL`, `$EDITOR`, else `vi`, which every Unix has.
pub(super) fn choice(configured: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> String {
    let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    configured
        .map(str::to_owned)
        .or_else(|| set("VISUAL"))
        .or_else(|| set("EDITOR"))
        .unwrap_or_else(|| "vi".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(setting: &str) -> String {
        command(setting, Path::new("/r/a b.py"), 7).unwrap().join("|")
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        assert_eq!(opened("vim"), "vim|+7|/r/a b.py");
        assert_eq!(opened("/usr/bin/nvim -p"), "/usr/bin/nvim|-p|+7|/r/a b.py");
        assert_eq!(opened("emacsclient -t"), "emacsclient|-t|+7|/r/a b.py");
        assert_eq!(opened("code"), "code|--wait|--goto|/r/a b.py:7");
        assert_eq!(opened("code -w"), "code|-w|--goto|/r/a b.py:7");
        assert_eq!(opened("hx"), "hx|/r/a b.py:7");
        assert_eq!(opened("subl"), "subl|--wait|/r/a b.py:7");
        assert_eq!(opened("pycharm"), "pycharm|--line|7|--wait|/r/a b.py");
        assert_eq!(opened("kate"), "kate|-l|7|/r/a b.py");
        assert_eq!(opened("some-editor --flag"), "some-editor|--flag|/r/a b.py");
        assert_eq!(command("'unclosed", Path::new("a"), 1), None);
        assert_eq!(command(" ", Path::new("a"), 1), None);
    }

    #[test]
    fn the_variables_are_asked_in_the_usual_order() {
        let both = |name: &str| Some(if name == "VISUAL" { "code" } else { "nano" }.to_owned());
        assert_eq!(choice(None, both), "code");
        assert_eq!(choice(Some("hx"), both), "hx");
        assert_eq!(choice(None, |name| (name == "EDITOR").then(|| "nano".to_owned())), "nano");
        assert_eq!(choice(None, |_| Some(" ".to_owned())), "vi");
    }
}
