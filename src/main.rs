//! The `takehold` program: everything it does is in the library's `cli` module.

use std::process::ExitCode;

fn main() -> ExitCode {
    takehold::cli::main()
}
