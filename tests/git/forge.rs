//! From a remote's address to links that hold for ever.

use gonogo::base::RepoPath;
use gonogo::git::{Forge, ForgeKind};

use super::open;
use crate::support::repo::TestRepo;

const COMMIT: &str = "30bee05829c1f6467ada7da9fd1aedf52c70112f";

fn base(url: &str) -> Option<String> {
    Forge::of(url, &[]).map(|forge| forge.base().to_owned())
}

#[test]
fn every_form_of_an_address_names_the_same_page() {
    for url in [
        "https://github.com/shop/back-end",
        "https://github.com/shop/back-end.git",
        "https://github.com/shop/back-end.git/",
        "https://ada:secret@GitHub.com/shop/back-end.git",
        "https://x-access-token:ghs_secret@github.com/shop/back-end",
        "git@github.com:shop/back-end.git",
        "git@github.com:/shop/back-end.git",
        "github.com:shop/back-end",
        "ssh://git@github.com/shop/back-end.git",
        "ssh://git@ssh.github.com:443/shop/back-end.git",
        "git://github.com/shop/back-end.git",
        "git+ssh://git@github.com:22/shop/back-end.git",
    ] {
        assert_eq!(base(url).as_deref(), Some("https://github.com/shop/back-end"), "{url}");
    }
}

#[test]
fn folders_and_unknown_hosts_have_no_pages() {
    for url in [
        "",
        "/srv/git/shop.git",
        "../shop",
        "./a:b/c",
        "file:///srv/git/shop.git",
        "C:\\git\\shop",
        "c:/git/shop",
        "https://example.org/shop/back-end.git",
        "git@work:shop/back-end.git",
        "https://github.com/",
        "https://github.com/shop",
        "https://git hub.com/a/b",
        "https://github.com\u{1b}[0m/a/b",
        "ext::sh -c whatever",
    ] {
        assert_eq!(base(url), None, "{url}");
    }
}

#[test]
fn hosts_can_be_told() {
    let hosts = [("git.example.org".to_owned(), ForgeKind::GitLab), ("work".to_owned(), ForgeKind::GitHub)];
    let forge = Forge::of("https://git.example.org:8443/web/shop/api.git", &hosts).unwrap();
    assert_eq!(
        (forge.kind(), forge.base()),
        (ForgeKind::GitLab, "https://git.example.org:8443/web/shop/api")
    );
    let forge = Forge::of("ssh://git@git.example.org:2222/web/api.git", &hosts).unwrap();
    assert_eq!(forge.base(), "https://git.example.org/web/api");
    assert!(Forge::of("git@work:shop/api.git", &hosts).is_some());
    for kind in ForgeKind::ALL {
        assert_eq!(ForgeKind::parse(kind.as_str()), Some(kind));
    }
}

#[test]
fn links_are_built_as_each_forge_builds_them() {
    let path = RepoPath::new("shop/my settings#1.py").unwrap();
    let links: Vec<String> = [
        "git@github.com:a/b.git",
        "https://gitlab.example.org/a/group/b.git",
        "git@bitbucket.org:a/b.git",
        "ssh://git@bitbucket.example.org:7999/shop/b.git",
        "https://bitbucket.example.org/scm/~ada/b.git",
        "https://codeberg.org/a/b",
    ]
    .iter()
    .flat_map(|url| {
        let forge = Forge::of(url, &[]).expect("a known host");
        [
            forge.commit("abc"),
            forge.permalink("abc", &path, None),
            forge.permalink("abc", &path, Some((3, 3))),
            forge.permalink("abc", &path, Some((3, 5))),
        ]
    })
    .collect();
    let file = "shop/my%20settings%231.py";
    assert_eq!(
        links,
        [
            "https://github.com/a/b/commit/abc".to_owned(),
            format!("https://github.com/a/b/blob/abc/{file}"),
            format!("https://github.com/a/b/blob/abc/{file}#L3"),
            format!("https://github.com/a/b/blob/abc/{file}#L3-L5"),
            "https://gitlab.example.org/a/group/b/-/commit/abc".to_owned(),
            format!("https://gitlab.example.org/a/group/b/-/blob/abc/{file}"),
            format!("https://gitlab.example.org/a/group/b/-/blob/abc/{file}#L3"),
            format!("https://gitlab.example.org/a/group/b/-/blob/abc/{file}#L3-5"),
            "https://bitbucket.org/a/b/commits/abc".to_owned(),
            format!("https://bitbucket.org/a/b/src/abc/{file}"),
            format!("https://bitbucket.org/a/b/src/abc/{file}#lines-3"),
            format!("https://bitbucket.org/a/b/src/abc/{file}#lines-3:5"),
            "https://bitbucket.example.org/projects/shop/repos/b/commits/abc".to_owned(),
            format!("https://bitbucket.example.org/projects/shop/repos/b/browse/{file}?at=abc"),
            format!("https://bitbucket.example.org/projects/shop/repos/b/browse/{file}?at=abc#3"),
            format!("https://bitbucket.example.org/projects/shop/repos/b/browse/{file}?at=abc#3-5"),
            "https://bitbucket.example.org/users/ada/repos/b/commits/abc".to_owned(),
            format!("https://bitbucket.example.org/users/ada/repos/b/browse/{file}?at=abc"),
            format!("https://bitbucket.example.org/users/ada/repos/b/browse/{file}?at=abc#3"),
            format!("https://bitbucket.example.org/users/ada/repos/b/browse/{file}?at=abc#3-5"),
            "https://codeberg.org/a/b/commit/abc".to_owned(),
            format!("https://codeberg.org/a/b/src/commit/abc/{file}"),
            format!("https://codeberg.org/a/b/src/commit/abc/{file}#L3"),
            format!("https://codeberg.org/a/b/src/commit/abc/{file}#L3-L5"),
        ]
    );
}

#[test]
fn the_remote_that_the_branch_follows_goes_first() {
    let repo = TestRepo::with(&[("a", "1\n")]);
    assert_eq!(open(&repo.root()).forge(&[]), None);
    for (name, url) in
        [("backup", "/srv/backup.git"), ("fork", "git@github.com:ada/shop.git"), ("origin", "short:shop.git")]
    {
        repo.run_git(&["remote", "add", name, url]);
    }
    repo.run_git(&["config", "url.https://gitlab.com/team/.insteadOf", "short:"]);
    let git = open(&repo.root());
    let names: Vec<String> = git.remotes().unwrap().into_iter().map(|remote| remote.name).collect();
    assert_eq!(names, ["origin", "backup", "fork"]);
    let forge = git.forge(&[]).unwrap();
    assert_eq!(forge.commit(COMMIT), format!("https://gitlab.com/team/shop/-/commit/{COMMIT}"));

    repo.run_git(&["config", "branch.main.remote", "fork"]);
    repo.run_git(&["config", "branch.main.merge", "refs/heads/main"]);
    let forge = open(&repo.root()).forge(&[]).unwrap();
    assert_eq!(forge.base(), "https://github.com/ada/shop");
}
