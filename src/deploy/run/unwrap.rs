//! Takes wrappers off a command: `exec gosu app poetry run python ./manage.py migrate` is `manage.py migrate`.

use super::wrappers::{LEADING, RUNNERS, TRANSPARENT, WATCHERS};

/// A command after its wrappers are gone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Unwrapped {
    /// The program, without its folder; `manage.py` for Django's commands, `sh -c` and `sh` for scripts.
    pub program: String,
    /// The program as written.
    pub path: String,
    /// The words after it.
    pub arguments: Vec<String>,
    /// Wrappers that watch the process.
    pub wrappers: Vec<String>,
    /// `env A=1 …`.
    pub environment: Vec<(String, String)>,
}

/// How many wrappers are taken off at most.
const MOST: usize = 20;

/// Takes the wrappers off `words`.
pub(crate) fn unwrap(words: &[String]) -> Unwrapped {
    let mut found = Unwrapped::default();
    let mut rest = words;
    for _ in 0..MOST {
        while let Some((name, value)) = rest.first().and_then(|word| assignment(word)) {
            found.environment.push((name.to_owned(), value.to_owned()));
            rest = &rest[1..];
        }
        let Some(first) = rest.first() else { break };
        // `${PRE_COMMAND} ./manage.py …`: a wrapper that may be empty.
        if first.starts_with("${") && first.ends_with('}') && rest.len() > 1 {
            rest = &rest[1..];
            continue;
        }
        let name = base(first);
        if let Some(words) = module_under_coverage(name, rest) {
            let inner = unwrap(&words);
            found.environment.extend(inner.environment);
            found.wrappers.extend(inner.wrappers);
            return Unwrapped { environment: found.environment, wrappers: found.wrappers, ..inner };
        }
        match step(name, rest, &mut found.wrappers) {
            Some(next) if !next.is_empty() => rest = next,
            _ => break,
        }
    }
    // `uv run -m manage …` is Python's `-m`.
    let module: Vec<String>;
    if matches!(rest.first().map(String::as_str), Some("-m" | "--module")) {
        module =
            ["python".to_owned(), "-m".to_owned()].into_iter().chain(rest[1..].iter().cloned()).collect();
        rest = &module;
    }
    let Some((first, arguments)) = rest.split_first() else { return found };
    found.path.clone_from(first);
    base(first).clone_into(&mut found.program);
    found.arguments = arguments.to_vec();
    python(&mut found);
    if matches!(found.program.as_str(), "django-admin" | "django-admin.py" | "manage.py") {
        "manage.py".clone_into(&mut found.program);
    } else if REMOTE.contains(&found.program.as_str()) {
        remote(&mut found);
    }
    found
}

/// `coverage run --module manage test`: the words as `python -m` would take them.
fn module_under_coverage(name: &str, words: &[String]) -> Option<Vec<String>> {
    if name != "coverage" || words.get(1)? != "run" {
        return None;
    }
    let at = words.iter().position(|word| word == "-m" || word == "--module")?;
    // An option behind the program is the program's own.
    let command = after_options(&words[2..], RUNNERS.iter().find(|(tool, ..)| *tool == name)?.2);
    (words.len() - command.len() == at + 1)
        .then(|| ["python", "-m"].into_iter().map(str::to_owned).chain(command.iter().cloned()).collect())
}

fn base(word: &str) -> &str {
    word.rsplit('/').next().unwrap_or(word)
}

fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (starts && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')).then_some((name, value))
}

