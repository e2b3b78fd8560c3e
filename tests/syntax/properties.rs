//! No text makes a reader panic, and every span lies in the text, on character borders.

use gonogo::base::{RepoPath, Span};
use gonogo::syntax::directive::Directive;
use gonogo::syntax::node::Node;
use gonogo::syntax::{
    apache, caddyfile, dockerfile, dotenv, hcl, ini, json, nginx, procfile, requirements, shell, toml, yaml,
};
use proptest::prelude::*;

fn inside(text: &str, span: Span) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?} does not lie in {text:?}");
}

fn nodes(text: &str, node: &Node) {
    inside(text, node.span);
    for item in node.items() {
        nodes(text, item);
    }
    for entry in node.entries() {
        inside(text, entry.key_span);
        inside(text, entry.span());
        nodes(text, &entry.value);
    }
}

fn directives(text: &str, found: &[Directive]) {
    for directive in found {
        inside(text, directive.span);
        directives(text, directive.children());
    }
}

fn blocks(text: &str, block: &hcl::Block) {
    inside(text, block.span);
    for entry in &block.attributes {
        inside(text, entry.span());
        nodes(text, &entry.value);
    }
    for child in &block.blocks {
        blocks(text, child);
    }
}

fn check(text: &str) {
    for tree in [yaml::document(text), json::document(text), toml::document(text)] {
        match tree {
            Ok(node) => nodes(text, &node),
            Err(error) => assert!(error.offset <= text.len()),
        }
    }
    for found in [nginx::directives(text), apache::directives(text), caddyfile::directives(text)] {
        directives(text, &found);
    }
    blocks(text, &hcl::file(text));
    for command in shell::Script::parse(text, 0).commands {
        inside(text, command.span);
        for word in &command.words {
            inside(text, word.span);
            word.render(&|_| None);
        }
    }
    for stage in dockerfile::Dockerfile::parse(text).stages {
        inside(text, stage.span);
        for instruction in stage.instructions {
            inside(text, instruction.span);
            if let dockerfile::Kind::Env(pairs) = instruction.kind {
                for (word, _, _) in &pairs {
                    inside(text, word.span);
                }
            }
        }
    }
    let mut spans: Vec<Span> = dotenv::entries(text).iter().map(|entry| entry.span).collect();
    spans.extend(procfile::entries(text).iter().map(|entry| entry.span));
    spans.extend(ini::sections(text).iter().flat_map(|section| &section.entries).map(|entry| entry.span));
    for name in ["requirements.txt", "pyproject.toml", "setup.cfg", "Pipfile.lock", "environment.yml"] {
        let path = RepoPath::new(name).expect("a path");
        if let Some(Ok(found)) = requirements::read(&path, text) {
            spans.extend(found.packages.iter().map(|package| package.span));
        }
    }
    for span in spans {
        inside(text, span);
    }
}

/// Pieces that the formats give meaning to, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let text = "FROM a AS b\n¦ENV A=1 ¦RUN ¦CMD [\"x\"]¦<<EOF\n¦EOF\n¦\\\n¦\n¦ ¦\t¦\"¦'¦`¦$¦${¦}¦$(¦)¦(¦{¦[¦]¦#¦;¦&&¦||¦|¦=¦:¦- ¦a¦ü\
        ¦if ¦then ¦fi¦case ¦in ¦esac¦;;¦for ¦do ¦done¦f() {¦<¦>¦</a>¦<a>¦\\¦&a ¦*a¦<<: *a\n¦{{¦}}¦{%¦<%¦%>¦---\n¦|\n ¦,\
        ¦-r x\n¦1¦\r\n¦//¦/*¦\0¦🦀";
    let pieces: Vec<&str> = text.split('¦').collect();
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_mixture_of_syntax(text in pieces()) {
        check(&text);
    }
}

#[test]
fn long_hostile_texts_are_read_in_one_pass() {
    // Each would take minutes if a reader went back over what it has read.
    let pieces = "${a}¦{{a}} ¦if then ¦X='\n¦a \\\n¦<<E ¦$(¦f() { ¦{ a ¦[a,¦\"a\\¦- - ";
    for piece in pieces.split('¦') {
        check(&piece.repeat(20_000));
    }
}
