//! One move a line, as JSON: all that the ledger knows of it, under ids that stay.

use super::told::Teller;
use crate::error::{LedgerError, Result};
use rusqlite::Connection;
use std::io::Write;

pub(super) fn write(db: &Connection, on: i64, out: &mut impl Write) -> Result<()> {
    Teller::new(db, on).each(|told| {
        serde_json::to_writer(&mut *out, &told).map_err(|e| LedgerError::Output(e.into()))?;
        out.write_all(b"\n")?;
        Ok(())
    })
}
