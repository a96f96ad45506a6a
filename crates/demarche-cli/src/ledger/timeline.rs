//! `demarche timeline`: who did what, when.

use super::args::{Timeline, ViewFormat};
use super::{Failure, Names, item, to_read, told};
use crate::End;
use crate::show::style::{BOLD, DIM, KIND, PROOF, RESET};
use crate::show::{days, kind};
use demarche_ledger::view::{MoveView, Range};
use std::io::{self, Write};

/// Shows the moves in order.
pub(crate) fn timeline(timeline: &Timeline, out: &mut impl Write) -> io::Result<End> {
    told(shown(timeline, out))
}

fn shown(timeline: &Timeline, out: &mut impl Write) -> Result<End, Failure> {
    let ledger = to_read(&timeline.place)?;
    let names = Names::of(&ledger)?;
    let party = timeline
        .party
        .as_deref()
        .map(|w| names.id_of(w))
        .transpose()?;
    let moves = ledger.timeline(&Range {
        from: timeline.from,
        to: timeline.to,
        party,
        // One more tells whether there are more.
        limit: timeline.limit.saturating_add(1),
        offset: 0,
    })?;
    if timeline.format == ViewFormat::Json {
        serde_json::to_writer_pretty(&mut *out, &moves)?;
        writeln!(out)?;
        return Ok(End::All);
    }
    if moves.is_empty() {
        writeln!(out, "no move stands in these days")?;
    }
    let mut last = None;
    for found in moves.iter().take(timeline.limit) {
        if last != Some(found.day) {
            let day = found
                .day
                .map_or_else(|| "Without a day".to_owned(), days::day);
            writeln!(out, "\n{BOLD}{day}{RESET}")?;
            last = Some(found.day);
        }
        one(found, &names, out)?;
    }
    if moves.len() > timeline.limit {
        writeln!(
            out,
            "\n{DIM}there are more: --limit, or --from and --to{RESET}"
        )?;
    }
    Ok(End::All)
}

fn one(found: &MoveView, names: &Names, out: &mut impl Write) -> io::Result<()> {
    let entry = &found.entry;
    let not = if entry.is_positive() {
        ""
    } else {
        " (negative)"
    };
    writeln!(
        out,
        "{:>5}  {} {KIND}{}{not}{RESET} {PROOF}“{}”{RESET}",
        found.number,
        names.both(&entry.actor, &entry.addressee),
        kind(entry.kind),
        item::short(&entry.content.text)
    )
}
