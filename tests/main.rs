//! The one integration binary; its modules are named as in `src`.

mod architecture;
mod catalogue;
mod differential;
mod source;
mod support;
