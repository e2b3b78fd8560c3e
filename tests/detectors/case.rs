//! One case of a literate test: files, and what is expected of them.

use gonogo::model::{ItemId, ItemReport, Verdict};
use gonogo::scan::{Cancel, Options, scan};
use gonogo::source::Tree;

/// A repository and the verdict that it must get.
pub struct Case {
    pub title: String,
    id: ItemId,
    files: Vec<(String, String)>,
    expected: Vec<(String, String)>,
}

/// A fenced block: its info string and its text.
struct Block {
    info: String,
    text: String,
}

impl Case {
    /// The cases of a page.
    pub fn read(id: &ItemId, page: &str) -> Vec<Self> {
        let mut parts = page.split("\n## ");
        let shared = files(&blocks(parts.next().expect("a page")));
        let cases: Vec<Self> = parts
            .map(|part| {
                let title = part.lines().next().expect("a heading").trim().to_owned();
                let mut blocks = blocks(part);
                let last = blocks.pop().unwrap_or_else(|| panic!("{id}, {title}: no block"));
                assert_eq!(last.info, "verdict", "{id}, {title}: the last block is the verdict");
                let mut all = files(&blocks);
                let own: Vec<String> = all.iter().map(|(path, _)| path.clone()).collect();
                all.extend(shared.iter().filter(|(path, _)| !own.contains(path)).cloned());
                Self { title, id: id.clone(), files: all, expected: expectations(&last.text) }
            })
            .collect();
        assert!(!cases.is_empty(), "{id}: the page has no case");
        cases
    }

    /// The verdict that the page expects.
    pub fn verdict(&self) -> &str {
        self.expected.first().map_or("", |(word, _)| word)
    }

    /// Judges the repository.
    pub fn report(&self) -> Result<ItemReport, String> {
        let tree = Tree::in_memory(self.files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let report = scan(&tree, &Options::default(), &|_| (), &Cancel::default())
            .map_err(|error| error.to_string())?;
        Ok(report.item(&self.id).expect("every item of the catalogue is judged").clone())
    }

    /// Where the verdict is not as expected.
    pub fn complaints(&self) -> Vec<String> {
        let report = match self.report() {
            Ok(report) => report,
            Err(error) => return vec![format!("no report: {error}")],
        };
        let outcome = &report.outcome;
        let mut wrong = Vec::new();
        let mut places = outcome.evidence().iter().map(|place| format!("{}:{}", place.path, place.line));
        let mut warnings = outcome.warnings().iter().map(|warning| warning.message.as_str());
        for (key, value) in &self.expected {
            let complaint = match key.as_str() {
                "pass" | "fail" | "na" | "review" => differs(key, outcome.verdict().as_str()),
                "summary" => lacks(value, outcome.summary()),
                "advice" => lacks(value, outcome.advice().unwrap_or_default()),
                "evidence" => differs(value, &places.next().unwrap_or_else(|| "nothing".to_owned())),
                "absence" => (!outcome.absences().iter().any(|absence| absence.what == *value))
                    .then(|| format!("no absence of '{value}' but {:?}", outcome.absences())),
                "warning" => lacks(value, warnings.next().unwrap_or("no warning")),
                other => Some(format!("the page says '{other}', which means nothing")),
            };
            wrong.extend(complaint.map(|complaint| format!("{key}: {complaint}")));
        }
        wrong.extend(warnings.map(|warning| format!("an unexpected warning: {warning}")));
        if !wrong.is_empty() {
            wrong.push(format!("it says: {}", outcome.summary()));
        }
        if outcome.verdict() == Verdict::Fail && outcome.advice().is_none() {
            wrong.push("a fail without advice".to_owned());
        }
        wrong
    }
}

fn differs(wanted: &str, got: &str) -> Option<String> {
    (wanted != got).then(|| format!("expected '{wanted}', got '{got}'"))
}

fn lacks(part: &str, text: &str) -> Option<String> {
    (!text.contains(part)).then(|| format!("expected '{part}' in '{text}'"))
}

/// The blocks that are files: the last word of the info string is the path.
fn files(blocks: &[Block]) -> Vec<(String, String)> {
    let path = |block: &Block| block.info.split_once(' ').map(|(_, path)| path.trim().to_owned());
    blocks.iter().filter_map(|block| Some((path(block)?, block.text.clone()))).collect()
}

fn blocks(part: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for line in part.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some(Block { info: info.trim().to_owned(), text: String::new() }),
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

fn expectations(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (key, value) = line.split_once(':').unwrap_or((line, ""));
            (key.trim().to_owned(), value.trim().to_owned())
        })
        .collect()
}
