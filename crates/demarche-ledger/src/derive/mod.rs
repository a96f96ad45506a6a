//! The present view, derived from the log: documents and their stories, the moves that count, the joins
//! between them, the phases of each line.
//!
//! What is derived depends on which documents there are and on the deeds of people in their order, not on
//! the order in which documents came. So every choice here is the best of a set, with ties broken by what
//! the documents themselves hold.

mod docs;
mod keys;
mod lines;
mod links;
mod moves;
mod people;
mod work;

pub(crate) use lines::{WHOLE, bearing};
pub(crate) use moves::{UNDATED_RANK, face, faces, first_rank};
pub(crate) use people::{known, unknown_in};
pub(crate) use work::Work;

use crate::error::Result;
use crate::log::{self, Deed, Event};
use crate::store;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::moves::{Findings, Move, Source};
use jiff::civil::Date;

/// Payload of [`Deed::Document`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DocumentPayload {
    /// SHA-256 of the text, in hexadecimal digits.
    pub(crate) text: String,
    pub(crate) source: Source,
}

/// Payload of [`Deed::Source`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SourcePayload {
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
}

/// Payload of [`Deed::Read`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ReadPayload {
    pub(crate) reader: String,
    pub(crate) findings: Findings,
}

/// Payload of [`Deed::Note`]: a move entered by hand.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NotePayload {
    pub(crate) day: Date,
    pub(crate) entry: Move,
    /// Where it is known from: "note verbale 14/22".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
}

/// Payload of the deeds on a move: the move as it is to stand, by which it is found again after its
/// document is read anew.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct HandPayload {
    pub(crate) entry: Move,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

/// Payload of [`Deed::Join`] and [`Deed::Split`]; the subject is the later move.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct JoinPayload {
    pub(crate) parent: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) relation: Option<String>,
}

/// Payload of [`Deed::Person`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PersonPayload {
    pub(crate) name: String,
    pub(crate) party: Option<String>,
    pub(crate) office: Option<String>,
    pub(crate) from: Option<Date>,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<Date>,
}

/// Payload of [`Deed::Undo`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UndoPayload {
    pub(crate) seq: i64,
}

/// Brings the derived tables up to date with one new event.
pub(crate) fn apply(db: &Work, event: &Event) -> Result<()> {
    follow(db, event)?;
    keys::put_away(db, event.seq)
}

fn follow(db: &Work, event: &Event) -> Result<()> {
    match event.deed {
        Deed::Document => docs::arrive(db, event),
        Deed::Source => docs::from_elsewhere(db, event),
        Deed::Read => {
            let payload: ReadPayload = event.payload()?;
            docs::was_read(db, event, &payload.findings)
        }
        Deed::Note => {
            hand(db, event, "", 0)?;
            moves::refresh(db, 0, &event.subject)
        }
        Deed::Confirm | Deed::Correct | Deed::Strike => {
            let doc = moves::doc_of(db, &event.subject)?;
            hand(db, event, "", doc)?;
            moves::refresh(db, doc, &event.subject)
        }
        Deed::Join | Deed::Split => {
            let payload: JoinPayload = event.payload()?;
            hand(db, event, &payload.parent, 0)?;
            links::settle_by_id(db, &event.subject)
        }
        Deed::Person => {
            hand(db, event, "", 0)?;
            people::said(db, &event.subject)
        }
        Deed::Undo => undo(db, &event.payload()?),
    }
}

/// Notes a deed of a person as one that holds.
fn hand(db: &Connection, event: &Event, other: &str, doc: i64) -> Result<()> {
    let sql = "INSERT INTO hands (seq, deed, subject, other, doc) VALUES (?1, ?2, ?3, ?4, ?5)";
    let deed = event.deed.as_str();
    db.prepare_cached(sql)?
        .execute(params![event.seq, deed, event.subject, other, doc])?;
    Ok(())
}

fn undo(db: &Work, payload: &UndoPayload) -> Result<()> {
    let sql = "SELECT deed, subject, doc FROM hands WHERE seq = ?1";
    let found = db
        .prepare_cached(sql)?
        .query_row([payload.seq], |r| {
            Ok((
                r.get::<_, String>(0)?,
                r.get::<_, String>(1)?,
                r.get::<_, i64>(2)?,
            ))
        })
        .optional()?;
    let Some((deed, subject, doc)) = found else {
        return Ok(());
    };
    db.execute("DELETE FROM hands WHERE seq = ?1", [payload.seq])?;
    match Deed::parse(&deed) {
        Some(Deed::Join | Deed::Split) => links::settle_by_id(db, &subject),
        Some(Deed::Person) => people::said(db, &subject),
        _ => moves::refresh(db, doc, &subject),
    }
}

/// Drops everything derived and makes it anew from the log.
pub(crate) fn rebuild(db: &Work) -> Result<()> {
    store::clear_derived(db)?;
    log::each(db, 0, |event| apply(db, &event))
}
