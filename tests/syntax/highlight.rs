//! The colours of excerpts, language by language.

use std::fmt::Write as _;

use gonogo::base::RepoPath;
use gonogo::syntax::highlight::{Token, highlight};
use proptest::prelude::*;

fn at(path: &str) -> RepoPath {
    RepoPath::new(path).expect("a path")
}

/// The pieces with a letter for their kind: `k:if n:60`.
fn shown(path: &str, text: &str) -> String {
    let mut line = String::new();
    for (span, token) in highlight(&at(path), text) {
        let letter = match token {
            Token::Keyword => 'k',
            Token::String => 's',
            Token::Number => '1',
            Token::Comment => '#',
            Token::Name => 'n',
            Token::Operator => 'o',
            Token::Punctuation => continue,
        };
        write!(line, "{letter}:{} ", &text[span.start..span.end]).expect("written");
    }
    line.trim_end().to_owned()
}

#[test]
fn python() {
    assert_eq!(
        shown(
            "a.py",
            "DEBUG = env('D', default=False)  # why\nclass A(B): type = match(x)\nmatch x: case 1: pass"
        ),
        "n:DEBUG o:= s:'D' n:default o:= 1:False #:# why k:class n:A n:type o:= k:match 1:1 k:pass"
    );
    assert_eq!(shown("a.pyi", "f'a{b!r:>3}c' + 1e3"), "s:f' s:a o:! s:>3 s:c s:' o:+ 1:1e3");
}

#[test]
fn yaml_and_json() {
    assert_eq!(
        shown(
            "ci.yml",
            "on: push\nenv:\n  - DEBUG: \"1\"  # why\n    url: http://a:80/#b\n    n: [1, true, x]\n"
        ),
        "n:on n:env n:DEBUG s:\"1\" #:# why n:url n:n 1:1 1:true"
    );
    assert_eq!(shown("a.json", "{\"a\": \"b\", \"c\": null}"), "n:\"a\" s:\"b\" n:\"c\" 1:null");
}

#[test]
fn files_of_keys_and_values() {
    assert_eq!(
        shown("pyproject.toml", "# x\n[tool.a]\nb = \"c#d\" # e\nf = [1, true]\n"),
        "#:# x k:[tool.a] n:b o:= s:\"c#d\" #:# e n:f o:= 1:1 1:true"
    );
    assert_eq!(shown(".env.prod", "export A=$B\nC='d'\n"), "k:export n:A o:= n:$B n:C o:= s:'d'");
    assert_eq!(shown("deploy/app.service", "[Service]\nUser = web"), "k:[Service] n:User o:=");
}

#[test]
fn dockerfiles_and_shells() {
    assert_eq!(
        shown(
            "Dockerfile.prod",
            "FROM python:3.12 AS base\n# why\nENV A=1\nRUN pip install --no-cache \\\n  x \"$Y\"\n"
        ),
        "k:FROM k:AS #:# why k:ENV n:A o:= 1:1 k:RUN n:--no-cache o:\\ s:\"$Y\""
    );
    assert_eq!(
        shown("run.sh", "if [ -n \"$A\" ]; then exec gunicorn -w 4 app#1; fi # x"),
        "k:if n:-n s:\"$A\" o:; k:then k:exec n:-w 1:4 o:; k:fi #:# x"
    );
    assert_eq!(shown("Procfile", "web: gunicorn a.wsgi"), "n:web:");
}

#[test]
fn proxies() {
    assert_eq!(
        shown(
            "nginx/default.conf.template",
            "server {\n  listen 80; # x\n  add_header A \"b\" always;\n  set $x off;\n}"
        ),
        "k:server k:listen 1:80 #:# x k:add_header s:\"b\" k:set n:$x 1:off"
    );
}

#[test]
fn templates() {
    assert_eq!(
        shown(
            "a.html",
            "{# c #}<a href=\"/{{ url }}/\" id=x>{% if a.b|length > 3 %}é {{ c|d:\"e\" }}{% endif %}</a><!-- x -->"
        ),
        "#:{# c #} k:a n:href o:= s:\" s:/ n:url s:/\" n:id o:= n:x k:if n:a.b o:| n:length o:> 1:3 n:c o:| n:d s:\"e\" k:endif \
         k:a #:<!-- x -->"
    );
}

#[test]
fn a_file_of_no_known_language_has_no_colours() {
    assert!(highlight(&at("README"), "if 1: 'a'").is_empty());
}

const NAMES: [&str; 10] =
    ["a.py", "a.yml", "a.toml", "a.ini", ".env", "Dockerfile", "nginx.conf", "a.html", "a.sh", "Caddyfile"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_are_in_order_inside_and_whole(
        text in prop_oneof![
            any::<String>(),
            "([a-z0-9é界 \\n\\r\\t\"'#$%&(){}<>=:;,!|\\[\\]/*~^\\\\-]|\\{\\{|\\{%|%\\}|<!--|\\$\\{|f\"|\"\"\"){0,60}"
        ],
        name in prop::sample::select(NAMES.to_vec()),
    ) {
        let mut end = 0;
        for (span, _) in highlight(&at(name), &text) {
            prop_assert!(span.start >= end && span.end > span.start, "{:?} after {}", span, end);
            prop_assert!(text.get(span.start..span.end).is_some());
            end = span.end;
        }
    }
}
