//! Environment files, INI, Procfiles, nginx, Apache, Caddy and HCL.

use gonogo::syntax::node::Shape;
use gonogo::syntax::{apache, caddyfile, dotenv, hcl, ini, nginx, procfile};

#[test]
fn environment_files_have_quotes_exports_and_comments() {
    let text = "# c\nexport A = 'x $Y' # c\nB=\"one\\ntwo\nthree\"\nC=plain # c\nD=a#b\nE=\nF\nnot a line!\n";
    let found = dotenv::entries(text);
    let values: Vec<(&str, Option<&str>)> =
        found.iter().map(|e| (e.name.as_str(), e.value.as_deref())).collect();
    let expected = [
        ("A", Some("x $Y")),
        ("B", Some("one\ntwo\nthree")),
        ("C", Some("plain")),
        ("D", Some("a#b")),
        ("E", Some("")),
        ("F", None),
    ];
    assert_eq!(values, expected);
    assert!(!found[0].interpolates && found[1].interpolates);
    assert_eq!(&text[found[2].span.start..found[2].span.end], "C=plain");
}

#[test]
fn ini_files_repeat_keys_and_continue_values() {
    let text = "[Service]\nEnvironment=A=1\nEnvironment=B=2\nExecStart=/bin/a \\\n  --b\n\n[options]\ninstall_requires =\n    django>=4\n    celery\n[uwsgi]\n  env = X=1\n  env = Y=2\nmaster\n";
    let sections = ini::sections(text);
    let environment: Vec<&str> = sections[0].all("Environment").map(|e| e.value.as_str()).collect();
    assert_eq!(environment, ["A=1", "B=2"]);
    assert_eq!(sections[0].get("ExecStart").unwrap().value, "/bin/a\n--b");
    assert_eq!(sections[1].get("install_requires").unwrap().value, "django>=4\ncelery");
    assert_eq!(sections[2].all("env").count(), 2);
    assert_eq!(sections[2].get("master").unwrap().value, "");
}

#[test]
fn procfiles_have_a_process_a_line() {
    let text = "web: gunicorn a:b\n# no: comment\nrelease:  ./manage.py migrate \n";
    let entries = procfile::entries(text);
    assert_eq!(entries.len(), 2);
    assert_eq!((entries[1].name.as_str(), entries[1].command.as_str()), ("release", "./manage.py migrate"));
    assert_eq!(&text[entries[1].span.start..entries[1].span.end], "./manage.py migrate");
}

#[test]
fn nginx_configurations_nest_and_may_be_templates() {
    let text = "server { # c\n  server_name ${HOST} b;\n  {% if x %}\n  location ~ \\.php$ {\n    add_header X \"max-age=1; y\" always;\n  }\n}\ngzip on;\n";
    let found = nginx::directives(text);
    assert_eq!(found[0].children()[0].arguments, ["${HOST}", "b"]);
    let location = &found[0].children()[1];
    assert_eq!(location.arguments, ["~", "\\.php$"]);
    assert_eq!(location.children()[0].arguments, ["X", "max-age=1; y", "always"]);
    assert_eq!(found[1].name, "gzip");
}

#[test]
fn apache_configurations_have_sections_and_continuations() {
    let text = "<VirtualHost *:443>\n  ServerName a.example\n  Header always set X-Y \\\n    \"z\"\n  <Location /static>\n  </Location>\n</VirtualHost>\n";
    let found = apache::directives(text);
    assert_eq!((found[0].name.as_str(), found[0].argument()), ("VirtualHost", "*:443"));
    assert_eq!(found[0].children()[1].arguments, ["always", "set", "X-Y", "z"]);
    assert_eq!(found[0].children()[2].name, "Location");
}

#[test]
fn caddyfiles_have_sites_and_blocks() {
    let text = "{\n  email a@b.c\n}\nexample.com, :80 {\n  header {\n    X \"a b\"\n  }\n  handle /static/* {\n  }\n  reverse_proxy app:{$PORT:8000}\n}\n";
    let found = caddyfile::directives(text);
    assert_eq!(found[0].name, "");
    assert_eq!(found[1].name, "example.com,");
    assert_eq!(found[1].children()[0].children()[0].argument(), "a b");
    assert_eq!(found[1].children()[2].argument(), "app:{$PORT:8000}");
}

#[test]
fn hcl_has_blocks_objects_and_here_documents() {
    let text = "resource \"a\" \"b\" {\n  env = { X = \"1\", \"Y\" : var.y } # c\n  list = [\n    { name = \"n\" },\n  ]\n  call = f(\"x\", [1])\n  doc = <<-EOT\n    set h = \"v\";\n  EOT\n  env { name = \"Z\" }\n}\n";
    let file = hcl::file(text);
    let block = &file.blocks[0];
    assert_eq!(block.labels, ["a", "b"]);
    let env = block.get("env").unwrap();
    assert_eq!(env.text_at("X"), Some("1"));
    assert!(matches!(&env.get("Y").unwrap().shape, Shape::Scalar { text, quoted: false } if text == "var.y"));
    assert_eq!(block.get("list").unwrap().items()[0].text_at("name"), Some("n"));
    assert_eq!(block.get("call").unwrap().text(), Some("f(\"x\", [1])"));
    assert_eq!(block.string("doc"), Some("    set h = \"v\";\n"));
    assert_eq!(block.blocks[0].string("name"), Some("Z"));
}
