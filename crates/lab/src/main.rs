//! The lab: trains, evaluates and measures Demarche. Run it as `cargo lab <command>`.
//!
//! A command is one function in [`COMMANDS`]. It gets the arguments after its name, prints figures
//! on stdout and everything else on stderr. What needs data looks for it with [`paths::shared`].

#![allow(
    clippy::needless_range_loop,
    clippy::too_many_arguments,
    clippy::type_complexity,
    reason = "training walks several arrays by one index, with gradients beside values"
)]

mod acts;
mod bench;
mod data;
mod eval;
mod hostile;
mod ledger;
mod paths;
mod polnear;
mod reports;
mod said;
mod train;

use std::process::ExitCode;

/// What a command hands back: nothing, or why it could not do its work.
pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A command of the lab: its name, what it does, the function.
struct Command(&'static str, &'static str, fn(&[String]) -> Outcome);

const COMMANDS: &[Command] = &[
    Command("bench", "measure speed and memory", bench::command),
    Command(
        "data",
        "write the world facts of the library",
        data::command,
    ),
    Command("eval", "measure quality", eval::command),
    Command(
        "hostile",
        "read what breaks readers, under limits",
        hostile::command,
    ),
    Command(
        "ledger",
        "kill writers and flip bytes, and see what the ledger keeps",
        ledger::command,
    ),
    Command("train", "learn weights", train::command),
    Command(
        "train-acts",
        "learn moves from reports marked by hand",
        acts::command,
    ),
    Command(
        "train-said",
        "learn attributions from PolNeAR",
        said::command,
    ),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let named = arguments.first().map_or("", String::as_str);
    let Some(Command(_, _, run)) = COMMANDS.iter().find(|Command(name, _, _)| *name == named)
    else {
        eprintln!("usage: cargo lab <command> [options]");
        for Command(name, what, _) in COMMANDS {
            eprintln!("  {name:<8} {what}");
        }
        return ExitCode::from(2);
    };
    match run(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo lab {named}: {error}");
            ExitCode::FAILURE
        }
    }
}
