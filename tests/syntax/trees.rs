//! YAML, JSON and TOML as one tree.

use gonogo::syntax::node::Node;
use gonogo::syntax::{json, toml, yaml};

fn under<'t>(text: &'t str, node: &Node) -> &'t str {
    &text[node.span.start..node.span.end]
}

#[test]
fn yaml_keeps_the_text_and_the_place_of_scalars() {
    let text = "on: push\nports:\n  - 22:22\n  - \"0x10\"\nempty:\nü: [a, {b: c}]\n";
    let root = yaml::document(text).unwrap();
    assert_eq!(root.text_at("on"), Some("push"));
    let ports = root.get("ports").unwrap();
    assert_eq!(ports.items()[0].text(), Some("22:22"));
    assert_eq!(under(text, &ports.items()[1]), "\"0x10\"");
    assert!(root.get("empty").unwrap().is_null());
    assert_eq!(under(text, root.get("ü").unwrap()), "[a, {b: c}]");
    assert_eq!(root.get("ü").unwrap().items()[1].text_at("b"), Some("c"));
}

#[test]
fn yaml_merges_anchors_and_lets_explicit_keys_win() {
    let text = "x: &base\n  A: 1\n  B: 2\ny:\n  <<: *base\n  B: 3\nz:\n  <<: [*base, {C: 4}]\n";
    let root = yaml::document(text).unwrap();
    let y = root.get("y").unwrap();
    assert_eq!((y.text_at("A"), y.text_at("B")), (Some("1"), Some("3")));
    assert_eq!(root.at(&["z", "C"]).unwrap().text(), Some("4"));
    assert_eq!(under(text, y.get("A").unwrap()), "1", "a merged value stands where the anchor is");
}

#[test]
fn yaml_reads_several_documents_and_folds_block_scalars() {
    let documents = yaml::documents("a: 1\n---\nrun: |\n  one\n  two\n---\n").unwrap();
    assert_eq!(documents[1].text_at("run"), Some("one\ntwo\n"));
}

#[test]
fn a_helm_template_is_called_one() {
    let text = "metadata:\n  name: {{ include \"x\" . }}\n  {{- with .Values.a }}\n";
    assert!(yaml::document(text).unwrap_err().message.contains("template"));
    assert!(yaml::document("if: ${{ github.ref == 'x' }}\n").is_ok());
}

#[test]
fn a_billion_laughs_end_in_an_error() {
    let mut lines = vec!["a0: &a0 [x, x, x, x, x, x, x, x, x, x]".to_owned()];
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        lines.push(format!("a{level}: &a{level} [{}]", before.trim_end_matches(", ")));
    }
    assert!(yaml::document(&lines.join("\n")).unwrap_err().message.contains("100,000"));
}

#[test]
fn depth_is_bounded_in_every_tree() {
    let deep = "[".repeat(100_000);
    assert!(yaml::document(&deep).is_err());
    assert!(json::document(&deep).is_err());
    assert!(toml::document(&format!("a = {deep}")).is_err());
}

#[test]
fn json_forgives_comments_and_trailing_commas() {
    let text = "// app\n{\"env\": {\"A\": \"x\\n\", \"B\": null,}, \"n\": [1, true,]}";
    let root = json::document(text).unwrap();
    assert_eq!(root.at(&["env", "A"]).unwrap().text(), Some("x\n"));
    assert!(root.at(&["env", "B"]).unwrap().is_null());
    assert_eq!(root.get("n").unwrap().items().len(), 2);
    assert_eq!(json::document("{\"a\" 1}").unwrap_err().offset, 5);
}

#[test]
fn toml_keeps_order_and_places() {
    let text = "[env]\nZ = \"1\"\nA = 2\n[[x]]\ny = [\"q\"]\n";
    let root = toml::document(text).unwrap();
    let names: Vec<&str> =
        root.get("env").unwrap().entries().iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(names, ["Z", "A"]);
    assert_eq!(under(text, root.at(&["env", "Z"]).unwrap()), "\"1\"");
    assert_eq!(root.get("x").unwrap().items()[0].get("y").unwrap().items()[0].text(), Some("q"));
    assert_eq!(toml::document("a = \n").unwrap_err().line("a = \n"), 1);
}
