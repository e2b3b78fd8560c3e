//! One file or folder a format: text to spanned tree. No parser here knows Django.

pub mod python;
