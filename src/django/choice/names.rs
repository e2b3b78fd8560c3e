//! What the name of a settings module says of its purpose.

use std::sync::LazyLock;

/// What a settings module is for, as far as its name or docstring tells. Ordered: the earlier, the more it is what
/// production runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    /// Named production, prod, live, …
    Production,
    /// Its docstring says that it is production's.
    Documented,
    /// A Dockerfile has the same suffix: `Dockerfile.<name>`.
    Image,
    /// Named after a hosting platform.
    Platform,
    /// Nothing special: base, common, settings, staging.
    Neutral,
    /// For development, tests or pipelines.
    Development,
}

#[derive(serde::Deserialize)]
struct Words {
    development: Vec<String>,
    production: Vec<String>,
    platforms: Vec<String>,
    base: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/django/settings_modules.toml"))
        .expect("the lists of names are checked by a test")
});

/// The words of a name, lower case: `local_settings` is `local` and `settings`.
fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(['_', '-', '.']).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn has_word(name: &str, list: &[String]) -> bool {
    words(name).any(|word| list.contains(&word))
}

/// What the last part of a dotted module name says, or an earlier one that says `tests`.
pub(super) fn purpose_of_name(module: &str, images: &[String]) -> Purpose {
    let (folders, name) = module.rsplit_once('.').unwrap_or(("", module));
    if has_word(name, &WORDS.development)
        || folders.split('.').any(|folder| matches!(folder, "test" | "tests" | "testing"))
    {
        Purpose::Development
    } else if has_word(name, &WORDS.production) {
        Purpose::Production
    } else if words(name).any(|word| images.contains(&word)) && !is_base(name) {
        Purpose::Image
    } else if has_word(name, &WORDS.platforms) {
        Purpose::Platform
    } else {
        Purpose::Neutral
    }
}

/// Whether every word of the name says "what the others build on".
pub(super) fn is_base(name: &str) -> bool {
    words(name).all(|word| WORDS.base.contains(&word))
}

/// Whether the first sentence of a docstring says that the module is production's, and nobody else's.
pub(super) fn documents_production(docstring: &str) -> bool {
    let first = docstring.trim().split("\n\n").next().unwrap_or_default().to_lowercase();
    let said: Vec<&str> = first.split(|c: char| !c.is_alphanumeric()).collect();
    let any = |list: &[&str]| said.iter().any(|word| list.contains(word));
    any(&["production", "prod"])
        && !any(&[
            "not",
            "unsuitable",
            "development",
            "dev",
            "local",
            "test",
            "tests",
            "testing",
            "base",
            "common",
            "shared",
            "staging",
            "both",
            "all",
            "every",
            "except",
            "non",
        ])
}

/// The names that Dockerfiles carry beside the word itself: `cabotage` of `Dockerfile.cabotage` and
/// `cabotage.Dockerfile`.
pub(super) fn image_name(file: &str) -> Option<String> {
    let lower = file.to_lowercase();
    let name = lower
        .strip_prefix("dockerfile.")
        .or_else(|| lower.strip_prefix("dockerfile-"))
        .or_else(|| lower.strip_suffix(".dockerfile"))?;
    (!has_word(name, &WORDS.development)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_module_is_for() {
        let images = ["cabotage".to_owned()];
        for (module, purpose) in [
            ("config.settings.production", Purpose::Production),
            ("config.settings.prod_eu", Purpose::Production),
            ("config.settings_live", Purpose::Production),
            ("config.settings.local", Purpose::Development),
            ("config.settings.production_test", Purpose::Development),
            ("saleor.tests.settings", Purpose::Development),
            ("config.settings.clever-cloud", Purpose::Platform),
            ("config.settings.cabotage", Purpose::Image),
            ("config.settings.base", Purpose::Neutral),
            ("config.settings.staging", Purpose::Neutral),
            ("latest.settings", Purpose::Neutral),
        ] {
            assert_eq!(purpose_of_name(module, &images), purpose, "{module}");
        }
    }

    #[test]
    fn a_docstring_names_production_and_nothing_else() {
        assert!(documents_production("Django settings for the cabotage production deployment."));
        assert!(!documents_production("Base settings for development and production."));
        assert!(!documents_production("Settings that are not for production"));
        assert!(!documents_production("Django settings for mysite.\n\nSee the production checklist."));
    }

    #[test]
    fn a_dockerfile_names_its_purpose() {
        assert_eq!(image_name("Dockerfile.cabotage"), Some("cabotage".to_owned()));
        assert_eq!(image_name("web.Dockerfile"), Some("web".to_owned()));
        assert_eq!(image_name("Dockerfile.dev"), None);
        assert_eq!(image_name("Dockerfile"), None);
    }
}