/// One wrapper off; `None` where `name` is none.
fn step<'w>(name: &str, words: &'w [String], watchers: &mut Vec<String>) -> Option<&'w [String]> {
    let rest = &words[1..];
    if let Some((_, options)) = TRANSPARENT.iter().find(|(tool, _)| *tool == name) {
        return Some(after_options(rest, options));
    }
    if let Some((_, leading)) = LEADING.iter().find(|(tool, _)| *tool == name) {
        let rest = after_options(rest, &["-k", "-s", "--signal", "--kill-after", "-u", "-e", "-U"]);
        return rest.get(*leading..);
    }
    if name == "uv" && rest.len() > 2 && rest[0] == "tool" && rest[1] == "run" {
        return Some(after_options(&rest[2..], &["--with", "--from", "-p", "--python", "--index"]));
    }
    if let Some((_, verb, options)) = RUNNERS.iter().find(|(tool, _, _)| *tool == name) {
        let at = rest.iter().position(|word| !word.starts_with('-'))?;
        if rest[at] != *verb {
            return None;
        }
        let own = &rest[at + 1..];
        let command = after_options(own, options);
        let skipped = own.len() - command.len();
        let module = own[..skipped].iter().position(|word| matches!(word.as_str(), "-m" | "--module"));
        return Some(module.filter(|_| name == "uv").map_or(command, |at| &own[at..]));
    }
    if let Some((_, verbs)) = WATCHERS.iter().find(|(tool, _)| *tool == name) {
        let rest = match rest.first() {
            Some(verb) if verbs.contains(&verb.as_str()) => &rest[1..],
            _ if verbs.is_empty() => {
                after_options(rest, &["--traces_exporter", "--metrics_exporter", "--service_name"])
            }
            _ => return None,
        };
        watchers.push(name.to_owned());
        return Some(rest);
    }
    // Waiters and launchers that take their own words up to two dashes.
    let waits = name.starts_with("wait")
        || matches!(name, "dockerize" | "chamber" | "op" | "dotenv" | "teller" | "entr");
    if waits && let Some(at) = rest.iter().position(|word| word == "--") {
        return Some(&rest[at + 1..]);
    }
    None
}

/// What follows options; `with_value` take the next word too. Two dashes end them.
fn after_options<'w>(words: &'w [String], with_value: &[&str]) -> &'w [String] {
    let mut rest = words;
    while let Some(word) = rest.first() {
        if word == "--" {
            return &rest[1..];
        }
        if !word.starts_with('-') || word == "-" {
            break;
        }
        let used = if with_value.contains(&word.as_str()) { 2 } else { 1 };
        rest = rest.get(used..).unwrap_or_default();
    }
    rest
}

