//! `demarche log`, `verify` and `rebuild`: what was written, whether it is whole, and making the view anew.

use super::args::{Bare, Log, ViewFormat};
use super::{Failure, item, to_read, told};
use crate::show::style::{BOLD, DIM, RESET, WARN};
use crate::{End, say};
use demarche_ledger::{Ledger, LedgerError};
use std::io::{self, Write};

/// Shows what was written.
pub(crate) fn log(log: &Log, out: &mut impl Write) -> io::Result<End> {
    told(shown(log, out))
}

fn shown(log: &Log, out: &mut impl Write) -> Result<End, Failure> {
    let ledger = to_read(&log.place)?;
    let since = log.since.map_or_else(String::new, |d| d.to_string());
    let changes = ledger.changes(&since, log.limit)?;
    if log.format == ViewFormat::Json {
        serde_json::to_writer_pretty(&mut *out, &changes)?;
        writeln!(out)?;
        return Ok(End::All);
    }
    for change in &changes {
        writeln!(
            out,
            "{BOLD}{:>6}{RESET}  {}  {:<9} {DIM}{}{RESET}  {}",
            change.seq,
            change.at,
            change.deed,
            item::short(&change.author),
            item::short(&change.about)
        )?;
    }
    Ok(End::All)
}

/// Checks the chain of everything ever written.
pub(crate) fn verify(bare: &Bare, out: &mut impl Write) -> io::Result<End> {
    told(checked(bare, out))
}

fn checked(bare: &Bare, out: &mut impl Write) -> Result<End, Failure> {
    let verdict = to_read(&bare.place)?.verify()?;
    for fault in &verdict.faults {
        writeln!(out, "{WARN}{fault}{RESET}")?;
    }
    if !verdict.is_whole() {
        say("the ledger is not what was written; restore a copy, or add the reports to a new one");
        return Ok(End::Some);
    }
    writeln!(
        out,
        "whole: {} events, {} texts, all derived tables\nlast hash {}",
        verdict.n_events, verdict.n_texts, verdict.tip
    )?;
    Ok(End::All)
}

/// Makes everything derived anew.
pub(crate) fn rebuild(bare: &Bare, out: &mut impl Write) -> io::Result<End> {
    told(rebuilt(bare, out))
}

fn rebuilt(bare: &Bare, out: &mut impl Write) -> Result<End, Failure> {
    let path = &bare.place.ledger;
    if !path.exists() {
        return Err(LedgerError::Missing(path.display().to_string()).into());
    }
    let mut ledger = Ledger::open(path)?;
    ledger.rebuild()?;
    let (documents, moves) = ledger.size()?;
    writeln!(out, "made anew: {documents} reports, {moves} moves")?;
    Ok(End::All)
}
