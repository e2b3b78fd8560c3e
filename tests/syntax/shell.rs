//! Shell scripts as simple commands.

use gonogo::syntax::shell::{Part, Script, SimpleCommand, interpolated, words};

fn lines(text: &str) -> Vec<String> {
    Script::parse(text, 0).commands.iter().map(line).collect()
}

/// Assignments, words, and `?` where the command is conditional.
fn line(command: &SimpleCommand) -> String {
    let mut out: Vec<String> =
        command.assignments.iter().map(|a| format!("{}={}", a.name, a.value.render(&|_| None))).collect();
    out.extend(command.words.iter().map(|word| word.render(&|_| None)));
    if command.conditional {
        out.push("?".to_owned());
    }
    out.join(" ")
}

#[test]
fn splits_commands_and_minds_quotes_and_continuations() {
    let text =
        "#!/bin/sh\nset -e; A=1 B=\"x y\" cmd 'a;b' \"c\\\"d\" \\\n  --flag # comment\nfoo | bar && baz &\n";
    assert_eq!(lines(text), ["set -e", "A=1 B=x y cmd a;b c\"d --flag", "foo", "bar", "baz"]);
}

#[test]
fn knows_what_stands_under_a_condition() {
    let text = "if [ \"$X\" = 1 ]; then\n  migrate\nelse\n  other\nfi\nmain\n[ -n \"$Y\" ] && tested\na && b\nc || d\nwhile ! nc -z db; do sleep 1; done\nfor f in a b; do each; done\n";
    assert_eq!(
        lines(text),
        [
            "[ ${X} = 1 ]",
            "migrate ?",
            "other ?",
            "main",
            "[ -n ${Y} ]",
            "tested ?",
            "a",
            "b",
            "c",
            "d ?",
            "nc -z db",
            "sleep 1 ?",
            "each"
        ]
    );
}

#[test]
fn knows_the_arms_of_a_case_and_the_bodies_of_functions() {
    let text =
        "run() {\n  inside\n}\ncase \"$1\" in\n  web|api) gunicorn x ;;\n  *) exec \"$@\" ;;\nesac\nafter\n";
    let script = Script::parse(text, 0);
    assert_eq!(script.commands[0].function.as_deref(), Some("run"));
    let arm = script.commands[1].arms[0].clone();
    assert_eq!(
        (arm.subject.render(&|_| None), arm.patterns),
        ("${1}".to_owned(), vec!["web".to_owned(), "api".to_owned()])
    );
    assert_eq!(line(&script.commands[2]), "exec ${@} ?");
    assert_eq!(line(&script.commands[3]), "after");
}

#[test]
fn skips_here_documents_and_redirections() {
    let text = "cat > f <<-'EOF' 2>&1\n\tnot a command\n\tEOF\nnext >/dev/null 2>&1\n";
    assert_eq!(lines(text), ["cat", "next"]);
}

#[test]
fn renders_variables_by_value_default_or_name() {
    let word = &words("${A:-x}${B}-$C\"$D\"$(date)", 0)[0];
    let known = |name: &str| (name == "B").then(|| "b".to_owned());
    assert_eq!(word.render(&known), "xb-${C}${D}$(date)");
    assert!(!word.is_known(&known));
    assert_eq!(words("${A:-${B:-deep}}", 0)[0].render(&|_| None), "deep");
    assert_eq!(
        interpolated("a$$b ${C:?no}", true),
        [
            Part::Text("a$b ".to_owned()),
            Part::Variable { name: "C".to_owned(), operator: ":?".to_owned(), operand: "no".to_owned() }
        ]
    );
}

#[test]
fn spans_are_moved_by_the_offset() {
    let command = &Script::parse("a && bc d", 10).commands[1];
    assert_eq!((command.span.start, command.span.end), (15, 19));
}
