//! What can go wrong with a ledger, each with the way out.

use std::fmt;

/// Why something could not be done. Nothing was written that is not whole.
#[derive(Debug)]
pub enum LedgerError {
    /// The file was written by a newer program.
    Newer { found: i64, known: i64 },
    /// The file is something else.
    NotALedger,
    /// There is no such file, and none was to be made.
    Missing(String),
    /// Another program is writing.
    Busy,
    /// The file, or its folder, may not be written.
    ReadOnly,
    /// No room on the disk.
    Full,
    /// The file is damaged.
    Damaged(String),
    /// What was asked makes no sense for this ledger.
    Refused(String),
    /// What was asked for could not be written where it was to go.
    Output(std::io::Error),
    /// Anything else that the store said.
    Store(rusqlite::Error),
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerError::Newer { found, known } => write!(
                f,
                "the ledger is of version {found} and this program knows {known}; \
                 use a newer demarche, nothing was changed"
            ),
            LedgerError::NotALedger => write!(
                f,
                "the file is no ledger of demarche; name another with --ledger, nothing was changed"
            ),
            LedgerError::Missing(path) => write!(
                f,
                "there is no ledger {path}; demarche add makes one, or name another with --ledger"
            ),
            LedgerError::Busy => write!(
                f,
                "another program is writing to the ledger; wait until it is done and run this again"
            ),
            LedgerError::ReadOnly => write!(
                f,
                "the ledger cannot be written; change the rights of the file and its folder, \
                 or copy it elsewhere"
            ),
            LedgerError::Full => write!(
                f,
                "the disk is full; what was written before is whole: make room and run this again"
            ),
            LedgerError::Damaged(what) => write!(
                f,
                "the ledger is damaged ({what}); demarche verify names the place, restore a copy"
            ),
            LedgerError::Refused(why) => write!(f, "{why}"),
            LedgerError::Output(error) => write!(f, "the output could not be written: {error}"),
            LedgerError::Store(error) => write!(f, "the ledger could not be used: {error}"),
        }
    }
}

impl std::error::Error for LedgerError {}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> LedgerError {
        use rusqlite::ErrorCode as Code;
        // SQLITE_IOERR_SHMSIZE: the file by which readers and writers agree could not grow.
        const NO_ROOM_TO_AGREE: i32 = 4874;
        let extended = error.sqlite_error().map(|e| e.extended_code);
        if extended == Some(NO_ROOM_TO_AGREE) {
            return LedgerError::Full;
        }
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => LedgerError::Busy,
            Some(Code::ReadOnly | Code::CannotOpen | Code::PermissionDenied) => {
                LedgerError::ReadOnly
            }
            Some(Code::DiskFull) => LedgerError::Full,
            Some(Code::NotADatabase) => LedgerError::NotALedger,
            Some(Code::DatabaseCorrupt) => LedgerError::Damaged(error.to_string()),
            _ => LedgerError::Store(error),
        }
    }
}

impl From<std::io::Error> for LedgerError {
    fn from(error: std::io::Error) -> LedgerError {
        LedgerError::Output(error)
    }
}

/// What a ledger gives, or why not.
pub type Result<T> = std::result::Result<T, LedgerError>;
