//! SARIF 2.1.0 logs of linters: what concerns an item, with the tool's version and commit where the log has them.

use std::path::Path;

use serde_json::Value;

use super::{Evidence, NoEvidence, rules};
use crate::base::RepoPath;
use crate::report::document::Imported;

pub(super) fn read(name: &str, text: &str, root: Option<&Path>) -> Result<Evidence, NoEvidence> {
    let log: Value = serde_json::from_str(text).map_err(|error| NoEvidence::NotSarif(error.to_string()))?;
    if log["version"] != "2.1.0" {
        return Err(NoEvidence::NotSarif("it has no `version` 2.1.0".to_owned()));
    }
    let mut evidence = Evidence::default();
    for run in log["runs"].as_array().into_iter().flatten() {
        let driver = &run["tool"]["driver"];
        let version = ["semanticVersion", "version"].iter().find_map(|key| driver[*key].as_str());
        let commit = run["versionControlProvenance"][0]["revisionId"].as_str();
        let tool = driver["name"].as_str().unwrap_or_default();
        for result in run["results"].as_array().into_iter().flatten() {
            evidence.results += 1;
            let Some(rule) = rule(run, result) else { continue };
            let message = result["message"]["text"].as_str().unwrap_or_default();
            let place = &result["locations"][0]["physicalLocation"];
            let source = place["region"]["snippet"]["text"].as_str().unwrap_or_default();
            let Some(item) = rules::item(tool, rule, &format!("{message}\n{source}")) else { continue };
            let imported = Imported {
                tool: tool.to_owned(),
                version: version.map(str::to_owned),
                commit: commit.map(str::to_owned),
                file: name.to_owned(),
                rule: rule.to_owned(),
                message: message.to_owned(),
                path: place["artifactLocation"]["uri"].as_str().and_then(|uri| path(uri, root)),
                line: place["region"]["startLine"].as_u64().and_then(|line| usize::try_from(line).ok()),
            };
            evidence.found.push((item.clone(), imported));
        }
    }
    Ok(evidence)
}

/// The rule's name: the result's own, or the one that it points to.
fn rule<'v>(run: &'v Value, result: &'v Value) -> Option<&'v str> {
    let pointed = || {
        let index = result["ruleIndex"].as_u64().or_else(|| result["rule"]["index"].as_u64())?;
        run["tool"]["driver"]["rules"][usize::try_from(index).ok()?]["id"].as_str()
    };
    result["ruleId"].as_str().or_else(|| result["rule"]["id"].as_str()).or_else(pointed)
}

/// A URI as a path of the repository; `None` outside it.
fn path(uri: &str, root: Option<&Path>) -> Option<String> {
    let decoded = decoded(uri)?;
    let relative = match decoded.strip_prefix("file://") {
        Some(absolute) => Path::new(absolute).strip_prefix(root?).ok()?.to_str()?.to_owned(),
        None if decoded.contains("://") => return None,
        None => decoded,
    };
    RepoPath::new(&relative).map(|path| path.as_str().to_owned())
}

/// `uri` with its percent-encoded bytes put back.
fn decoded(uri: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if let (b'%', [high, low, tail @ ..]) = (first, after) {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&[*high, *low]).ok()?, 16).ok()?);
            rest = tail;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_tool_version_commit_and_place() {
        let log = r#"{"version": "2.1.0", "runs": [{
            "tool": {"driver": {"name": "ruff", "version": "0.17.6"}},
            "versionControlProvenance": [{"revisionId": "3f2c1d0a"}],
            "results": [
                {"ruleId": "S105", "message": {"text": "assigned to: \"SECRET_KEY\""}, "locations": [{"physicalLocation":
                    {"artifactLocation": {"uri": "file:///srv/my%20shop/shop/settings.py"}, "region": {"startLine": 23}}}]},
                {"ruleId": "S105", "message": {"text": "assigned to: \"TOKEN\""}},
                {"message": {}}
            ]}]}"#;
        let evidence = read("ruff.sarif", log, Some(Path::new("/srv/my shop"))).unwrap();
        assert_eq!(evidence.results, 3);
        let [(item, found)] = evidence.found.as_slice() else { panic!("{evidence:?}") };
        assert_eq!(item.as_str(), "security.secret-key");
        assert_eq!((found.path.as_deref(), found.line), (Some("shop/settings.py"), Some(23)));
        assert_eq!((found.version.as_deref(), found.commit.as_deref()), (Some("0.17.6"), Some("3f2c1d0a")));
    }

    #[test]
    fn says_what_is_no_log() {
        assert!(matches!(read("x", "{\"a\": 1}", None), Err(NoEvidence::NotSarif(_))));
        assert!(matches!(read("x", "{", None), Err(NoEvidence::NotSarif(_))));
        assert_eq!(path("https://a.example/x", None), None);
        assert_eq!(path("../x", None), None);
        assert_eq!(path("a/%zz", None), None);
    }
}
