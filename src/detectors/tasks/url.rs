//! The parts of a broker's or backend's URL that decide.

/// A URL in parts.
pub(super) struct Url {
    /// The scheme, in small letters; the whole text where there is none.
    pub(super) scheme: String,
    /// The host, without user and port; empty where none is named.
    pub(super) host: String,
    /// What follows the question mark.
    pub(super) query: String,
}

impl Url {
    pub(super) fn read(text: &str) -> Self {
        let (scheme, rest) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
        let rest = rest.trim_start_matches('/');
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        // A password may hold a slash; whatever stands before the last `@` is no host.
        let address = rest.rsplit_once('@').map_or(rest, |(_, address)| address);
        let address = address.split('/').next().unwrap_or_default();
        let host = match address.strip_prefix('[') {
            Some(v6) => v6.split(']').next().unwrap_or_default(),
            None => address.split(':').next().unwrap_or_default(),
        };
        Self { scheme: scheme.to_ascii_lowercase(), host: host.to_owned(), query: query.to_owned() }
    }

    /// The scheme up to its first `+`: `db` of `db+postgresql`.
    pub(super) fn family(&self) -> &str {
        self.scheme.split('+').next().unwrap_or(&self.scheme)
    }

    /// Whether the host is this machine; Celery takes a missing one for it.
    pub(super) fn is_loopback(&self) -> bool {
        let host = self.host.as_str();
        matches!(host, "" | "localhost" | "::1" | "0.0.0.0") || host.starts_with("127.")
    }

    /// For messages: scheme and host, never a password.
    pub(super) fn shown(&self) -> String {
        if self.host.is_empty() {
            format!("{}://", self.scheme)
        } else {
            format!("{}://{}", self.scheme, self.host)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_gives_scheme_and_host() {
        for (text, shown, loopback) in [
            ("redis://redis:6379/1", "redis://redis", false),
            ("amqp://guest:a/b@mq.example:5672//", "amqp://mq.example", false),
            ("redis://:secret@[::1]:6379", "redis://::1", true),
            ("amqp://", "amqp://", true),
            ("Rediss://host?ssl_cert_reqs=none", "rediss://host", false),
            ("django-db", "django-db://", true),
        ] {
            let url = Url::read(text);
            assert_eq!((url.shown().as_str(), url.is_loopback()), (shown, loopback), "{text}");
        }
    }
}
