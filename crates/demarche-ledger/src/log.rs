//! The log: events that are only ever added, each carrying the hash of the one before.
//!
//! The hash of an event is SHA-256 over the hash of the event before, its own number, time, author, kind,
//! subject and the SHA-256 of its payload, each preceded by its length. So a payload can be checked, and
//! later be erased, apart from the chain.

use crate::error::{LedgerError, Result};
use crate::hash::{Hash, sha256};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A document came in: its text's hash and what is known of it.
    Document,
    /// The same document came from another place.
    Source,
    /// What a reader found in a document; the last one holds.
    Read,
    /// A person entered a move by hand.
    Note,
    /// A person confirmed a move.
    Confirm,
    /// A person put a move right.
    Correct,
    /// A person struck a move.
    Strike,
    /// A person joined two moves.
    Join,
    /// A person parted two moves.
    Split,
    /// A person said who somebody is.
    Person,
    /// A person took back an earlier deed of a person.
    Undo,
}

impl Deed {
    const ALL: [Deed; 11] = [
        Deed::Document,
        Deed::Source,
        Deed::Read,
        Deed::Note,
        Deed::Confirm,
        Deed::Correct,
        Deed::Strike,
        Deed::Join,
        Deed::Split,
        Deed::Person,
        Deed::Undo,
    ];

    /// The word in the store.
    pub fn as_str(self) -> &'static str {
        match self {
            Deed::Document => "document",
            Deed::Source => "source",
            Deed::Read => "read",
            Deed::Note => "note",
            Deed::Confirm => "confirm",
            Deed::Correct => "correct",
            Deed::Strike => "strike",
            Deed::Join => "join",
            Deed::Split => "split",
            Deed::Person => "person",
            Deed::Undo => "undo",
        }
    }

    /// The deed of a word.
    pub fn parse(word: &str) -> Option<Deed> {
        Deed::ALL.into_iter().find(|d| d.as_str() == word)
    }

    /// True for deeds of people, which stand above what the program read.
    pub fn is_by_hand(self) -> bool {
        !matches!(self, Deed::Document | Deed::Source | Deed::Read)
    }
}

/// When something is written, and by whom. The library has no clock: the caller says.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// RFC 3339, UTC.
    pub at: String,
    /// A person's name, or the program's.
    pub author: String,
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Event {
    pub seq: i64,
    pub at: String,
    pub author: String,
    pub deed: Deed,
    /// Id of the document or move that it is about.
    pub subject: String,
    /// JSON.
    pub payload: String,
    pub prev: Hash,
    pub hash: Hash,
}

impl Event {
    /// The hash that this event ought to have.
    pub fn right_hash(&self) -> Hash {
        let payload = sha256(&[self.payload.as_bytes()]);
        sha256(&[
            &self.prev,
            &self.seq.to_le_bytes(),
            self.at.as_bytes(),
            self.author.as_bytes(),
            self.deed.as_str().as_bytes(),
            self.subject.as_bytes(),
            &payload,
        ])
    }

    /// The payload in its form.
    ///
    /// # Errors
    /// When it is not of that form, which only damage can bring about.
    pub fn payload<T: serde::de::DeserializeOwned>(&self) -> Result<T> {
        let damaged =
            |e: serde_json::Error| LedgerError::Damaged(format!("event {}: {e}", self.seq));
        serde_json::from_str(&self.payload).map_err(damaged)
    }
}

/// Adds an event and gives it back. Part of the transaction that the caller holds.
pub(crate) fn append(
    db: &Connection,
    stamp: &Stamp,
    deed: Deed,
    subject: &str,
    payload: &impl Serialize,
) -> Result<Event> {
    let (last, prev) = tip(db)?;
    let payload = serde_json::to_string(payload)
        .map_err(|e| LedgerError::Refused(format!("it cannot be written as JSON: {e}")))?;
    let mut event = Event {
        seq: last + 1,
        at: stamp.at.clone(),
        author: stamp.author.clone(),
        deed,
        subject: subject.to_owned(),
        payload,
        prev,
        hash: Hash::default(),
    };
    event.hash = event.right_hash();
    let sql = "INSERT INTO events (seq, at, author, kind, subject, payload, prev, hash) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    db.prepare_cached(sql)?.execute(params![
        event.seq,
        event.at,
        event.author,
        event.deed.as_str(),
        event.subject,
        event.payload,
        &event.prev[..],
        &event.hash[..],
    ])?;
    Ok(event)
}

/// Number and hash of the last event; 0 and zeros for an empty log.
pub(crate) fn tip(db: &Connection) -> Result<(i64, Hash)> {
    let sql = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1";
    let found = db
        .prepare_cached(sql)?
        .query_row([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    let Some((seq, bytes)) = found else {
        return Ok((0, Hash::default()));
    };
    let whole = Hash::try_from(bytes);
    let hash = whole.map_err(|_| LedgerError::Damaged(format!("event {seq}: its hash")))?;
    Ok((seq, hash))
}

/// One event by its number.
pub(crate) fn event(db: &Connection, seq: i64) -> Result<Option<Event>> {
    let sql =
        "SELECT seq, at, author, kind, subject, payload, prev, hash FROM events WHERE seq = ?1";
    let found = db.prepare_cached(sql)?.query_row([seq], raw).optional()?;
    found.map(Raw::checked).transpose()
}

/// Calls `each` with every event after `after`, in order.
pub(crate) fn each(
    db: &Connection,
    after: i64,
    mut each: impl FnMut(Event) -> Result<()>,
) -> Result<()> {
    let sql = "SELECT seq, at, author, kind, subject, payload, prev, hash FROM events \
               WHERE seq > ?1 ORDER BY seq";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([after])?;
    while let Some(row) = rows.next()? {
        each(raw(row)?.checked()?)?;
    }
    Ok(())
}

/// A row as it stands in the store, not yet believed.
struct Raw {
    event: Event,
    kind: String,
    prev: Vec<u8>,
    hash: Vec<u8>,
}

fn raw(row: &rusqlite::Row<'_>) -> rusqlite::Result<Raw> {
    Ok(Raw {
        event: Event {
            seq: row.get(0)?,
            at: row.get(1)?,
            author: row.get(2)?,
            deed: Deed::Undo,
            subject: row.get(4)?,
            payload: row.get(5)?,
            prev: Hash::default(),
            hash: Hash::default(),
        },
        kind: row.get(3)?,
        prev: row.get(6)?,
        hash: row.get(7)?,
    })
}

impl Raw {
    fn checked(self) -> Result<Event> {
        let Raw {
            mut event,
            kind,
            prev,
            hash,
        } = self;
        let damaged = |what: &str| LedgerError::Damaged(format!("event {}: {what}", event.seq));
        let deed = Deed::parse(&kind).ok_or_else(|| damaged("its kind"))?;
        let prev = Hash::try_from(prev).map_err(|_| damaged("the hash before it"))?;
        let hash = Hash::try_from(hash).map_err(|_| damaged("its hash"))?;
        event.deed = deed;
        event.prev = prev;
        event.hash = hash;
        Ok(event)
    }
}
