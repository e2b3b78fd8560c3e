//! What is known of Celery's brokers and backends, of other task queues and of ASGI servers: `assets/django/celery.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The table.
pub(super) static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let text = include_str!("../../../assets/django/celery.toml");
    toml::from_str(text).expect("the table of Celery is read by every test of this section")
});

/// The table's parts; its comments say what each means.
#[derive(Deserialize)]
pub(super) struct Known {
    pub(super) brokers: Brokers,
    pub(super) backends: Backends,
    pub(super) queues: Vec<Queue>,
    pub(super) immediate: Immediate,
    pub(super) asgi: Vec<Asgi>,
}

#[derive(Deserialize)]
pub(super) struct Brokers {
    pub(super) tls: Vec<String>,
    pub(super) local: Vec<String>,
    pub(super) databases: Vec<String>,
    pub(super) servers: Vec<Server>,
}

#[derive(Deserialize)]
pub(super) struct Server {
    pub(super) schemes: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) ports: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Backends {
    pub(super) expire: Vec<String>,
    pub(super) swept: Vec<String>,
    pub(super) none: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Queue {
    pub(super) name: String,
    pub(super) apps: Vec<String>,
    pub(super) settings: Vec<String>,
    pub(super) commands: Vec<String>,
    pub(super) imports: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Immediate {
    pub(super) backends: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Asgi {
    pub(super) program: String,
    pub(super) flags: Vec<String>,
    pub(super) variables: Vec<String>,
    /// The variable of the server's configuration file, where that is a Python module.
    pub(super) setting: Option<String>,
    /// Whether the flags count milliseconds.
    #[serde(default)]
    pub(super) milliseconds: bool,
}

impl Asgi {
    /// The seconds that a flag's value says, where it is a number.
    pub(super) fn seconds(&self, value: &str) -> Option<u64> {
        let number: u64 = value.parse().ok()?;
        Some(if self.milliseconds { number / 1000 } else { number })
    }
}
