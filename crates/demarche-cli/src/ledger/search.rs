//! `demarche search`: moves and reports by their words.

use super::args::{Search, ViewFormat};
use super::{Failure, Names, item, kind, to_read, told};
use crate::End;
use crate::show::proof::printable;
use crate::show::style::{BOLD, DIM, RESET};
use std::io::{self, Write};

/// Searches.
pub(crate) fn search(search: &Search, out: &mut impl Write) -> io::Result<End> {
    told(shown(search, out))
}

fn shown(search: &Search, out: &mut impl Write) -> Result<End, Failure> {
    let ledger = to_read(&search.place)?;
    let names = Names::of(&ledger)?;
    let found = ledger.search(&demarche_ledger::view::Search {
        words: search.words.join(" "),
        kind: search.kind.as_deref().map(kind).transpose()?,
        party: search
            .party
            .as_deref()
            .map(|w| names.id_of(w))
            .transpose()?,
        from: search.from,
        to: search.to,
        standings: search.standing.clone(),
        on: Some(search.on.unwrap_or_else(super::today)),
        limit: search.limit,
        offset: 0,
    })?;
    if search.format == ViewFormat::Json {
        serde_json::to_writer_pretty(&mut *out, &found)?;
        writeln!(out)?;
        return Ok(End::All);
    }
    if found.moves.is_empty() && found.documents.is_empty() {
        writeln!(out, "nothing has all of these words; try fewer")?;
    }
    for found in &found.moves {
        item::head(out, found, &names)?;
        writeln!(out, "       {DIM}{}{RESET}", item::from_where(found))?;
    }
    for (source, piece) in &found.documents {
        writeln!(out, "\n{BOLD}{}{RESET}", item::title(source))?;
        writeln!(out, "       {}", printable(piece))?;
    }
    Ok(End::All)
}
