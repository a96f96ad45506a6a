//! The lab: trains, evaluates and measures Demarche. Run it as `cargo lab <command>`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let _rest: Vec<String> = arguments.collect();
    match command.as_str() {
        _ => {
            eprintln!("usage: cargo lab <command>");
            ExitCode::from(2)
        }
    }
}
