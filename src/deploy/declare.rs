//! What production files declare, each by the reader of its kind.

use std::sync::Arc;

use super::draft::{Build, Draft};
use super::find::Found;
use super::read::Reader;
use super::variable::overlay;
use super::{Kind, Role, Variable, judge, kubernetes, platform, terraform, units};
use crate::base::RepoPath;

impl Reader<'_> {
    /// The declarations of all production files.
    pub(super) fn drafts(&mut self, found: &[Found]) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for compose in &self.composes {
            if self.role(compose.file.path()) == Some(Role::Production) {
                drafts.extend(compose.services.iter().cloned());
            }
        }
        let mut manifests = Vec::new();
        let mut beside: Vec<(RepoPath, Vec<Variable>)> = Vec::new();
        for found in found {
            let (file, path) = (&found.file, found.file.path());
            if matches!(found.kind, Kind::Dockerfile | Kind::Compose | Kind::Ci) || found.kind.is_proxy() {
                continue;
            }
            let judged = judge::other(found.kind, file);
            let production = judged.0 == Role::Production;
            self.judged(path, found.kind, judged);
            if !production {
                continue;
            }
            match found.kind {
                Kind::Kubernetes | Kind::Helm => match kubernetes::read(Arc::clone(file)) {
                    Ok(manifest) => manifests.push(manifest),
                    Err(error) => self.problem(file, found.kind, &error),
                },
                Kind::Procfile => drafts.extend(platform::procfile(file)),
                Kind::Platform => match platform::read(file) {
                    Ok(read) => {
                        drafts.extend(read.drafts);
                        beside.push((path.parent().unwrap_or_else(RepoPath::root), read.environment));
                    }
                    Err(error) => self.problem(file, found.kind, &error),
                },
                Kind::Terraform => drafts.extend(terraform::drafts(file)),
                Kind::Systemd => drafts.extend(units::systemd(file, self.tree)),
                Kind::Supervisor => {
                    let build = self.image_that_holds(path);
                    let programs = units::supervisor(file).into_iter();
                    drafts.extend(programs.map(|draft| Draft { build: build.clone(), ..draft }));
                }
                _ => {}
            }
        }
        drafts.extend(kubernetes::drafts(&manifests));
        // What a platform's file sets holds for the Procfile beside it.
        for (folder, variables) in beside {
            let procfile = |draft: &&mut Draft| {
                draft.place.path.name().starts_with("Procfile")
                    && draft.place.path.parent().as_ref() == Some(&folder)
            };
            for draft in drafts.iter_mut().filter(procfile) {
                overlay(&mut draft.environment, variables.clone());
            }
        }
        drafts
    }

    /// The production image that a file is copied into.
    fn image_that_holds(&self, path: &RepoPath) -> Option<Build> {
        self.images.iter().filter(|image| self.role(image.path()) == Some(Role::Production)).find_map(
            |image| {
                let built = image.build(self.tree, image.target(None)?, &[], Role::Production);
                let holds = built
                    .paths
                    .copies
                    .iter()
                    .any(|(_, copied)| path.is_under(copied) && *copied != image.context);
                holds.then(|| Build {
                    context: image.context.clone(),
                    dockerfile: image.path().clone(),
                    target: None,
                    arguments: Vec::new(),
                })
            },
        )
    }
}
