//! What stands in front of the application.

use gonogo::deploy::{Deployment, Proxy};

use super::read;

fn headers(proxy: &Proxy) -> Vec<String> {
    proxy
        .headers
        .iter()
        .map(|header| {
            let location = header.scope.location.as_deref().unwrap_or("everywhere");
            format!(
                "{}: {} @ {} {}:{}",
                header.name,
                header.value,
                header.scope.hosts.join(","),
                location,
                header.place.line
            )
        })
        .collect()
}

fn only(deployment: &Deployment) -> &Proxy {
    assert_eq!(deployment.proxies.len(), 1);
    &deployment.proxies[0]
}

#[test]
fn nginx() {
    let text = "gzip on;\ngzip_types text/css application/json;\nserver {\n  server_name a.example;\n  add_header Strict-Transport-Security \"max-age=1; preload\" always;\n  location /static/ {\n    alias /srv/static/;\n    gzip_static on;\n  }\n  location = /hc { return 200; }\n  location / {\n    proxy_pass http://app;\n    proxy_read_timeout 2m;\n  }\n}\n";
    let deployment = read(&[("nginx/default.conf", text)]);
    let proxy = only(&deployment);
    assert_eq!(headers(proxy), ["Strict-Transport-Security: max-age=1; preload @ a.example everywhere:5"]);
    assert_eq!(proxy.statics[0].scope.location.as_deref(), Some("/static/"));
    assert_eq!((proxy.timeouts[0].name.as_str(), proxy.timeouts[0].seconds), ("proxy_read_timeout", 120));
    assert_eq!(
        (proxy.answers[0].status.as_str(), proxy.answers[0].scope.location.as_deref()),
        ("200", Some("= /hc"))
    );
    let compression: Vec<(bool, Option<usize>)> =
        proxy.compression.iter().map(|c| (c.precompressed, c.types.as_ref().map(Vec::len))).collect();
    assert_eq!(compression, [(false, Some(2)), (true, None)]);
}

#[test]
fn nginx_tries_files_of_the_servers_root() {
    let text = "server {\n  root /srv/public;\n  location / {\n    try_files $uri @app;\n  }\n  location @app { proxy_pass http://app; }\n}\n";
    let deployment = read(&[("nginx/default.conf", text)]);
    let found: Vec<_> =
        only(&deployment).statics.iter().map(|s| (s.scope.location.as_deref(), s.folder.as_str())).collect();
    assert_eq!(found, [(Some("/"), "$document_root")]);
}

#[test]
fn apache() {
    let text = "<VirtualHost *:443>\n  ServerName a.example\n  Header always set Strict-Transport-Security \"max-age=1\"\n  Alias /static /srv/static\n  AddOutputFilterByType DEFLATE text/css\n  ProxyTimeout 90\n</VirtualHost>\n";
    let deployment = read(&[("apache/site.conf", text)]);
    let proxy = only(&deployment);
    assert_eq!(headers(proxy), ["Strict-Transport-Security: max-age=1 @ a.example everywhere:3"]);
    assert_eq!(proxy.statics[0].folder, "/srv/static");
    assert_eq!(proxy.compression[0].types.as_deref(), Some(["text/css".to_owned()].as_slice()));
    assert_eq!(proxy.timeouts[0].seconds, 90);
}

#[test]
fn caddy() {
    let text = "a.example {\n  encode zstd gzip\n  header {\n    Strict-Transport-Security \"max-age=1\"\n    -Server\n  }\n  handle /static/* {\n    root * /srv\n    file_server\n  }\n  header /api/* Access-Control-Allow-Origin *\n  reverse_proxy app:8000\n}\n";
    let deployment = read(&[("Caddyfile", text)]);
    let proxy = only(&deployment);
    assert_eq!(
        headers(proxy),
        [
            "Strict-Transport-Security: max-age=1 @ a.example everywhere:4",
            "Access-Control-Allow-Origin: * @ a.example /api/*:11"
        ]
    );
    assert_eq!(
        (proxy.statics[0].folder.as_str(), proxy.statics[0].scope.location.as_deref()),
        ("/srv", Some("/static/*"))
    );
    assert_eq!(proxy.compression.len(), 2);
}

#[test]
fn a_content_delivery_network_in_terraform() {
    let text = "resource \"fastly_service_vcl\" \"x\" {\n  domain { name = \"a.example\" }\n  header {\n    destination = \"http.Strict-Transport-Security\"\n    source      = \"\\\"max-age=1; includeSubDomains; preload\\\"\"\n    type        = \"response\"\n  }\n  header {\n    destination = \"http.X\"\n    type        = \"request\"\n  }\n  gzip { content_types = [\"text/css\"] }\n  snippet {\n    content = <<-EOT\n      set resp.http.Access-Control-Allow-Origin = \"*\";\n    EOT\n  }\n}\nresource \"aws_cloudfront_response_headers_policy\" \"y\" {\n  security_headers_config {\n    strict_transport_security {\n      access_control_max_age_sec = 7\n      include_subdomains = true\n      preload = true\n    }\n  }\n}\n";
    let deployment = read(&[("infra/cdn.tf", text)]);
    assert_eq!(
        headers(only(&deployment)),
        [
            "Strict-Transport-Security: max-age=1; includeSubDomains; preload @ a.example everywhere:3",
            "Access-Control-Allow-Origin: * @ a.example everywhere:15",
            "Strict-Transport-Security: max-age=7; includeSubDomains; preload @  everywhere:21",
        ]
    );
}

#[test]
fn traefik_labels() {
    let compose = "services:\n  web:\n    image: x\n    labels:\n      - traefik.http.middlewares.s.headers.stsSeconds=9\n      - traefik.http.middlewares.s.headers.stsPreload=true\n";
    assert_eq!(
        headers(only(&read(&[("docker-compose.yml", compose)]))),
        ["Strict-Transport-Security: max-age=9; preload @  everywhere:5"]
    );
}

#[test]
fn a_proxy_decides_if_it_is_used_or_the_only_one() {
    let server = "server {\n  location / { proxy_pass http://app; }\n}\n";
    let two = [("nginx/a.conf", server), ("nginx/b.conf", server)];
    assert!(!read(&two).deciding_proxies().1);
    assert!(read(&two[..1]).deciding_proxies().1);
    let compose = "services:\n  proxy:\n    image: nginx\n    volumes: ['./nginx/b.conf:/etc/nginx/conf.d/default.conf:ro']\n";
    let deployment = read(&[two[0], two[1], ("docker-compose.yml", compose)]);
    let (decide, certain) = deployment.deciding_proxies();
    assert!(certain);
    assert_eq!(decide.iter().map(|proxy| proxy.path.as_str()).collect::<Vec<_>>(), ["nginx/b.conf"]);
}
