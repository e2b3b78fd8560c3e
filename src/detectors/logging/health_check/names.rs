//! Paths and names that say health.

/// What a name promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A health endpoint.
    Health,
    /// Perhaps one: it depends on what its view checks.
    Status,
}

/// Names of health endpoints, without `_` and `-`.
const HEALTH: [&str; 17] = [
    "health",
    "healthz",
    "healthcheck",
    "healthchecks",
    "healthcheckz",
    "healthstatus",
    "livez",
    "liveness",
    "readyz",
    "readiness",
    "heartbeat",
    "lbheartbeat",
    "alive",
    "ht",
    "ping",
    "hc",
    "checkhealth",
];
/// What may stand before such a name, joined to it: `service_health`, `app-health`.
const BEFORE: [&str; 14] = [
    "service", "services", "system", "app", "application", "server", "api", "db", "database", "site", "django", "backend", "web",
    "deep",
];
/// What may follow such a name in a path: `/health/ready/`.
const FOLLOWING: [&str; 9] = ["live", "ready", "status", "db", "database", "check", "full", "startup", "deep"];

fn plain(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).collect::<String>().to_ascii_lowercase()
}

/// Whether a route's path has parameters.
pub fn has_parameters(path: &str) -> bool {
    path.replace("<language>/", "").contains(['<', '(', '['])
}

/// What the last part of a path promises.
pub fn kind_of_path(path: &str) -> Option<Kind> {
    if has_parameters(path) {
        return None;
    }
    let mut parts = path.trim_matches('/').rsplit('/');
    let last = parts.next()?.trim_end_matches(['?', '$']);
    let last = [".json", ".txt", ".html", ".php"].iter().fold(last, |name, end| name.strip_suffix(end).unwrap_or(name));
    let before = parts.next().unwrap_or_default();
    // What a monitoring system collects is no answer to whether the service is well.
    if plain(last) == "metrics" {
        return None;
    }
    let is_health = |name: &str| is_health(&plain(name));
    if is_health(last) || (FOLLOWING.contains(&last) && is_health(before)) {
        return Some(Kind::Health);
    }
    matches!(plain(last).as_str(), "status" | "statusz").then_some(Kind::Status)
}

/// What a view's name promises: `health_check`, `HealthCheckView`.
pub fn kind_of_view(name: &str) -> Option<Kind> {
    let name = plain(name);
    let bare = ["view", "endpoint", "api", "handler"].iter().fold(name.as_str(), |name, end| name.strip_suffix(end).unwrap_or(name));
    is_health(bare).then_some(Kind::Health)
}

fn is_health(name: &str) -> bool {
    let bare = BEFORE.iter().filter_map(|before| name.strip_prefix(before)).find(|rest| HEALTH.contains(rest));
    HEALTH.contains(&name) || bare.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_health() {
        for (path, wanted) in [
            ("/health/", Some(Kind::Health)),
            ("/_health", Some(Kind::Health)),
            ("/__heartbeat__", Some(Kind::Health)),
            ("/health.json/", Some(Kind::Health)),
            ("/api/health-check", Some(Kind::Health)),
            ("/health/ready/", Some(Kind::Health)),
            ("/api/v3/status/", Some(Kind::Status)),
            ("/ping/<uuid:code>", None),
            ("/service_health/", Some(Kind::Health)),
            ("/mental-health/", None),
            ("/metrics", None),
            ("/health/articles/", None),
            ("/", None),
        ] {
            assert_eq!(kind_of_path(path), wanted, "{path}");
        }
        assert_eq!(kind_of_view("HealthCheckView"), Some(Kind::Health));
        assert_eq!(kind_of_view("order_list"), None);
    }
}
