//! `demarche export`: the ledger in the forms of others.

use super::args::Export;
use super::{Failure, to_read, today, told};
use crate::End;
use demarche_ledger::export::{Format, export as write};
use std::io::{self, Write};

/// Writes the whole ledger.
pub(crate) fn export(export: &Export, out: &mut impl Write) -> io::Result<End> {
    told(written(export, out))
}

fn written(export: &Export, out: &mut impl Write) -> Result<End, Failure> {
    let ledger = to_read(&export.place)?;
    let format = Format::parse(&export.format).unwrap_or(Format::Jsonl);
    write(&ledger, format, export.on.unwrap_or_else(today), out)?;
    Ok(End::All)
}
