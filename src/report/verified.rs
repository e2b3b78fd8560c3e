//! What verifying the sign-offs came to, for people and for programs.

use serde::Serialize;

use super::json::ChangedEntry;
use super::page::{Ink, Page, piece, prose};
use crate::git::Seal;
use crate::model::ItemId;
use crate::review::grounds::Changed;
use crate::review::sign::{Difference, Verification, Verified};

/// How many readings of one item are shown.
const MOST_SHOWN: usize = 6;

/// Shows the sign-offs, one after the other, each with what does not hold.
pub fn text(page: &mut Page, verification: &Verification) {
    for one in &verification.sign_offs {
        sign_off(page, one);
        page.gap();
    }
    for role in &verification.missing {
        let say = format!("No sign-off that holds is by the {role}, and the gate asks for one.");
        page.wrap(vec![piece("! ", Ink::Bad)], 2, prose(&say));
    }
    let (word, ink) = match (verification.sign_offs.is_empty(), verification.holds()) {
        (true, true) => ("There is no sign-off, and the gate asks for none.", Ink::Plain),
        (_, true) => ("Every sign-off holds.", Ink::Good),
        (_, false) => ("The sign-offs do not hold.", Ink::Bad),
    };
    page.line([piece(word, ink)]);
}

fn sign_off(page: &mut Page, one: &Verified) {
    let record = &one.sign_off;
    let (word, ink) = if one.holds() { ("holds", Ink::Good) } else { ("does not hold", Ink::Bad) };
    page.line([
        piece(format!("{}: ", record.role), Ink::Plain),
        piece(record.verdict.label(), Ink::Plain),
        piece(format!(" by {} at {}, ", record.by, record.at), Ink::Plain),
        piece(word, ink),
    ]);
    let short: String = record.commit.chars().take(12).collect();
    let indent = || vec![piece("  ", Ink::Plain)];
    page.wrap(indent(), 2, [piece(format!("commit {short}, review {}", record.digest), Ink::Dim)]);
    page.wrap(indent(), 2, [piece(seal(one), Ink::Plain)]);
    for complaint in &one.complaints {
        page.wrap(vec![piece("  ! ", Ink::Bad)], 4, prose(&complaint.to_string()));
    }
    // What a basis is the digest of says more than the digests.
    let explained = |difference: &&Difference| {
        let named = |(item, changed): &(ItemId, Vec<Changed>)| {
            difference.what == format!("basis of {item}") && !changed.is_empty()
        };
        one.grounds.iter().any(named)
    };
    let shown: Vec<&Difference> = one.differences.iter().filter(|one| !explained(one)).collect();
    if !shown.is_empty() {
        page.line([piece("  What was signed, and what is there now:", Ink::Plain)]);
    }
    for difference in shown {
        page.wrap(vec![piece("    - ", Ink::Dim)], 6, [piece(difference.to_string(), Ink::Plain)]);
    }
    for (item, changed) in &one.grounds {
        page.line([piece(format!("  What {item} rests on:"), Ink::Plain)]);
        for changed in changed.iter().take(MOST_SHOWN) {
            page.wrap(vec![piece("    - ", Ink::Dim)], 6, [piece(changed.to_string(), Ink::Plain)]);
        }
        if changed.len() > MOST_SHOWN {
            page.line([piece(format!("    and {} more", changed.len() - MOST_SHOWN), Ink::Dim)]);
        }
    }
}

/// What the signature is worth, in words.
fn seal(one: &Verified) -> String {
    match &one.seal {
        None => "unsigned: nothing proves who wrote it".to_owned(),
        Some(Seal::Vouched { key }) => {
            format!("signed with the SSH key {key}, which the allowed signers vouch for")
        }
        Some(Seal::Unvouched { key }) => {
            format!("signed with the SSH key {key}, but nobody vouches for the key")
        }
        Some(Seal::Others { key, .. }) => format!("signed with the SSH key {key} of somebody else"),
        Some(Seal::Broken { .. }) => "signed, but not this".to_owned(),
    }
}

/// The document for programs.
pub fn json(verification: &Verification) -> String {
    super::json::to_text(&Document {
        schema: "gonogo.verify/1",
        holds: verification.holds(),
        commit: verification.commit.as_deref(),
        digest: &verification.digest,
        missing: &verification.missing,
        sign_offs: verification.sign_offs.iter().map(Entry::of).collect(),
    })
}

#[derive(Serialize)]
struct Document<'v> {
    schema: &'static str,
    holds: bool,
    commit: Option<&'v str>,
    digest: &'v str,
    missing: &'v [String],
    sign_offs: Vec<Entry<'v>>,
}

#[derive(Serialize)]
struct Entry<'v> {
    role: &'v str,
    by: String,
    at: String,
    commit: &'v str,
    verdict: &'static str,
    digest: &'v str,
    holds: bool,
    signature: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'v str>,
    complaints: Vec<ComplaintEntry>,
    differences: &'v [Difference],
    grounds: Vec<GroundsEntry<'v>>,
}

#[derive(Serialize)]
struct ComplaintEntry {
    kind: &'static str,
    message: String,
}

#[derive(Serialize)]
struct GroundsEntry<'v> {
    item: &'v str,
    changed: Vec<ChangedEntry<'v>>,
}

impl<'v> Entry<'v> {
    fn of(one: &'v Verified) -> Self {
        let (signature, key) = match &one.seal {
            None => ("none", None),
            Some(Seal::Vouched { key }) => ("vouched", Some(key.as_str())),
            Some(Seal::Unvouched { key }) => ("unvouched", Some(key.as_str())),
            Some(Seal::Others { key, .. }) => ("of-another", Some(key.as_str())),
            Some(Seal::Broken { .. }) => ("broken", None),
        };
        let complaint = |one: &crate::review::sign::Complaint| ComplaintEntry {
            kind: one.as_str(),
            message: one.to_string(),
        };
        Self {
            role: &one.sign_off.role,
            by: one.sign_off.by.to_string(),
            at: one.sign_off.at.to_string(),
            commit: &one.sign_off.commit,
            verdict: one.sign_off.verdict.as_str(),
            digest: &one.sign_off.digest,
            holds: one.holds(),
            signature,
            key,
            complaints: one.complaints.iter().map(complaint).collect(),
            differences: &one.differences,
            grounds: one
                .grounds
                .iter()
                .map(|(item, all)| GroundsEntry {
                    item: item.as_str(),
                    changed: all.iter().map(ChangedEntry::new).collect(),
                })
                .collect(),
        }
    }
}
