//! The deeds of people: confirm, correct, strike, join, split, note, say who somebody is, take back.
//!
//! Each is an event like any other. What a person said stands above what the program read, also when the
//! report is read anew.

use crate::derive::{self, HandPayload, JoinPayload, NotePayload, PersonPayload, UndoPayload};
use crate::error::{LedgerError, Result};
use crate::hash::{hex, sha256};
use crate::join::{self, Tie};
use crate::log::{self, Deed, Stamp};
use crate::moves::Move;
use crate::{Ledger, store};
use jiff::civil::Date;
use rusqlite::OptionalExtension;
use serde::Serialize;

/// A move that a person enters.
#[derive(Clone, Debug)]
pub struct Note {
    /// The day on which it became known.
    pub day: Date,
    pub entry: Move,
    /// "note verbale 14/22".
    pub source: Option<String>,
}

/// Who somebody is, as a person of the desk says.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// `sergei-lavrov`.
    pub id: String,
    pub name: String,
    pub party: Option<String>,
    pub office: Option<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// The id of a name: "Sergei Lavrov" is `sergei-lavrov`.
pub fn id_of(name: &str) -> String {
    demarche::who::spelling::slug(name)
}

impl Ledger {
    /// Says that a move is right as it stands.
    ///
    /// # Errors
    /// When there is no such move, or the file cannot be written.
    pub fn confirm(&mut self, number: i64, stamp: &Stamp) -> Result<i64> {
        self.on_move(number, Deed::Confirm, None, None, stamp)
    }

    /// Puts a move right.
    ///
    /// # Errors
    /// As for `confirm`; and when the move has no actor.
    pub fn correct(&mut self, number: i64, entry: Move, stamp: &Stamp) -> Result<i64> {
        check(&entry)?;
        self.on_move(number, Deed::Correct, Some(entry), None, stamp)
    }

    /// Takes a move out of the count; it stays in the ledger.
    ///
    /// # Errors
    /// As for `confirm`.
    pub fn strike(&mut self, number: i64, reason: Option<String>, stamp: &Stamp) -> Result<i64> {
        self.on_move(number, Deed::Strike, None, reason, stamp)
    }

    fn on_move(
        &mut self,
        number: i64,
        deed: Deed,
        entry: Option<Move>,
        reason: Option<String>,
        stamp: &Stamp,
    ) -> Result<i64> {
        let view = self.move_view(number)?;
        let entry = entry.unwrap_or(view.entry);
        let payload = HandPayload { entry, reason };
        self.write(deed, &view.id, &payload, stamp)
    }

    /// Enters a move by hand, and gives its number.
    ///
    /// # Errors
    /// When the move has no actor or no content, or the file cannot be written.
    pub fn note(&mut self, note: Note, stamp: &Stamp) -> Result<i64> {
        check(&note.entry)?;
        let payload = NotePayload {
            day: note.day,
            entry: note.entry,
            source: note.source,
        };
        let words = serde_json::to_string(&payload).unwrap_or_default();
        // Two notes with the same words are two notes; the time tells them apart.
        let id = hex(&sha256(&[words.as_bytes(), stamp.at.as_bytes()])[..8]);
        let id = self.free_id(&id)?;
        self.write(Deed::Note, &id, &payload, stamp)?;
        self.number_of(&id)
    }

    fn free_id(&self, id: &str) -> Result<String> {
        let sql = "SELECT count(*) FROM events WHERE subject = ?1 OR subject LIKE ?1 || '-%'";
        let n: i64 = self.db.query_row(sql, [id], |r| r.get(0))?;
        Ok(if n == 0 {
            id.to_owned()
        } else {
            format!("{id}-{}", n + 1)
        })
    }

    /// Joins a move to an earlier one. Without `tie` the kinds of the two say what it is.
    ///
    /// # Errors
    /// When the two are one, would make a circle, or one is not there.
    pub fn join(
        &mut self,
        later: i64,
        earlier: i64,
        tie: Option<Tie>,
        stamp: &Stamp,
    ) -> Result<i64> {
        let (child, parent) = self.pair(later, earlier)?;
        if self.hangs_on(earlier, later)? {
            return Err(LedgerError::Refused(format!(
                "move {earlier} is joined to {later} already, the other way round; part them first \
                 with demarche split {earlier} {later}"
            )));
        }
        let tie = match tie {
            Some(tie) => tie,
            None => {
                let faces = (
                    derive::face(&self.db, earlier)?,
                    derive::face(&self.db, later)?,
                );
                join::usual(&faces.0, &faces.1)
            }
        };
        let payload = JoinPayload {
            parent,
            relation: Some(tie.as_str().to_owned()),
        };
        self.write(Deed::Join, &child, &payload, stamp)
    }

