//! People and parties as the reports name them, and which reports the ledger knows more of than they were
//! read with.

use super::PersonPayload;
use crate::days;
use crate::error::Result;
use crate::log;
use crate::moves::Findings;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// A person of a report who speaks for nobody there, or for whom the ledger knew it.
pub(crate) struct Unknown {
    pub(crate) id: String,
    pub(crate) doc: i64,
    pub(crate) day: Option<i64>,
    party: Option<String>,
    office: Option<String>,
}

/// Keeps names of parties, and people with what the report says of them.
pub(super) fn names(db: &Connection, doc: i64, findings: &Findings) -> Result<()> {
    // Of two names for one id the shorter, then the first in order: the same whatever came first.
    let sql = "INSERT INTO parties (id, name, kind) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE \
               SET name = excluded.name, kind = excluded.kind WHERE (length(excluded.name), \
               excluded.name, excluded.kind) < (length(name), name, kind)";
    let mut party = db.prepare_cached(sql)?;
    for p in &findings.parties {
        party.execute(params![p.id, p.name, p.kind])?;
    }
    let sql = "SELECT day, lead = doc FROM docs WHERE doc = ?1";
    let (day, leads): (Option<i64>, bool) = db
        .prepare_cached(sql)?
        .query_row([doc], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let mut told = told(db, doc)?;
    for table in ["people", "stale"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE doc = ?1"))?
            .execute([doc])?;
    }
    let sql = "INSERT OR REPLACE INTO people (id, doc, name, party, office, proof, learned, day, \
               leads, unknown) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let mut person = db.prepare_cached(sql)?;
    for p in &findings.people {
        let proof = p.proof.as_ref().map(|w| w.text.as_str());
        let unsaid = p.party.is_none() && p.office.is_none() && p.name.contains(' ');
        let unknown = p.learned || unsaid;
        person.execute(params![
            p.id, doc, p.name, p.party, p.office, proof, p.learned, day, leads, unknown
        ])?;
    }
    told.extend(self::told(db, doc)?);
    for person in unknown_in(db, doc)? {
        compare(db, &person)?;
    }
    for id in told {
        heard(db, &id, day)?;
    }
    Ok(())
}

/// Another document of a story leads.
pub(super) fn leads(db: &Connection, group: i64, lead: i64) -> Result<()> {
    let sql = "UPDATE people SET leads = (doc = ?2) \
               WHERE doc IN (SELECT doc FROM docs WHERE grp = ?1)";
    db.prepare_cached(sql)?.execute([group, lead])?;
    Ok(())
}

/// The people of whom a report says for whom they speak.
fn told(db: &Connection, doc: i64) -> Result<BTreeSet<String>> {
    let sql = "SELECT id FROM people WHERE doc = ?1 AND NOT learned AND party IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([doc], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const UNKNOWN: &str = "SELECT id, doc, day, party, office FROM people WHERE unknown";

fn unknown(
    db: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Unknown>> {
    let mut statement = db.prepare_cached(&format!("{UNKNOWN} AND {condition}"))?;
    let rows = statement.query_map(values, |r| {
        Ok(Unknown {
            id: r.get(0)?,
            doc: r.get(1)?,
            day: r.get(2)?,
            party: r.get(3)?,
            office: r.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Those of a report, in order of their ids.
pub(crate) fn unknown_in(db: &Connection, doc: i64) -> Result<Vec<Unknown>> {
    unknown(db, "doc = ?1 ORDER BY id", [doc])
}

/// A report of this day says of a person for whom he speaks, or does so no more. Those after it may take it
/// for known, up to the next that says so.
fn heard(db: &Connection, id: &str, day: Option<i64>) -> Result<()> {
    let Some(day) = day else {
        return Ok(());
    };
    let sql = "SELECT min(day) FROM people \
               WHERE id = ?1 AND day > ?2 AND NOT learned AND party IS NOT NULL";
    let next: Option<i64> = db
        .prepare_cached(sql)?
        .query_row(params![id, day], |r| r.get(0))?;
    let last = next.unwrap_or(i64::MAX);
    for person in unknown(
        db,
        "id = ?1 AND day > ?2 AND day <= ?3",
        params![id, day, last],
    )? {
        compare(db, &person)?;
    }
    Ok(())
}

/// A person of the desk says who somebody is, or takes it back.
pub(super) fn said(db: &Connection, id: &str) -> Result<()> {
    for person in unknown(db, "id = ?1", [id])? {
        compare(db, &person)?;
    }
    Ok(())
}

/// Notes whether a report was read with what the ledger knows now.
fn compare(db: &Connection, person: &Unknown) -> Result<()> {
    let known = known(db, &person.id, person.day)?;
    let read_with = person.party.clone().map(|p| (p, person.office.clone()));
    let sql = if known == read_with {
        "DELETE FROM stale WHERE doc = ?1 AND id = ?2"
    } else {
        "INSERT OR IGNORE INTO stale (doc, id) VALUES (?1, ?2)"
    };
    db.prepare_cached(sql)?
        .execute(params![person.doc, person.id])?;
    Ok(())
}

/// For whom a person speaks on the day of a report, and his office: as the desk says, else as the last
/// report before it.
pub(crate) fn known(
    db: &Connection,
    id: &str,
    day: Option<i64>,
) -> Result<Option<(String, Option<String>)>> {
    let date: Option<Date> = day.and_then(days::day);
    let sql = "SELECT seq FROM hands WHERE subject = ?1 AND deed = 'person' ORDER BY seq DESC";
    let seqs: Vec<i64> = db
        .prepare_cached(sql)?
        .query_map([id], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for seq in seqs {
        let Some(event) = log::event(db, seq)? else {
            continue;
        };
        let said: PersonPayload = event.payload()?;
        let begun = said.from.is_none() || date.is_some_and(|d| said.from <= Some(d));
        let holds = begun && said.to.is_none_or(|to| date.is_some_and(|d| d <= to));
        if let Some(party) = said.party.filter(|_| holds) {
            return Ok(Some((party, said.office)));
        }
    }
    let sql = "SELECT p.party, p.office FROM people p JOIN docs d ON d.doc = p.doc \
               WHERE p.id = ?1 AND p.day < ?2 AND NOT p.learned AND p.party IS NOT NULL \
               ORDER BY p.day DESC, d.id LIMIT 1";
    Ok(db
        .prepare_cached(sql)?
        .query_row(params![id, day], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?)
}
