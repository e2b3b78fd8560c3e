//! The `gonogo` binary: arguments in, exit status out.

use std::process::ExitCode;

fn main() -> ExitCode {
    gonogo::cli::main()
}
