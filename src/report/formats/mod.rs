//! The formats of a review, one file each: functions from [`Document`] to text, and nothing else.

mod badge;
mod csv;
mod cyclonedx;
mod escape;
mod github;
mod gitlab;
mod html;
mod in_toto;
mod junit;
mod markdown;
mod place;
mod sarif;
mod summary;
mod text;
mod words;

use super::document::Document;

/// A format of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people, plain text.
    Text,
    /// The sign-off report as Markdown.
    Markdown,
    /// The sign-off report as one HTML file.
    Html,
    /// The review document itself.
    Json,
    /// SARIF 2.1.0, every item.
    Sarif,
    /// SARIF 2.1.0 as GitHub code scanning wants it.
    SarifGithub,
    /// JUnit XML.
    Junit,
    /// GitLab's Code Quality report.
    Gitlab,
    /// Annotations of GitHub Actions.
    Github,
    /// The summary of a GitHub Actions step.
    GithubSummary,
    /// A table for spreadsheets.
    Csv,
    /// A badge as SVG.
    Badge,
    /// A badge for shields.io's endpoint.
    BadgeJson,
    /// An in-toto statement.
    InToto,
    /// `CycloneDX` attestations.
    CycloneDx,
}

/// Why a document cannot be written in a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A statement on a commit needs one.
    #[error("{format} makes a statement on a commit, and there is none yet; commit first")]
    NoCommit {
        /// The format's word.
        format: &'static str,
    },
    /// A statement on a commit would not be true.
    #[error(
        "{format} makes a statement on a commit, and the work tree that was read differs from it; commit first, or name \
         a commit with `--rev`"
    )]
    Dirty {
        /// The format's word.
        format: &'static str,
    },
    /// The program is broken: a template does not fit the document.
    #[error("{format} could not be written ({message}); report the defect")]
    Broken {
        /// The format's word.
        format: &'static str,
        /// What went wrong.
        message: String,
    },
}

impl Format {
    /// Every format, in the order in which people are told of them.
    pub const ALL: [Self; 15] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Json,
        Self::Sarif,
        Self::SarifGithub,
        Self::Junit,
        Self::Gitlab,
        Self::Github,
        Self::GithubSummary,
        Self::Csv,
        Self::Badge,
        Self::BadgeJson,
        Self::InToto,
        Self::CycloneDx,
    ];

    /// The word of the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::SarifGithub => "sarif-github",
            Self::Junit => "junit",
            Self::Gitlab => "gitlab",
            Self::Github => "github",
            Self::GithubSummary => "github-summary",
            Self::Csv => "csv",
            Self::Badge => "badge",
            Self::BadgeJson => "badge-json",
            Self::InToto => "in-toto",
            Self::CycloneDx => "cyclonedx",
        }
    }

    /// What it is, for the help.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Text => "the review for people, plain text",
            Self::Markdown => "the sign-off report, for an issue, a wiki or a release",
            Self::Html => "the sign-off report as one file for a browser or for printing",
            Self::Json => "the review document, gonogo.review/1: what every other format is made from",
            Self::Sarif => "SARIF 2.1.0 with every item, passes and waivers included",
            Self::SarifGithub => "SARIF 2.1.0 with what is open, for GitHub code scanning",
            Self::Junit => "JUnit XML: a suite a section, a case an item",
            Self::Gitlab => "GitLab's Code Quality report",
            Self::Github => "annotations of GitHub Actions",
            Self::GithubSummary => "Markdown for $GITHUB_STEP_SUMMARY or a comment",
            Self::Csv => "a row an item, for spreadsheets",
            Self::Badge => "a badge as SVG",
            Self::BadgeJson => "a badge for shields.io's endpoint",
            Self::InToto => "an in-toto statement (test-result/v0.1) on the commit",
            Self::CycloneDx => "CycloneDX 1.6 attestations on the commit",
        }
    }

    /// The format that `word` names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }
}

/// `document` in `format`: the same bytes for the same document, wherever and whenever.
///
/// # Errors
/// Where the format makes a statement on a commit and the document is of none.
pub fn render(document: &Document, format: Format) -> Result<String, Unfit> {
    Ok(match format {
        Format::Text => text::render(document),
        Format::Markdown => markdown::render(document),
        Format::Html => html::render(document)
            .map_err(|error| Unfit::Broken { format: format.as_str(), message: error.to_string() })?,
        Format::Json => super::json::to_text(document),
        Format::Sarif => sarif::render(document, sarif::Profile::Whole),
        Format::SarifGithub => sarif::render(document, sarif::Profile::GitHub),
        Format::Junit => junit::render(document)
            .map_err(|error| Unfit::Broken { format: format.as_str(), message: error.to_string() })?,
        Format::Gitlab => gitlab::render(document),
        Format::Github => github::render(document),
        Format::GithubSummary => summary::render(document),
        Format::Csv => csv::render(document),
        Format::Badge => badge::svg(document),
        Format::BadgeJson => badge::endpoint(document),
        Format::InToto => in_toto::render(document, &statement_on(document, format)?),
        Format::CycloneDx => cyclonedx::render(document, &statement_on(document, format)?),
    })
}

/// The commit that a statement can truthfully be made on.
fn statement_on(document: &Document, format: Format) -> Result<String, Unfit> {
    let format = format.as_str();
    match &document.repository.commit {
        None => Err(Unfit::NoCommit { format }),
        Some(_) if document.repository.dirty => Err(Unfit::Dirty { format }),
        Some(commit) => Ok(commit.clone()),
    }
}
