//! `gonogo settings`: what Django would see in the settings module.

use super::output::Form;
use super::{CliError, Exit, Global, Ui};
use crate::base::RepoPath;
use crate::deploy::Deployment;
use crate::django::choice;
use crate::django::{Facts, Run, Wanted};
use crate::eval::{self, Request, Settings};
use crate::report::Page;
use crate::source::Tree;
use crate::{report, scan};

/// Show the settings as Django would see them
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The settings module, dotted; default: the one that production runs with
    #[arg(long, value_name = "MODULE")]
    module: Option<String>,
    /// Read the settings with no environment variable set
    #[arg(long)]
    empty_env: bool,
    /// How to print them; the document is `gonogo.settings/1`
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Form,
    /// Only these settings
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

pub(super) fn run(args: &Args, global: &Global, ui: &Ui) -> Result<Exit, CliError> {
    let opened = scan::open(&global.folder(None), None)?;
    let settings = evaluated(args, &opened.tree)?;
    let text = |page: &mut Page| report::settings::text(page, &settings, &args.names);
    args.format.print(ui, text, || report::settings::json(&settings, &args.names))?;
    Ok(Exit::Success)
}

fn evaluated(args: &Args, tree: &Tree) -> Result<Settings, CliError> {
    let deployment = Deployment::read(tree);
    let tree = &tree.with_copies(deployment.copies.iter().cloned());
    let root = args.module.as_ref().map(|module| root_of(module, tree, &deployment)).transpose()?;
    let wanted = Wanted { settings: args.module.clone(), project: root.clone() };
    let facts = match (Facts::gather(tree, &deployment, &wanted), &args.module, root) {
        (Ok(facts), ..) => facts,
        // A module outside every project can be read all the same.
        (Err(_), Some(module), Some(root)) => {
            return Ok(eval::evaluate(&Request { path: vec![root], ..Request::new(tree, module) }));
        }
        (Err(error), ..) => return Err(CliError::usage(error.to_string())),
    };
    let empty = facts.empty_environment();
    let scenario = facts.scenarios.into_iter().next().filter(|_| !args.empty_env);
    Ok(scenario.unwrap_or(empty).into_settings(Run::AsWritten))
}

/// The folder that a module is imported from: a project's, else the shallowest that holds it.
fn root_of(module: &str, tree: &Tree, deployment: &Deployment) -> Result<RepoPath, CliError> {
    let file = module.replace('.', "/");
    let names = [format!("{file}.py"), format!("{file}/__init__.py")];
    let holds = |folder: &RepoPath| {
        names.iter().any(|name| folder.join(name).is_some_and(|path| tree.contains(&path)))
    };
    let projects = choice::projects(tree, deployment);
    if let Some(project) = projects.iter().find(|project| holds(&project.root)) {
        return Ok(project.root.clone());
    }
    let folders = tree.files().iter().filter_map(|path| {
        let folder = names.iter().find_map(|name| path.as_str().strip_suffix(name.as_str()))?;
        if folder.is_empty() { Some(RepoPath::root()) } else { RepoPath::new(folder.strip_suffix('/')?) }
    });
    folders
        .min_by_key(|folder| folder.parts().count())
        .ok_or_else(|| CliError::usage(format!("there is no module {module} in the repository")))
}
