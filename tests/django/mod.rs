//! What the comparison of models with migrations says, against what real Django's `makemigrations --check` says.
//!
//! `migrations.md` holds the cases. Below each heading stand the models (after the usual imports), one block of
//! operations a migration, further files under their paths, and what is expected of both sides: `change` or `none`.
//! `review` in a second line allows that the detector does not decide, with a part of the reason.

use std::fs;
use std::path::{Path, PathBuf};

use gonogo::model::Verdict;
use gonogo::scan::{Cancel, Options, scan};
use gonogo::source::Tree;
use rayon::prelude::*;
use serde::Deserialize;

use crate::support::python;

/// The least number of cases that the page promises.
const CASES: usize = 40;
/// The series of Django, each with the version that its copies pin.
const SERIES: [(&str, &str); 2] = [("4.2", "4.2.30"), ("5.2", "5.2.19")];

const MODELS: &str = "import datetime\nimport decimal\nimport uuid\n\nfrom django.conf import settings\n\
    from django.core import validators\nfrom django.db import models\n\
    from django.utils.translation import gettext_lazy as _\n\n";
const MIGRATION: &str = "import datetime\nimport decimal\nimport uuid\n\nimport django.contrib.auth.models\nimport django.core.validators\n\
    import django.db.models.deletion\nfrom django.conf import settings\nfrom django.db import migrations, models\n\n\
    import shop.models\n\nID = (\"id\", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name=\"ID\"))\n\n\n";
const SETTINGS: &str = "SECRET_KEY = 'x'\nINSTALLED_APPS = ['django.contrib.contenttypes', 'django.contrib.auth', 'shop']\n\
    DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}}\n\
    DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'\nUSE_TZ = True\n";

/// One case of the page.
struct Case {
    title: String,
    files: Vec<(String, String)>,
    /// Whether a change is expected.
    change: bool,
    /// A part of the reason for which the detector may leave it undecided.
    review: Option<String>,
}

/// What Django says.
#[derive(Deserialize)]
struct Seen {
    change: Option<bool>,
    text: String,
}

impl Case {
    fn all(page: &str) -> Vec<Self> {
        page.split("\n## ").skip(1).map(Self::read).collect()
    }

    fn read(part: &str) -> Self {
        let title = part.lines().next().expect("a heading").to_owned();
        let mut case = Self { title, files: Vec::new(), change: false, review: None };
        let mut last = String::new();
        for block in part.split("\n```").skip(1).step_by(2) {
            let (info, text) = block.split_once('\n').expect("a block");
            match info.split_once(' ').map_or(info, |(_, path)| path) {
                "models" => case.files.push(("shop/models.py".to_owned(), format!("{MODELS}{text}\n"))),
                "operations" => {
                    let number =
                        case.files.iter().filter(|(path, _)| path.contains("/migrations/")).count() + 1;
                    let needs =
                        if last.is_empty() { String::new() } else { format!("(\"shop\", \"{last}\")") };
                    last = format!("{number:04}_step");
                    let body = format!(
                        "{MIGRATION}class Migration(migrations.Migration):\n    dependencies = [{needs}]\n    operations = [\n{text}\n    ]\n"
                    );
                    case.files.push((format!("shop/migrations/{last}.py"), body));
                }
                "expected" => {
                    let mut lines = text.lines();
                    case.change = match lines.next() {
                        Some("change") => true,
                        Some("none") => false,
                        other => panic!("{}: {other:?} is expected of nobody", case.title),
                    };
                    case.review =
                        lines.next().and_then(|line| line.strip_prefix("review: ")).map(str::to_owned);
                }
                path => case.files.push((path.to_owned(), format!("{text}\n"))),
            }
        }
        assert!(part.contains("```expected"), "{}: nothing is expected", case.title);
        case
    }

    fn write(&self, root: &Path, version: &str) {
        let shared = [
            ("site_/__init__.py", String::new()),
            ("site_/settings.py", SETTINGS.to_owned()),
            ("shop/__init__.py", String::new()),
            ("shop/migrations/__init__.py", String::new()),
            ("requirements.txt", format!("Django=={version}\n")),
            (
                "manage.py",
                "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_.settings')\n".to_owned(),
            ),
        ];
        let own = self.files.iter().map(|(path, text)| (path.as_str(), text));
        for (path, text) in shared.iter().map(|(path, text)| (*path, text)).chain(own) {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
    }

    /// Where the two sides and the page disagree.
    fn complaint(&self, root: &Path, seen: &Seen) -> Option<String> {
        match seen.change {
            None => return Some(format!("Django does not judge it: {}", seen.text)),
            Some(change) if change != self.change => {
                return Some(format!("Django sees change={change}: {}", seen.text));
            }
            Some(_) => {}
        }
        let tree = Tree::work_tree(root, &[]).expect("the project");
        let report = scan(&tree, &Options::default(), &|_| {}, &Cancel::default()).expect("a report");
        let item = report.item(&"database.migrations".parse().expect("an id")).expect("the item");
        let summary = item.outcome.summary();
        let right = match item.outcome.verdict() {
            Verdict::Pass => !self.change && self.review.is_none(),
            Verdict::Fail => self.change && self.review.is_none(),
            Verdict::Review => self.review.as_ref().is_some_and(|reason| summary.contains(reason)),
            Verdict::NotApplicable => false,
        };
        (!right).then(|| format!("gonogo says {}: {summary}", item.outcome.verdict().as_str()))
    }
}

#[test]
fn models_and_migrations_differ_where_django_says_so() {
    let cases = Case::all(include_str!("migrations.md"));
    assert!(cases.len() >= CASES, "only {} cases", cases.len());
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut wrong = Vec::new();
    for (series, version) in SERIES {
        let requirements = fixtures.join(format!("fixtures/settings/django-{series}.txt"));
        let Some(environment) = python::environment(&format!("django-{series}"), &requirements) else {
            return;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let base = folder.path().canonicalize().expect("a folder");
        let roots: Vec<PathBuf> = (0..cases.len()).map(|at| base.join(format!("case{at}"))).collect();
        for (case, root) in cases.iter().zip(&roots) {
            case.write(root, version);
        }
        let input = serde_json::to_string(&roots).expect("paths");
        let output = environment.run(&fixtures.join("django/seen.py"), &input);
        let seen: Vec<Seen> = serde_json::from_str(&output).expect("what Django says");
        let found: Vec<String> = (0..cases.len())
            .into_par_iter()
            .filter_map(|at| {
                let why = cases[at].complaint(&roots[at], &seen[at])?;
                Some(format!("{} (Django {series}): {why}", cases[at].title))
            })
            .collect();
        wrong.extend(found);
    }
    assert!(wrong.is_empty(), "{} disagreements:\n{}", wrong.len(), wrong.join("\n"));
}
