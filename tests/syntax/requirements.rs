//! Files that name Python packages.

use gonogo::base::RepoPath;
use gonogo::syntax::requirements::{Requirements, read};

fn parsed(path: &str, text: &str) -> Requirements {
    read(&RepoPath::new(path).expect("a path"), text).expect("a known file").expect("a file that parses")
}

/// Name, specifier, version, group, dev or run, and line of each package.
fn table(path: &str, text: &str) -> Vec<String> {
    parsed(path, text)
        .packages
        .iter()
        .map(|r| {
            let group = r.group.as_deref().unwrap_or("-");
            let dev = if r.dev { "dev" } else { "run" };
            format!(
                "{}|{}|{}|{group}|{dev}|{}",
                r.name,
                r.specifier,
                r.version.as_deref().unwrap_or("-"),
                r.line
            )
        })
        .collect()
}

#[test]
fn pip_files() {
    let text = "# c\nDjango==4.2.7 \\\n    --hash=sha256:aa\nzope.Interface >= 5, < 6 ; python_version < '3.12'  # c\n-r base.txt\n-c limits.txt\n-e git+https://x/y#egg=My_Pkg\n--index-url https://z\npsycopg[c,Binary]~=3.1\nx @ https://y/z.whl\n";
    let expected = [
        "django|==4.2.7|4.2.7|-|run|2",
        "zope-interface|>=5,<6|-|-|run|4",
        "my-pkg||-|-|run|7",
        "psycopg|~=3.1|-|-|run|9",
        "x||-|-|run|10",
    ];
    assert_eq!(table("requirements/prod.txt", text), expected);
    let found = parsed("requirements.txt", text);
    assert_eq!(found.includes, [("base.txt".to_owned(), false), ("limits.txt".to_owned(), true)]);
    assert_eq!(found.packages[3].extras, ["c", "binary"]);
    assert_eq!(table("requirements-dev.txt", "pytest"), ["pytest||-|-|dev|1"]);
}

#[test]
fn project_files() {
    let text = "[project]\ndependencies = [\n  \"django>=5\",\n]\n[project.optional-dependencies]\ns3 = [\"boto3\"]\n[dependency-groups]\ndev = [\"pytest==8.0\", {include-group = \"x\"}]\n[tool.poetry.dependencies]\npython = \"^3.12\"\ncelery = {version = \"^5.3\", extras = [\"redis\"]}\n[tool.poetry.group.test.dependencies]\nfactory-boy = \"*\"\n";
    let expected = [
        "django|>=5|-|-|run|3",
        "boto3||-|s3|run|6",
        "pytest|==8.0|8.0|dev|dev|8",
        "celery|^5.3|-|-|run|11",
        "factory-boy||-|test|dev|13",
    ];
    assert_eq!(table("pyproject.toml", text), expected);
    assert_eq!(
        table(
            "setup.cfg",
            "[options]\ninstall_requires =\n  Django>=3\n[options.extras_require]\ntest = pytest\n"
        ),
        ["django|>=3|-|-|run|2", "pytest||-|test|dev|5"]
    );
    assert_eq!(
        table("Pipfile", "[packages]\ndjango = \"==4.1\"\n[dev-packages]\nblack = \"*\"\n"),
        ["django|==4.1|4.1|-|run|2", "black||-|dev|dev|4"]
    );
    let text = "dependencies:\n  - python=3.12\n  - django=4.2=py_0\n  - pip:\n    - celery==5.3.0\n";
    assert_eq!(table("environment.yml", text), ["django|==4.2|4.2|-|run|3", "celery|==5.3.0|5.3.0|-|run|5"]);
}

#[test]
fn lock_files() {
    let text = "[[package]]\nname = \"Django\"\nversion = \"5.1.2\"\n[[package]]\nname = \"me\"\nversion = \"0\"\nsource = { virtual = \".\" }\n[[package]]\nname = \"pytest\"\nversion = \"8\"\ngroups = [\"dev\"]\n";
    assert_eq!(table("uv.lock", text), ["django|==5.1.2|5.1.2|-|run|2", "pytest|==8|8|dev|dev|9"]);
    assert!(parsed("uv.lock", text).packages.iter().all(|package| package.locked));
    let text = "{\"default\": {\"django\": {\"version\": \"==4.2\"}}, \"develop\": {\"x\": {}}}";
    assert_eq!(table("Pipfile.lock", text), ["django|==4.2|4.2|-|run|1", "x||-|dev|dev|1"]);
}

#[test]
fn other_files_are_not_read() {
    assert!(read(&RepoPath::new("notes.txt").unwrap(), "django").is_none());
    assert!(read(&RepoPath::new("pyproject.toml").unwrap(), "a = ").unwrap().is_err());
}
