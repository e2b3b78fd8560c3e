//! Who wrote the history.

use std::collections::HashMap;

use git2::Sort;

use super::{GitError, Repository};
use crate::model::Person;

impl Repository {
    /// The authors of the latest `limit` commits that HEAD reaches, those of most commits first, then by name.
    ///
    /// Empty before the first commit. A shallow clone names those of the commits that it has.
    ///
    /// # Errors
    /// Where the history cannot be read.
    pub fn authors(&self, limit: usize) -> Result<Vec<Person>, GitError> {
        if self.head()?.commit.is_none() {
            return Ok(Vec::new());
        }
        let repository = self.inner();
        let failed = GitError::doing("read the history");
        let mut walk = repository.revwalk().map_err(&failed)?;
        walk.set_sorting(Sort::TIME).map_err(&failed)?;
        walk.push_head().map_err(&failed)?;
        let mut commits: HashMap<Person, usize> = HashMap::new();
        for id in walk.take(limit) {
            let commit = repository.find_commit(id.map_err(&failed)?).map_err(&failed)?;
            *commits.entry(person(&commit.author())).or_default() += 1;
        }
        let mut people: Vec<(Person, usize)> = commits.into_iter().collect();
        people.sort_by(|(a, m), (b, n)| n.cmp(m).then_with(|| a.cmp(b)));
        Ok(people.into_iter().map(|(person, _)| person).collect())
    }
}

/// The person that a commit names.
pub(super) fn person(signature: &git2::Signature<'_>) -> Person {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    Person { name: text(signature.name_bytes()), email: text(signature.email_bytes()) }
}
