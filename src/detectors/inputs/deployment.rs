//! What stands in front of the application.

use serde_json::json;

use super::Inputs;
use crate::deploy::{Header, Proxy, Timeout};

impl<'f> Inputs<'f> {
    /// The proxies that count: those that a deployment file uses; without such, all of them.
    ///
    /// Where several count, it is for the detector to see whether they agree.
    pub fn proxies(&self) -> Vec<&'f Proxy> {
        self.facts.deployment.deciding_proxies().0
    }

    /// The response headers called `name` (in any case) that those proxies send.
    pub fn headers(&self, name: &str) -> Vec<&'f Header> {
        let proxies = self.proxies();
        let found: Vec<&Header> = proxies
            .iter()
            .flat_map(|proxy| &proxy.headers)
            .filter(|header| header.name.eq_ignore_ascii_case(name))
            .collect();
        let told = found.iter().map(|header| {
            let scope = &header.scope;
            json!([header.value, scope.hosts, scope.location, scope.conditional])
        });
        self.note_each(&format!("header {}", name.to_lowercase()), told);
        self.note("proxies that count", &json!(proxies.len()));
        found
    }

    /// How long those proxies wait for an answer of the application.
    pub fn proxy_timeouts(&self) -> Vec<&'f Timeout> {
        let waits = |name: &str| {
            let name = name.to_lowercase();
            (name.contains("read") || name == "proxytimeout" || name.contains("response"))
                && !name.contains("client")
        };
        let found: Vec<&Timeout> = self
            .proxies()
            .iter()
            .flat_map(|proxy| &proxy.timeouts)
            .filter(|timeout| waits(&timeout.name))
            .collect();
        self.note_each("proxy timeouts", found.iter().map(|timeout| json!([timeout.name, timeout.seconds])));
        found
    }
}
