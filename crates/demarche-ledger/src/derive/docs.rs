//! Documents and stories: which texts are the same story, and whose moves count.
//!
//! Of the texts of a story one *leads*: that of the publisher who had it first, in his last version. The
//! others are kept, shown as further sources, and their moves do not count.

use super::{DocumentPayload, SourcePayload, Work, moves, people};
use crate::alike::Sketch;
use crate::days;
use crate::error::{LedgerError, Result};
use crate::log::Event;
use crate::moves::{Findings, Source};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// Days between two texts of one story at most. A yearly statement repeats itself and is no copy.
const STORY_DAYS: i64 = 3;

/// A document came in.
pub(super) fn arrive(db: &Work, event: &Event) -> Result<()> {
    let payload: DocumentPayload = event.payload()?;
    let hash = unhex(&payload.text)
        .ok_or_else(|| LedgerError::Damaged(format!("event {}: hash of a text", event.seq)))?;
    let text: Option<String> = db
        .prepare_cached("SELECT text FROM texts WHERE hash = ?1")?
        .query_row([&hash[..]], |r| r.get(0))
        .optional()?;
    // A text that was lost is found by `verify`; the rest of the ledger stays readable.
    let text = text.unwrap_or_default();
    insert(db, event, &payload.source, &hash, &text)?;
    let (publisher, url) = (payload.source.publisher, payload.source.url);
    add_source(db, event.seq, publisher.as_deref(), url.as_deref())?;
    db.prepare_cached("INSERT INTO docs_fts (rowid, title, text) VALUES (?1, ?2, ?3)")?
        .execute(params![event.seq, payload.source.title, text])?;
    story(db, event.seq, &text)
}

fn insert(db: &Connection, event: &Event, source: &Source, hash: &[u8], text: &str) -> Result<()> {
    let sql = "INSERT INTO docs (doc, id, day, title, publisher, url, date_source, text_hash, \
               length, grp, lead) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?1, ?1)";
    db.prepare_cached(sql)?.execute(params![
        event.seq,
        event.subject,
        source.date.map(days::number),
        source.title.clone().or_else(|| first_line(text)),
        source.publisher,
        source.url,
        source.date_source,
        hash,
        text.len() as i64,
    ])?;
    Ok(())
}

/// What stands for the title of a text that has none.
fn first_line(text: &str) -> Option<String> {
    const MOST: usize = 100;
    let line = text.lines().map(str::trim).find(|l| !l.is_empty())?;
    Some(line.chars().take(MOST).collect())
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(byte).collect()
}

/// The same document came from another place. What is shown is the first in order, whichever came first.
pub(super) fn from_elsewhere(db: &Work, event: &Event) -> Result<()> {
    let payload: SourcePayload = event.payload()?;
    let sql = "SELECT doc FROM docs WHERE id = ?1";
    let doc: i64 = db
        .prepare_cached(sql)?
        .query_row([&event.subject], |r| r.get(0))?;
    add_source(
        db,
        doc,
        payload.publisher.as_deref(),
        payload.url.as_deref(),
    )?;
    let sql = "UPDATE docs SET (publisher, url) = (SELECT nullif(publisher, ''), nullif(url, '') \
               FROM sources WHERE doc = ?1 ORDER BY publisher = '', publisher, url LIMIT 1) \
               WHERE doc = ?1";
    db.prepare_cached(sql)?.execute([doc])?;
    choose_lead(db, group_of(db, doc)?)
}

fn add_source(db: &Connection, doc: i64, publisher: Option<&str>, url: Option<&str>) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO sources (doc, publisher, url) VALUES (?1, ?2, ?3)";
    let (publisher, url) = (publisher.unwrap_or(""), url.unwrap_or(""));
    db.prepare_cached(sql)?
        .execute(params![doc, publisher, url])?;
    Ok(())
}

fn group_of(db: &Connection, doc: i64) -> Result<i64> {
    let sql = "SELECT grp FROM docs WHERE doc = ?1";
    Ok(db.prepare_cached(sql)?.query_row([doc], |r| r.get(0))?)
}

/// Puts a document with the texts that are like it.
fn story(db: &Work, doc: i64, text: &str) -> Result<()> {
    let Some(sketch) = Sketch::of(text) else {
        return Ok(());
    };
    let near = like(db, doc, &sketch)?;
    db.prepare_cached("INSERT INTO sketches (doc, sketch) VALUES (?1, ?2)")?
        .execute(params![doc, sketch.to_bytes()])?;
    let mut add = db.prepare_cached("INSERT OR IGNORE INTO bands (band, doc) VALUES (?1, ?2)")?;
    for band in sketch.bands() {
        add.execute(params![band, doc])?;
    }
    if near.is_empty() {
        return Ok(());
    }
    let mut groups = BTreeSet::from([doc]);
    for other in near {
        groups.insert(group_of(db, other)?);
    }
    let first = *groups.first().unwrap_or(&doc);
    for group in groups {
        db.prepare_cached("UPDATE docs SET grp = ?1 WHERE grp = ?2")?
            .execute([first, group])?;
    }
    choose_lead(db, first)
}

