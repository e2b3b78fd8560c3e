//! Parts that screens share: values in, spans or cells out.

pub(super) mod bar;
pub(super) mod page;