    /// Parts a move from an earlier one, and keeps the program from joining them again.
    ///
    /// # Errors
    /// When they are not joined, or one is not there.
    pub fn split(&mut self, later: i64, earlier: i64, stamp: &Stamp) -> Result<i64> {
        let (child, parent) = self.pair(later, earlier)?;
        let sql = "SELECT count(*) FROM links WHERE child = ?1 AND parent = ?2";
        let joined: i64 = self.db.query_row(sql, [later, earlier], |r| r.get(0))?;
        if joined == 0 {
            let why = format!(
                "move {later} is not joined to {earlier}; demarche show {later} says to which"
            );
            return Err(LedgerError::Refused(why));
        }
        let payload = JoinPayload {
            parent,
            relation: None,
        };
        self.write(Deed::Split, &child, &payload, stamp)
    }

    fn pair(&self, later: i64, earlier: i64) -> Result<(String, String)> {
        if later == earlier {
            let why = "a move cannot be joined to itself; name two";
            return Err(LedgerError::Refused(why.to_owned()));
        }
        Ok((self.move_view(later)?.id, self.move_view(earlier)?.id))
    }

    /// True when `number` is joined, over any number of steps, to `above`.
    fn hangs_on(&self, number: i64, above: i64) -> Result<bool> {
        let sql = "WITH RECURSIVE up (number) AS (VALUES (?1) UNION SELECT l.parent FROM links l \
                   JOIN up ON l.child = up.number) SELECT count(*) FROM up WHERE number = ?2";
        let n: i64 = self.db.query_row(sql, [number, above], |r| r.get(0))?;
        Ok(n > 0)
    }

    /// Says who somebody is.
    ///
    /// # Errors
    /// When he has no name, an id has spaces, the days end before they begin, or the file cannot be written.
    pub fn say_who(&mut self, said: Said, stamp: &Stamp) -> Result<i64> {
        check_who(&said)?;
        let payload = PersonPayload {
            name: said.name,
            party: said.party,
            office: said.office,
            from: said.from,
            to: said.to,
        };
        self.write(Deed::Person, &said.id, &payload, stamp)
    }

    /// Takes back a deed of a person, by the number of its event.
    ///
    /// # Errors
    /// When there is no such deed, or it was taken back before.
    pub fn undo(&mut self, seq: i64, stamp: &Stamp) -> Result<i64> {
        let sql = "SELECT subject FROM hands WHERE seq = ?1";
        let subject: Option<String> = self.db.query_row(sql, [seq], |r| r.get(0)).optional()?;
        let Some(subject) = subject else {
            return Err(LedgerError::Refused(format!(
                "event {seq} is no deed of a person that still holds; demarche log shows them"
            )));
        };
        self.write(Deed::Undo, &subject, &UndoPayload { seq }, stamp)
    }

    /// The number of the last deed of a person that still holds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_deed(&self) -> Result<Option<i64>> {
        let sql = "SELECT max(seq) FROM hands";
        Ok(self.db.query_row(sql, [], |r| r.get(0))?)
    }

    fn write(
        &mut self,
        deed: Deed,
        subject: &str,
        payload: &impl Serialize,
        stamp: &Stamp,
    ) -> Result<i64> {
        store::in_transaction(&mut self.db, |db| {
            let event = log::append(db, stamp, deed, subject, payload)?;
            derive::apply(db, &event)?;
            Ok(event.seq)
        })
    }
}

fn check_who(said: &Said) -> Result<()> {
    let refuse = |why: &str| Err(LedgerError::Refused(why.to_owned()));
    if said.name.trim().is_empty() {
        return refuse("give the name of the person");
    }
    let spaced = |id: &str| id.contains(char::is_whitespace);
    if said.id.is_empty() || spaced(&said.id) || said.party.as_deref().is_some_and(spaced) {
        return refuse("an id has no spaces: sergei-lavrov, RUS, writers-guild-of-america");
    }
    if said.from.zip(said.to).is_some_and(|(from, to)| from > to) {
        return refuse("the days end before they begin");
    }
    Ok(())
}

fn check(entry: &Move) -> Result<()> {
    let refuse = |why: &str| Err(LedgerError::Refused(why.to_owned()));
    if entry.actor.is_empty() || entry.actor.iter().any(|a| a.trim().is_empty()) {
        return refuse("a move needs somebody who makes it: give --actor, as in --actor RUS");
    }
    let spaced = |p: &String| p.contains(char::is_whitespace);
    if entry.actor.iter().chain(&entry.addressee).any(spaced) {
        return refuse("an id of a party has no spaces: RUS, NATO, writers-guild-of-america");
    }
    if entry.content.text.trim().is_empty() {
        return refuse("a move needs its content: give --content, in words");
    }
    let due = entry.due.as_ref().and_then(|d| d.from.zip(d.to));
    if due.is_some_and(|(from, to)| from > to) {
        return refuse("the due days end before they begin");
    }
    Ok(())
}
