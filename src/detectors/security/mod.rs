//! Security and environment configuration.

detectors! {
    debug => "security.debug",
    secret_key => "security.secret-key",
    cookies => "security.cookies",
    allowed_hosts => "security.allowed-hosts",
    hsts => "security.hsts",
}