/// `python -m module`, `python file.py`.
fn python(found: &mut Unwrapped) {
    let name = found.program.as_str();
    let is_python = name
        .strip_prefix("python")
        .or_else(|| name.strip_prefix("pypy"))
        .is_some_and(|version| version.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    if !is_python {
        return;
    }
    let mut at = 0;
    while let Some(word) = found.arguments.get(at) {
        match word.as_str() {
            "-m" => {
                let Some(module) = found.arguments.get(at + 1).cloned() else { return };
                let rest = found.arguments[at + 2..].to_vec();
                match module.as_str() {
                    "django" | "manage" => "manage.py".clone_into(&mut found.program),
                    "coverage" | "newrelic.admin" => {
                        let words: Vec<String> = std::iter::once("coverage".to_owned()).chain(rest).collect();
                        *found = unwrap(&words);
                        return;
                    }
                    other if other.contains('.') => {
                        "python".clone_into(&mut found.program);
                        return;
                    }
                    other => other.clone_into(&mut found.program),
                }
                found.arguments = rest;
                return;
            }
            "-W" | "-X" => at += 2,
            "-c" => break,
            option if option.starts_with('-') => at += 1,
            file => {
                let name = base(file).to_owned();
                let program =
                    ["manage.py", "gunicorn", "uvicorn", "daphne", "celery", "hypercorn", "django-admin"]
                        .into_iter()
                        .find(|known| *known == name);
                match program {
                    Some(program) => {
                        program.clone_into(&mut found.program);
                        found.path = file.to_owned();
                        found.arguments.drain(..=at);
                    }
                    None => "python".clone_into(&mut found.program),
                }
                return;
            }
        }
    }
    "python".clone_into(&mut found.program);
}

/// Programs that run a command elsewhere, behind options that are too many to know.
const REMOTE: [&str; 15] = [
    "docker",
    "docker-compose",
    "podman",
    "podman-compose",
    "kubectl",
    "heroku",
    "fly",
    "flyctl",
    "ssh",
    "nerdctl",
    "watchmedo",
    "railway",
    "dokku",
    "eb",
    "gcloud",
];

/// Finds the Python command inside a remote one: the first word that can only be the program.
fn remote(found: &mut Unwrapped) {
    let program = |word: &String| {
        matches!(
            base(word),
            "manage.py"
                | "django-admin"
                | "gunicorn"
                | "uvicorn"
                | "daphne"
                | "celery"
                | "python"
                | "python3"
        )
    };
    let runs = found
        .arguments
        .iter()
        .any(|word| matches!(word.as_str(), "run" | "exec" | "ssh" | "console" | "enter"));
    if !(runs || found.program == "ssh" || found.program == "watchmedo") {
        return;
    }
    if let Some(at) = found.arguments.iter().position(program) {
        let words = found.arguments[at..].to_vec();
        let wrappers = std::mem::take(&mut found.wrappers);
        let environment = std::mem::take(&mut found.environment);
        *found = unwrap(&words);
        found.wrappers = wrappers;
        found.environment.splice(0..0, environment);
    } else if let Some(at) = found.arguments.iter().position(|word| matches!(base(word), "sh" | "bash")) {
        let words = found.arguments[at..].to_vec();
        *found = unwrap(&words);
    }
}

#[cfg(test)]
mod tests {
    use super::unwrap;

    fn line(command: &str) -> String {
        let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
        let found = unwrap(&words);
        let mut out = found.wrappers.iter().map(|wrapper| format!("<{wrapper}>")).collect::<Vec<_>>();
        out.extend(found.environment.iter().map(|(name, value)| format!("{name}={value}")));
        out.push(found.program);
        out.extend(found.arguments);
        out.join(" ")
    }

    #[test]
    fn every_way_to_call_django() {
        for command in [
            "python manage.py migrate",
            "./manage.py migrate",
            "python3.12 -u -W ignore src/manage.py migrate",
            "django-admin migrate",
            "python -m django migrate",
            "poetry run python manage.py migrate",
            "uv run --no-dev --env-file .env ./manage.py migrate",
            "exec gosu app python manage.py migrate",
            "sudo -u www-data -E /venv/bin/python manage.py migrate",
            "docker compose -f x.yml run --rm web python manage.py migrate",
            "docker exec -it web ./manage.py migrate",
            "coverage run --source . manage.py migrate",
            "python -m coverage run --source=. --module manage migrate",
            "wait-for-it.sh db:5432 -t 30 -- ./manage.py migrate",
            "timeout 30 nice -n 10 manage.py migrate",
        ] {
            assert_eq!(line(command), "manage.py migrate", "{command}");
        }
    }

    #[test]
    fn watchers_and_variables_are_kept() {
        assert_eq!(
            line("A=1 newrelic-admin run-program env B=2 /usr/bin/gunicorn -b :80 a.wsgi"),
            "<newrelic-admin> A=1 B=2 gunicorn -b :80 a.wsgi"
        );
        assert_eq!(line("ddtrace-run uvicorn a:b"), "<ddtrace-run> uvicorn a:b");
        assert_eq!(line("python -m celery -A x worker"), "celery -A x worker");
    }

    #[test]
    fn other_programs_stay_what_they_are() {
        assert_eq!(line("chmod +x manage.py"), "chmod +x manage.py");
        assert_eq!(line("docker build -t x ."), "docker build -t x .");
        assert_eq!(line("python scripts/x.py"), "python scripts/x.py");
        assert_eq!(line("exec"), "exec");
    }
}
