//! django
