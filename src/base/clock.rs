//! The only place that reads the clock. Everything else is handed the time as a value.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// Now, in whole seconds: what the records in `gonogo.toml` carry.
pub fn now() -> Timestamp {
    whole_seconds(Timestamp::now())
}

/// `at` without the fraction of its second.
pub fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// The day of `at`, in UTC: dates in `gonogo.toml` mean the same in every time zone and on every machine.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_utc() {
        let at: Timestamp = "2026-11-22T23:59:59.9Z".parse().unwrap();
        assert_eq!(day(at).to_string(), "2026-11-22");
        assert_eq!(whole_seconds(at).to_string(), "2026-11-22T23:59:59Z");
    }
}
