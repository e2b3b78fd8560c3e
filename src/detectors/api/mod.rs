//! API and Django REST framework standards.

mod headers;
mod known;
mod rest;

detectors! {
    throttling => "api.throttling",
    pagination => "api.pagination",
    cors => "api.cors",
    schema => "api.schema",
    renderers => "api.renderers",
}
