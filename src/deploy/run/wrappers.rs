//! Programs that run another program: which of their words come before its command.

/// Programs that run the command that follows, with the options of theirs that take a value.
pub(super) const TRANSPARENT: [(&str, &[&str]); 27] = [
    ("exec", &["-a"]),
    ("command", &[]),
    ("builtin", &[]),
    ("time", &[]),
    ("nohup", &[]),
    ("sudo", &["-u", "-g", "--user", "--group"]),
    ("doas", &["-u"]),
    ("tini", &["-e", "-p"]),
    ("dumb-init", &["-r", "--rewrite"]),
    ("catatonit", &[]),
    ("env", &["-u", "-C", "--chdir"]),
    ("nice", &["-n"]),
    ("ionice", &["-c", "-n"]),
    ("stdbuf", &["-o", "-e", "-i"]),
    ("xvfb-run", &[]),
    ("setsid", &[]),
    ("catchsegv", &[]),
    ("unbuffer", &[]),
    ("strace", &["-e", "-o"]),
    ("xargs", &["-n", "-I", "-P", "-L"]),
    ("op-run", &[]),
    ("tini-static", &[]),
    ("pid1", &[]),
    ("berglas", &[]),
    ("eatmydata", &[]),
    ("sfw", &[]),
    ("uvx", &["--with", "--from", "-p", "--python", "--index"]),
];

/// Programs that take so many words of their own before the command.
pub(super) const LEADING: [(&str, usize); 7] = [
    ("gosu", 1),
    ("su-exec", 1),
    ("timeout", 1),
    ("envdir", 1),
    ("chpst", 0),
    ("s6-envdir", 1),
    ("s6-setuidgid", 1),
];

/// `tool run …`: the tool, its word, and the options that take a value.
pub(super) const RUNNERS: [(&str, &str, &[&str]); 15] = [
    ("poetry", "run", &["-C", "--directory", "-P"]),
    (
        "uv",
        "run",
        &[
            "--with",
            "--extra",
            "--group",
            "--only-group",
            "--no-group",
            "-p",
            "--python",
            "--project",
            "--directory",
            "--env-file",
            "--package",
            "--index",
        ],
    ),
    ("pipenv", "run", &[]),
    ("pipx", "run", &["--spec", "--python"]),
    ("pdm", "run", &["-p"]),
    ("rye", "run", &[]),
    ("pixi", "run", &["-e"]),
    ("hatch", "run", &["-e"]),
    ("conda", "run", &["-n", "-p"]),
    ("micromamba", "run", &["-n", "-p"]),
    ("doppler", "run", &["-p", "-c"]),
    ("dotenv", "run", &["-f"]),
    ("infisical", "run", &["--env", "--path"]),
    ("coverage", "run", &["--source", "--rcfile", "--omit", "--include", "--data-file"]),
    ("aws-vault", "exec", &[]),
];

/// Wrappers that watch the process: they are kept in the command.
pub(super) const WATCHERS: [(&str, &[&str]); 5] = [
    ("newrelic-admin", &["run-program", "run-python"]),
    ("ddtrace-run", &[]),
    ("opentelemetry-instrument", &[]),
    ("elasticapm-run", &[]),
    ("scout-apm-run", &[]),
];
