//! One scan with every kind of verdict, decision and trouble.

use gonogo::base::RepoPath;
use gonogo::catalogue::Catalogue;
use gonogo::git::Forge;
use gonogo::model::{
    Absence, Evidence, Finding, ItemId, ItemReport, Outcome, ProjectInfo, RepositoryInfo, ScanReport,
    ScanStats,
};
use gonogo::report::document::{Origin, Sources};
use gonogo::report::{Document, Scanned, document};
use gonogo::review::{Input, Review, State};

/// Decisions: one that holds, one past its date, one whose basis has changed, one against a fail, one no longer needed.
const STATE: &str = r#"
schema = 1

[items."security.allowed-hosts"]
decision = "ticked"
by = "Ada Example <ada@example.org>"
at = 2025-09-09T08:41:00Z
basis = "sha256:security.allowed-hosts"

[items."security.cookies"]
decision = "ticked"
by = "Ada Example <ada@example.org>"
at = 2025-09-09T08:41:00Z
basis = "sha256:security.cookies"

[items."security.hsts"]
decision = "waived"
by = "Ada Example <ada@example.org>"
at = 2025-09-09T08:41:00Z
basis = "sha256:security.hsts"
kind = "deferred"
reason = "the wholesale subdomain gets its certificate next week"
until = 2025-09-19
ticket = "TEA-41"

[items."database.pooling"]
decision = "waived"
by = "Ben Example <ben@example.org>"
at = 2025-09-09T08:41:00Z
basis = "sha256:database.pooling"
kind = "met-elsewhere"
reason = "PgBouncer runs on the database host"

[items."database.migrations"]
decision = "ticked"
by = "Ben Example <ben@example.org>"
at = 2025-09-09T08:41:00Z
basis = "sha256:older"
"#;

/// The scan, the decisions, and the name of the repository.
pub struct Sample {
    pub report: ScanReport,
    pub review: Review,
    pub state: State,
}

impl Sample {
    pub fn scanned<'a>(&'a self, only: Option<&'a [ItemId]>) -> Scanned<'a> {
        Scanned {
            name: "kettle-leaf",
            catalogue: Catalogue::standard(),
            report: &self.report,
            review: &self.review,
            only,
        }
    }

    /// The review document, of a repository on GitHub.
    pub fn document(&self) -> Document {
        let origin = Origin {
            tree: Some("9b1c2d3e4f5061728394a5b6c7d8e9f001122334".to_owned()),
            committed: "2025-11-21T17:03:00Z".parse().ok(),
            forge: Forge::of("git@github.com:kettle-leaf/shop.git", &[]),
            changed: vec![RepoPath::new("shop/settings/production.py").expect("a path")],
            settings_file: RepoPath::new("shop/settings/production.py"),
            ..Origin::default()
        };
        let (scanned, state) = (self.scanned(None), &self.state);
        document::make(&Sources { scanned, state, date: jiff::civil::date(2025, 11, 22), origin: &origin })
    }
}

fn place(path: &str, line: usize, column: usize, text: &str) -> Evidence {
    Evidence {
        path: RepoPath::new(path).expect("a path"),
        line,
        end_line: line + text.lines().count() - 1,
        column,
        text: text.to_owned(),
    }
}

fn outcome(id: &str) -> Outcome {
    let base = "shop/settings/base.py";
    let production = "shop/settings/production.py";
    match id {
        "security.debug" => Outcome::pass("`DEBUG` is `False`", place(base, 10, 1, "DEBUG = False")),
        "security.secret-key" => {
            let line = "SECRET_KEY = os.environ.get(\"DJANGO_SECRET_KEY\", \"kl-2f8w\")";
            Outcome::fail("`SECRET_KEY` falls back to a literal where `DJANGO_SECRET_KEY` is not set")
                .and(place(base, 9, 50, line))
                .advise("Read it without a default: `os.environ[\"DJANGO_SECRET_KEY\"]`.")
        }
        "security.cookies" => Outcome::fail("`SESSION_COOKIE_SECURE` is not set")
            .and(Absence::new("`SESSION_COOKIE_SECURE`", "the settings")),
        "security.allowed-hosts" => Outcome::review("`ALLOWED_HOSTS` names this machine only").and(place(
            base,
            11,
            1,
            "ALLOWED_HOSTS = [\"localhost\"]",
        )),
        "security.hsts" => {
            Outcome::fail("`SECURE_HSTS_PRELOAD` and `SECURE_HSTS_INCLUDE_SUBDOMAINS` are not set")
                .and(place(production, 37, 1, "SECURE_HSTS_SECONDS = 3600"))
                .warn("The seconds are an hour only.", None)
        }
        "database.pooling" => {
            Outcome::pass("`CONN_MAX_AGE` is 60", place(production, 20, 9, "        \"CONN_MAX_AGE\": 60,"))
        }
        "database.indexes" => (1..=7).fold(
            Outcome::fail("7 fields are filtered or ordered by and have no index"),
            |outcome, at| {
                outcome.find(Finding {
                    path: RepoPath::new("orders/models.py").expect("a path"),
                    line: 20 + at,
                    message: format!("`Order.field_{at}` is ordered by in `Meta.ordering` and has no index"),
                    fingerprint: format!("sha256:{at}"),
                })
            },
        ),
        "database.read-replica" => {
            Outcome::not_applicable("one database", Absence::new("a second database", "`DATABASES`"))
        }
        "api.cors" => {
            let line = "    \"django.middleware.common.CommonMiddleware\",\n    \"corsheaders.middleware.CorsMiddleware\",";
            let middleware = place(base, 29, 5, line);
            Outcome::pass(
                "one origin is admitted",
                place(base, 90, 1, "CORS_ALLOWED_ORIGINS = [\"https://a.example\"]"),
            )
            .warn("`CorsMiddleware` stands below `CommonMiddleware`.", Some(&middleware))
        }
        "api.schema" => {
            Outcome::review("hostile \u{1b}[31m\u{202e} text").and(place("a\u{7}.py", 1, 1, "x\u{1b}]0;y"))
        }
        _ => Outcome::review("not detected yet"),
    }
}

/// The scan on 22 November 2025, with or without the decisions.
pub fn sample(decided: bool) -> Sample {
    let catalogue = Catalogue::standard();
    let items: Vec<ItemReport> = catalogue
        .order()
        .map(|id| ItemReport {
            id: id.clone(),
            outcome: outcome(id.as_str()),
            basis: format!("sha256:{id}"),
            readings: Vec::new(),
        })
        .collect();
    let report = ScanReport {
        repository: RepositoryInfo {
            commit: Some("3f2c1d0a5b6978685746352413029f8e7d6c5b4a".to_owned()),
            branch: Some("main".to_owned()),
            dirty: true,
        },
        project: ProjectInfo {
            root: RepoPath::root(),
            settings_module: "shop.settings.production".to_owned(),
            settings_reason: "Dockerfile:4 sets DJANGO_SETTINGS_MODULE".to_owned(),
            other_modules: vec!["shop.settings.development".to_owned()],
            django: Some("5.2".to_owned()),
        },
        items,
        stats: ScanStats {
            files: 71,
            python_files: 41,
            parsed: 40,
            failed: vec![(RepoPath::new("old/py2.py").expect("a path"), "line 3: not Python 3".to_owned())],
            elapsed_ms: 12,
        },
    };
    let state = State::parse(if decided { STATE } else { "" }).expect("the state");
    let review = Review::new(&Input::new(catalogue, &report.items, &state, jiff::civil::date(2025, 11, 22)));
    Sample { report, review, state }
}
