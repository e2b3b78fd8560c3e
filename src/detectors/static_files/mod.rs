//! Static files and uploaded media (the checklist's section `static`).

mod installed;

detectors! {
    manifest => "static.manifest",
    whitenoise => "static.whitenoise",
    media => "static.media",
    collectstatic => "static.collectstatic",
    compression => "static.compression",
}
