//! `cargo lab ledger kills [N]` and `cargo lab ledger flips [N]`: the two tests of the ledger that are worth
//! running longer than a test may: N kills at random moments of adding (200), N turned-over bytes (1,000).

use crate::{Outcome, paths};
use std::process::Command;

pub(crate) fn command(arguments: &[String]) -> Outcome {
    let named = arguments.first().map_or("", String::as_str);
    let (test, variable, usual) = match named {
        "kills" => (
            "harm::a_killed_writer_leaves_what_it_had_committed",
            "DEMARCHE_KILLS",
            "200",
        ),
        "flips" => (
            "harm::a_byte_that_turned_over_is_found",
            "DEMARCHE_FLIPS",
            "1000",
        ),
        _ => return Err("say which: kills or flips".into()),
    };
    let number = arguments.get(1).map_or(usual, String::as_str);
    let run = Command::new("cargo")
        .args(["test", "--quiet", "--package", "demarche-ledger"])
        .args(["--test", "it", "--", "--exact", test, "--nocapture"])
        .env(variable, number)
        .current_dir(paths::root())
        .status()?;
    if run.success() {
        Ok(())
    } else {
        Err(format!("{named}: the ledger did not hold").into())
    }
}
