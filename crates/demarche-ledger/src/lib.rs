//! The ledger: a negotiation followed over months, in one SQLite file.
//!
//! Reports go in; the ledger says how things stand on any day, and why. Facts and the deeds of people are
//! events in a log that only grows, each carrying the hash of the one before; everything else is derived
//! from them and can be made anew.
//!
//! ```
//! use demarche_ledger::{Ledger, Reading, Stamp};
//!
//! let mut ledger = Ledger::in_memory()?;
//! let stamp = Stamp { at: "2022-01-21T18:00:00Z".into(), author: "desk".into() };
//! let added = ledger.add(&[Reading::default()], &stamp)?;
//! assert_eq!(added.len(), 1);
//! assert!(ledger.verify()?.is_whole());
//! # Ok::<(), demarche_ledger::LedgerError>(())
//! ```

mod alike;
mod days;
mod derive;
pub mod digest;
mod error;
pub mod export;
pub mod fields;
pub mod hands;
mod hash;
mod intake;
pub mod join;
mod known;
mod log;
pub mod moves;
pub mod standing;
mod store;
mod verify;
pub mod view;

pub use error::{LedgerError, Result};
pub use intake::Added;
pub use known::Again;
pub use log::{Deed, Event, Stamp};
pub use moves::Reading;
pub use verify::Verdict;

use rusqlite::Connection;
use std::path::Path;
use std::time::Duration;

/// A ledger on disk.
#[derive(Debug)]
pub struct Ledger {
    db: Connection,
}

impl Ledger {
    /// Opens a ledger for writing, and makes it where there is none.
    ///
    /// # Errors
    /// When the file is no ledger, of a newer version, may not be written or is damaged.
    pub fn open(path: &Path) -> Result<Ledger> {
        let mut ledger = Ledger {
            db: store::open(path)?,
        };
        if store::derived_version(&ledger.db)? != store::DERIVED {
            ledger.rebuild()?;
        }
        Ok(ledger)
    }

    /// Opens a ledger for reading; others may write meanwhile.
    ///
    /// # Errors
    /// When there is no such file, or it is no ledger, of a newer version or damaged.
    pub fn open_to_read(path: &Path) -> Result<Ledger> {
        let db = store::open_to_read(path)?;
        Ok(Ledger { db })
    }

    /// How long to wait for another writer before saying that the ledger is busy; ten seconds by default.
    ///
    /// # Errors
    /// None that is known; the store may have one.
    pub fn set_patience(&mut self, patience: Duration) -> Result<()> {
        Ok(self.db.busy_timeout(patience)?)
    }

    /// A ledger that is gone with the program.
    ///
    /// # Errors
    /// When memory is out.
    pub fn in_memory() -> Result<Ledger> {
        Ledger::open(Path::new(":memory:"))
    }

    /// Drops everything derived and makes it anew from the log.
    ///
    /// # Errors
    /// When the file cannot be written or is damaged.
    pub fn rebuild(&mut self) -> Result<()> {
        store::in_transaction(&mut self.db, derive::rebuild)
    }
}
