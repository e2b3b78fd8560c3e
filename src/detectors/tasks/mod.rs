//! Async and background tasks.

mod known;
mod queue;
mod url;

detectors! {
    broker_security => "tasks.broker-security",
    concurrency => "tasks.concurrency",
    result_expiry => "tasks.result-expiry",
    dead_letter => "tasks.dead-letter",
    asgi_timeout => "tasks.asgi-timeout",
}
