//! `gonogo dismiss`: findings of an audit.

use super::project::Project;

/// A project whose models are looked up by two fields without an index.
fn audited() -> Project {
    let project = Project::new();
    project.replace("site/settings.py", "['django.contrib.sessions']", "['django.contrib.sessions', 'shop']");
    project.write("shop/__init__.py", "");
    project.write(
        "shop/models.py",
        "from django.db import models\n\n\nclass Order(models.Model):\n    reference = \
         models.CharField(max_length=9)\n    placed = models.DateTimeField()\n",
    );
    project.write(
        "shop/views.py",
        "from .models import Order\n\n\ndef show(request, reference):\n    return \
         Order.objects.filter(reference=reference)\n\n\ndef since(request, day):\n    return \
         Order.objects.filter(placed__gte=day)\n",
    );
    project.commit("Take orders");
    project
}

/// The fingerprints and lines of the findings of the index audit.
fn findings(project: &Project) -> Vec<(String, String)> {
    let scan = project.json(&["scan", "--format", "json", "--item", "indexes"]);
    let findings = scan["items"][0]["findings"].as_array().expect("findings");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    findings
        .iter()
        .map(|one| (text(&one["fingerprint"]), format!("{}:{}", text(&one["path"]), one["line"])))
        .collect()
}

#[test]
fn findings_are_dismissed_one_by_one_until_the_item_is_done() {
    let project = audited();
    let found = findings(&project);
    assert_eq!(found.len(), 2, "{found:?}");
    let prefix = &found[0].0.rsplit(':').next().expect("a digest")[..8];
    let one = project.json(&["dismiss", prefix, "--reason", "small table", "--json"]);
    assert_eq!(one["records"][0]["fingerprint"], found[0].0.as_str());
    assert_eq!(one["records"][0]["status"], "open");
    let two = project.json(&["dismiss", "database.indexes", &found[1].1, "--reason", "rare", "--json"]);
    assert_eq!(two["records"][0]["because"], "dismissed");

    let listed = project.done(&["dismiss", "indexes", "--list"]);
    assert!(listed.contains("dismissed by Ada Example: rare"), "{listed}");
    let back = project.json(&["dismiss", "--undo", prefix, "--json"]);
    assert_eq!(
        (&back["records"][0]["after"], &back["records"][0]["status"]),
        (&serde_json::Value::Null, &"open".into())
    );
}

#[test]
fn all_findings_of_an_item_can_be_a_baseline() {
    let project = audited();
    let text = project.done(&["dismiss", "indexes", "--all", "--reason", "as we found it"]);
    assert!(text.contains("now done: every finding was dismissed"), "{text}");
    assert_eq!(project.json(&["status", "--format", "json", "indexes"])["items"][0]["because"], "dismissed");
    let again = project.run(&["dismiss", "indexes", "--all", "--reason", "another reason"]);
    assert_eq!((again.status, again.stdout.as_str()), (0, "No finding is left to dismiss.\n"), "{again}");
    assert!(!project.read("gonogo.toml").contains("another reason"), "reasons given one by one stay");
    let undone = project.done(&["dismiss", "indexes", "--all", "--undo"]);
    assert!(undone.contains("now open"), "{undone}");
}

#[test]
fn what_names_no_finding_or_several_is_refused() {
    let project = audited();
    for (arguments, expected) in [
        (["dismiss", "ffff"].as_slice(), "--reason"),
        (&["dismiss", "0000000000", "--reason", "x"], "there is no finding '0000000000'"),
        (&["dismiss", "shop/models.py:99", "--reason", "x"], "there is no finding"),
        (&["dismiss", "indexes", "--reason", "x"], "name the findings of database.indexes"),
        (&["dismiss", "indexes", "--all", "--reason", " "], "needs a reason"),
    ] {
        let run = project.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}: {run}");
        assert!(run.stderr.contains(expected), "{arguments:?}: {run}");
    }
    assert!(!project.root().join("gonogo.toml").exists());
}

#[test]
fn dismissals_of_findings_that_are_gone_are_said_everywhere_and_pruned() {
    let project = audited();
    project.done(&["dismiss", "indexes", "--all", "--reason", "as we found it"]);
    project.replace("shop/models.py", "max_length=9)", "max_length=9, db_index=True)");
    let gone = "and no longer there";
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat(&project.done(&["status"])).contains(gone));
    let warnings = project.json(&["scan", "--format", "json"])["warnings"].clone();
    assert_eq!(
        (&warnings[0]["kind"], &warnings[0]["item"]),
        (&"obsolete-dismissal".into(), &"database.indexes".into()),
        "{warnings}"
    );
    let run = project.run(&["fsck"]);
    assert!(run.status == 2 && flat(&run.stdout).contains(gone), "{run}");
    assert!(run.stdout.contains("`gonogo prune`") || run.stdout.contains("gonogo prune"), "{run}");
    project.replace("shop/models.py", "DateTimeField()", "DateTimeField(db_index=True)");
    let dry = flat(&project.done(&["prune", "-n"]));
    let fingerprints = findings_named(&dry);
    assert_eq!(fingerprints.len(), 2, "each record by its own fingerprint: {dry}");
    project.done(&["prune"]);
    assert_eq!(project.run(&["fsck"]).status, 0);
}

/// The fingerprints in `the finding FINGERPRINT is dismissed`, each once.
fn findings_named(text: &str) -> std::collections::BTreeSet<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let after = words.windows(2).filter(|pair| pair[0] == "finding").map(|pair| pair[1].to_owned());
    after.collect()
}

#[test]
fn many_findings_dismissed_for_one_reason_are_counted() {
    let project = audited();
    let fields = ["placed", "paid", "packed", "sent", "received", "returned"];
    let columns = fields.map(|field| format!("    {field} = models.DateTimeField()\n")).concat();
    let query = |field| {
        format!("\n\ndef {field}(request, day):\n    return Order.objects.filter({field}__gte=day)\n")
    };
    let queries = fields.map(query).concat();
    project.replace("shop/models.py", "    placed = models.DateTimeField()\n", &columns);
    project.write("shop/views.py", &format!("from .models import Order\n{queries}"));
    let said = project.done(&["dismiss", "indexes", "--all", "--reason", "as we found it"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("database.indexes 6 findings dismissed by Ada Example: as we found it now done:"),
        "{said}"
    );
}
