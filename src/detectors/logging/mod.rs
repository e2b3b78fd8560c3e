//! Logs, errors and health (the checklist's section `logging`).

mod trackers;

detectors! {
    structured => "logging.structured",
    error_tracking => "logging.error-tracking",
    health_check => "logging.health-check",
    slow_queries => "logging.slow-queries",
    rotation => "logging.rotation",
}
