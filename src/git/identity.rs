//! Who sits at the keyboard, as git knows them.

use super::Repository;
use crate::model::Person;

impl Repository {
    /// The person that git would write into a commit: `GIT_AUTHOR_NAME` and `GIT_AUTHOR_EMAIL`, else `author.name` and
    /// `author.email`, else `user.name` and `user.email` of git's configuration (system, user, repository, worktree),
    /// else `EMAIL` for the address.
    ///
    /// `None` where no name is set: gonogo asks then, and does not guess from the login name as git does.
    /// `variable` looks an environment variable up.
    pub fn identity(&self, variable: impl Fn(&str) -> Option<String>) -> Option<Person> {
        let configuration = self.inner().config().and_then(|mut configuration| configuration.snapshot()).ok();
        identity(variable, |key| configuration.as_ref()?.get_string(key).ok())
    }
}

fn identity(
    variable: impl Fn(&str) -> Option<String>,
    configured: impl Fn(&str) -> Option<String>,
) -> Option<Person> {
    let first = |names: [Option<String>; 4]| {
        names.into_iter().flatten().map(|text| tidy(&text)).find(|text| !text.is_empty())
    };
    let name =
        first([variable("GIT_AUTHOR_NAME"), configured("author.name"), configured("user.name"), None])?;
    let email = first([
        variable("GIT_AUTHOR_EMAIL"),
        configured("author.email"),
        configured("user.email"),
        variable("EMAIL"),
    ]);
    Some(Person { name, email: email.unwrap_or_default() })
}

/// Without what git leaves out of names as well: angle brackets and control characters.
fn tidy(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '<' | '>') && !c.is_control()).collect();
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)], configuration: &[(&str, &str)]) -> Option<String> {
        let look = |pairs: &[(&str, &str)], key: &str| {
            pairs.iter().find(|(name, _)| *name == key).map(|(_, value)| (*value).to_owned())
        };
        identity(|key| look(variables, key), |key| look(configuration, key)).map(|person| person.to_string())
    }

    #[test]
    fn the_environment_comes_before_the_configuration() {
        let configuration = [("user.name", "Ada"), ("user.email", "ada@example.org")];
        assert_eq!(from(&[], &configuration).as_deref(), Some("Ada <ada@example.org>"));
        assert_eq!(
            from(&[("GIT_AUTHOR_NAME", "Grace")], &configuration).as_deref(),
            Some("Grace <ada@example.org>")
        );
        assert_eq!(
            from(&[("GIT_AUTHOR_NAME", " ")], &configuration).as_deref(),
            Some("Ada <ada@example.org>")
        );
    }

    #[test]
    fn nobody_is_not_guessed_and_nothing_is_smuggled_in() {
        assert_eq!(from(&[("EMAIL", "ada@example.org")], &[]), None);
        assert_eq!(
            from(&[("EMAIL", "ada@example.org")], &[("user.name", "Ada")]).as_deref(),
            Some("Ada <ada@example.org>")
        );
        assert_eq!(from(&[], &[("user.name", "A<d>a\u{1b}[0m\n")]).as_deref(), Some("Ada[0m"));
    }
}
