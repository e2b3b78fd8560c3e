//! Links into a forge that hold for ever: a commit, a file at a commit, lines of it.

use std::fmt::Write as _;

use crate::base::RepoPath;
use crate::base::path::percent_encoded;

/// How a forge builds its addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgeKind {
    /// github.com and GitHub Enterprise.
    GitHub,
    /// gitlab.com and GitLab of one's own.
    GitLab,
    /// bitbucket.org.
    Bitbucket,
    /// Bitbucket Data Center, which people run themselves.
    BitbucketServer,
    /// Forgejo and Gitea: codeberg.org, gitea.com and many others.
    Forgejo,
}

/// A repository on a forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forge {
    kind: ForgeKind,
    base: String,
}

impl ForgeKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::GitHub, Self::GitLab, Self::Bitbucket, Self::BitbucketServer, Self::Forgejo];

    /// The word in configuration and flags.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::Bitbucket => "bitbucket",
            Self::BitbucketServer => "bitbucket-server",
            Self::Forgejo => "forgejo",
        }
    }

    /// The kind that `word` names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What the name of `host` says of its forge. Who runs a forge of their own mostly names the host after it.
    fn of_host(host: &str) -> Option<Self> {
        let named = |word: &str| host.split(['.', '-']).any(|part| part == word);
        match host {
            "github.com" => Some(Self::GitHub),
            "gitlab.com" => Some(Self::GitLab),
            "bitbucket.org" => Some(Self::Bitbucket),
            "codeberg.org" => Some(Self::Forgejo),
            _ if named("github") || host.ends_with(".ghe.com") => Some(Self::GitHub),
            _ if named("gitlab") => Some(Self::GitLab),
            _ if named("bitbucket") => Some(Self::BitbucketServer),
            _ if named("gitea") || named("forgejo") => Some(Self::Forgejo),
            _ => None,
        }
    }
}

impl Forge {
    /// The repository that the remote address `url` names, in any form that git takes: `https://`, `ssh://`, `git://` or
    /// `user@host:path`. `hosts` says which forge runs on hosts whose name does not tell, and goes first.
    ///
    /// `None` for folders of the disk and for hosts that are not known. Names and passwords in the address are dropped.
    pub fn of(url: &str, hosts: &[(String, ForgeKind)]) -> Option<Self> {
        let Address { scheme, host, port, path } = Address::read(url)?;
        let told = hosts.iter().find(|(name, _)| name.eq_ignore_ascii_case(&host)).map(|(_, kind)| *kind);
        let kind = told.or_else(|| ForgeKind::of_host(&host))?;
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
        let path = match kind {
            ForgeKind::BitbucketServer => server_path(path)?,
            _ if path.contains('/') => percent_encoded(path),
            _ => return None,
        };
        Some(Self { kind, base: format!("{scheme}://{host}{port}/{path}") })
    }

    /// How it builds its addresses.
    pub const fn kind(&self) -> ForgeKind {
        self.kind
    }

    /// The address of the repository's page, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The address of the commit with the full hash `commit`.
    pub fn commit(&self, commit: &str) -> String {
        let base = &self.base;
        match self.kind {
            ForgeKind::GitHub | ForgeKind::Forgejo => format!("{base}/commit/{commit}"),
            ForgeKind::GitLab => format!("{base}/-/commit/{commit}"),
            ForgeKind::Bitbucket | ForgeKind::BitbucketServer => format!("{base}/commits/{commit}"),
        }
    }

    /// The address of `path` at the commit with the full hash `commit`; with `lines` (first and last, from 1), of these.
    pub fn permalink(&self, commit: &str, path: &RepoPath, lines: Option<(usize, usize)>) -> String {
        let (base, path) = (&self.base, percent_encoded(path.as_str()));
        let mut link = match self.kind {
            ForgeKind::GitHub => format!("{base}/blob/{commit}/{path}"),
            ForgeKind::GitLab => format!("{base}/-/blob/{commit}/{path}"),
            ForgeKind::Bitbucket => format!("{base}/src/{commit}/{path}"),
            ForgeKind::BitbucketServer => format!("{base}/browse/{path}?at={commit}"),
            ForgeKind::Forgejo => format!("{base}/src/commit/{commit}/{path}"),
        };
        let Some((first, last)) = lines else { return link };
        let (start, between) = match self.kind {
            ForgeKind::GitHub | ForgeKind::Forgejo => ("#L", "-L"),
            ForgeKind::GitLab => ("#L", "-"),
            ForgeKind::Bitbucket => ("#lines-", ":"),
            ForgeKind::BitbucketServer => ("#", "-"),
        };
        let _ = write!(link, "{start}{first}");
        if last > first {
            let _ = write!(link, "{between}{last}");
        }
        link
    }
}

/// The parts of a remote's address.
struct Address {
    /// Of the forge's pages: `https`, or `http` where the remote says so.
    scheme: &'static str,
    host: String,
    /// Of the forge's pages, with its colon; empty for the usual one.
    port: String,
    path: String,
}

impl Address {
    fn read(url: &str) -> Option<Self> {
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("scp".to_owned(), url),
        };
        let (authority, path) = match scheme.as_str() {
            // A one-letter host is a drive of Windows; a slash before the colon makes it a path.
            "scp" => {
                rest.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains(['/', '\\']))?
            }
            "https" | "http" | "ssh" | "git" | "git+ssh" | "ssh+git" => rest.split_once('/')?,
            _ => return None,
        };
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match host.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, port),
            _ => (host, ""),
        };
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '[' | ']' | ':');
        if host.is_empty() || !host.chars().all(is_host) {
            return None;
        }
        let web = matches!(scheme.as_str(), "http" | "https");
        Some(Self {
            scheme: if scheme == "http" { "http" } else { "https" },
            host: match host.to_ascii_lowercase().as_str() {
                // The hosts that take SSH on the port of HTTPS.
                "ssh.github.com" => "github.com".to_owned(),
                "altssh.gitlab.com" => "gitlab.com".to_owned(),
                "altssh.bitbucket.org" => "bitbucket.org".to_owned(),
                host => host.to_owned(),
            },
            // The port of SSH says nothing of the pages.
            port: if web && !port.is_empty() { format!(":{port}") } else { String::new() },
            path: path.to_owned(),
        })
    }
}

/// Where Bitbucket Data Center shows what it hands out as `scm/KEY/name` or `KEY/name`; `~user` for people's own.
fn server_path(path: &str) -> Option<String> {
    let path = path.strip_prefix("scm/").unwrap_or(path);
    let (owner, name) = path.split_once('/').filter(|(_, name)| !name.contains('/'))?;
    let (folder, owner) = owner.strip_prefix('~').map_or(("projects", owner), |user| ("users", user));
    Some(format!("{folder}/{}/repos/{}", percent_encoded(owner), percent_encoded(name)))
}