/// Documents of about the same day with a text like this.
fn like(db: &Connection, doc: i64, sketch: &Sketch) -> Result<Vec<i64>> {
    let mut met = BTreeSet::new();
    let sql = "SELECT b.doc FROM bands b JOIN docs d ON d.doc = b.doc, \
               (SELECT day FROM docs WHERE doc = ?2) o \
               WHERE b.band = ?1 AND (d.day IS o.day OR abs(d.day - o.day) <= ?3)";
    let mut find = db.prepare_cached(sql)?;
    for band in sketch.bands() {
        let rows = find.query_map([band, doc, STORY_DAYS], |r| r.get::<_, i64>(0))?;
        for row in rows {
            met.insert(row?);
        }
    }
    let mut near = Vec::new();
    let mut get = db.prepare_cached("SELECT sketch FROM sketches WHERE doc = ?1")?;
    for other in met.into_iter().filter(|&d| d != doc) {
        let bytes: Vec<u8> = get.query_row([other], |r| r.get(0))?;
        if Sketch::from_bytes(&bytes).is_like(sketch) {
            near.push(other);
        }
    }
    Ok(near)
}

/// A text of a story.
struct Version {
    doc: i64,
    id: String,
    day: i64,
    publisher: String,
    length: i64,
}

/// Chooses whose moves count, and counts anew where that changed.
fn choose_lead(db: &Work, group: i64) -> Result<()> {
    let versions = versions(db, group)?;
    let Some(lead) = lead(&versions) else {
        return Ok(());
    };
    let sql = "SELECT doc FROM docs WHERE grp = ?1 AND lead <> ?2";
    let changed: Vec<i64> = db
        .prepare_cached(sql)?
        .query_map([group, lead], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    db.prepare_cached("UPDATE docs SET lead = ?2 WHERE grp = ?1")?
        .execute([group, lead])?;
    people::leads(db, group, lead)?;
    for doc in changed {
        moves::refresh(db, doc, "")?;
    }
    // An older version may tell that a move was known earlier.
    moves::refresh(db, lead, "")
}

fn versions(db: &Connection, group: i64) -> Result<Vec<Version>> {
    let sql = "SELECT doc, id, day, publisher, length FROM docs WHERE grp = ?1";
    let row = |r: &rusqlite::Row<'_>| {
        Ok(Version {
            doc: r.get(0)?,
            id: r.get(1)?,
            day: r.get::<_, Option<i64>>(2)?.unwrap_or(i64::MAX),
            publisher: r.get::<_, Option<String>>(3)?.unwrap_or_default(),
            length: r.get(4)?,
        })
    };
    let rows = db
        .prepare_cached(sql)?
        .query_map([group], row)?
        .collect::<rusqlite::Result<_>>();
    Ok(rows?)
}

/// The last version of whoever had the story first; of texts that name no publisher, the longest of the
/// first day.
fn lead(versions: &[Version]) -> Option<i64> {
    let first = versions
        .iter()
        .min_by_key(|v| (v.day, std::cmp::Reverse(v.length), &v.id))?;
    let own = versions.iter().filter(|v| v.publisher == first.publisher);
    let last = if first.publisher.is_empty() {
        own.filter(|v| v.day == first.day)
            .max_by_key(|v| (v.length, &v.id))
    } else {
        own.max_by_key(|v| (v.day, v.length, &v.id))
    };
    last.map(|v| v.doc)
}

/// What a reader found in a document.
pub(super) fn was_read(db: &Work, event: &Event, findings: &Findings) -> Result<()> {
    let sql = "SELECT doc FROM docs WHERE id = ?1";
    let doc: i64 = db
        .prepare_cached(sql)?
        .query_row([&event.subject], |r| r.get(0))?;
    db.prepare_cached("UPDATE docs SET read = ?1 WHERE doc = ?2")?
        .execute([event.seq, doc])?;
    people::names(db, doc, findings)?;
    moves::refresh(db, doc, "")?;
    // The lead may have learned from this that a move was known earlier.
    let sql = "SELECT lead FROM docs WHERE doc = ?1";
    let lead: i64 = db.prepare_cached(sql)?.query_row([doc], |r| r.get(0))?;
    if lead != doc {
        moves::refresh(db, lead, "")?;
    }
    Ok(())
}
