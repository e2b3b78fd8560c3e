//! Dockerfiles.

use gonogo::syntax::dockerfile::{Dockerfile, Invocation, Kind};

const TEXT: &str = r#"# syntax=docker/dockerfile:1
ARG VERSION=3.12
FROM python:${VERSION}-slim AS builder
ENV A=1 B="two words" \
    # a comment inside
    C=$A
ENV OLD form of it
RUN --mount=type=cache,target=/root \
    X=1 pip install \

    -r r.txt && echo "done"

FROM builder as final
ARG BUILD
COPY --from=builder --chown=me ["src", "/app/"]
RUN <<EOF
one
two three
EOF
WORKDIR /app
VOLUME ["/data", "/x"]
EXPOSE 8000/tcp 9000
HEALTHCHECK --interval=5s CMD curl -f http://localhost/ht || exit 1
ENTRYPOINT []
CMD ["gunicorn", "a.wsgi"]
"#;

fn kinds(stage: usize) -> Vec<Kind> {
    Dockerfile::parse(TEXT).stages[stage].instructions.iter().map(|i| i.kind.clone()).collect()
}

fn commands(invocation: &Invocation) -> Vec<String> {
    let Invocation::Shell(script) = invocation else { panic!("not the shell form") };
    let text = |words: &[gonogo::syntax::shell::Word]| {
        words.iter().map(|w| w.render(&|_| None)).collect::<Vec<_>>().join(" ")
    };
    script.commands.iter().map(|command| text(&command.words)).collect()
}

#[test]
fn reads_stages_and_their_chain() {
    let file = Dockerfile::parse(TEXT);
    assert_eq!(file.globals.len(), 1);
    assert_eq!(file.stages[0].base, "python:${VERSION}-slim");
    assert_eq!(file.stage("FINAL"), Some(1));
    assert_eq!(file.chain(1), [0, 1]);
}

#[test]
fn reads_both_forms_of_env_with_their_places() {
    let kinds = kinds(0);
    let Kind::Env(pairs) = &kinds[0] else { panic!("no ENV") };
    let values: Vec<(String, String)> =
        pairs.iter().map(|(_, name, value)| (name.clone(), value.render(&|_| None))).collect();
    assert_eq!(values[1], ("B".to_owned(), "two words".to_owned()));
    assert_eq!(values[2], ("C".to_owned(), "${A}".to_owned()));
    assert_eq!(&TEXT[pairs[2].0.span.start..pairs[2].0.span.end], "C=$A");
    let Kind::Env(pairs) = &kinds[1] else { panic!("no ENV") };
    assert_eq!(pairs[0].2.render(&|_| None), "form of it");
}

#[test]
fn reads_run_with_flags_blank_lines_and_here_documents() {
    let Kind::Run(run) = &kinds(0)[2] else { panic!("no RUN") };
    assert_eq!(commands(run), ["pip install -r r.txt", "echo done"]);
    let Kind::Run(run) = &kinds(1)[2] else { panic!("no RUN") };
    assert_eq!(commands(run), ["one", "two three"]);
}

#[test]
fn reads_what_is_started_and_mounted() {
    let kinds = kinds(1);
    assert!(matches!(&kinds[1], Kind::Copy { from: Some(from), sources, target }
        if from == "builder" && sources == &["src"] && target == "/app/"));
    assert_eq!(kinds[4], Kind::Volume(vec!["/data".to_owned(), "/x".to_owned()]));
    let Kind::Healthcheck(Some(check)) = &kinds[6] else { panic!("no HEALTHCHECK") };
    assert_eq!(commands(check), ["curl -f http://localhost/ht", "exit 1"]);
    assert!(matches!(&kinds[7], Kind::Entrypoint(empty) if empty.is_empty()));
    assert!(matches!(&kinds[8], Kind::Cmd(Invocation::Exec(words)) if words.len() == 2));
}

#[test]
fn honours_another_escape_character() {
    let file = Dockerfile::parse("# escape=`\nFROM x\nRUN a `\n  b\nRUN c\\d\n");
    let Kind::Run(run) = &file.stages[0].instructions[0].kind else { panic!("no RUN") };
    assert_eq!(commands(run), ["a b"]);
    assert_eq!(file.stages[0].instructions.len(), 2);
}
