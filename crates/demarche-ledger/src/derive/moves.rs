//! The moves of a document as they stand: what was read, with what people made of it.

use super::{HandPayload, NotePayload, ReadPayload, Work, links};
use crate::days;
use crate::error::{LedgerError, Result};
use crate::hash::{hex, sha256, short};
use crate::join::Face;
use crate::log::{self, Deed, Event};
use crate::moves::{Days, Move};
use demarche::record::{Kind, Relation};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

/// A move that is to stand in the table.
struct Wanted {
    id: String,
    /// The event that holds it, and which of its entries it is.
    seq: i64,
    ordinal: i64,
    entry: Move,
    mark: Option<&'static str>,
    struck: bool,
}

/// Which document a move belongs to; 0 for one entered by hand.
pub(super) fn doc_of(db: &Connection, id: &str) -> Result<i64> {
    let sql = "SELECT doc FROM moves WHERE id = ?1";
    let found = db
        .prepare_cached(sql)?
        .query_row([id], |r| r.get(0))
        .optional()?;
    found.ok_or_else(|| LedgerError::Refused(format!("there is no move {id}")))
}

/// Makes the moves of a document anew; of document 0, only the one named.
pub(super) fn refresh(db: &Work, doc: i64, id: &str) -> Result<()> {
    if doc == 0 {
        return refresh_note(db, id);
    }
    let sql = "SELECT id, day, read, lead, grp FROM docs WHERE doc = ?1";
    let row = |r: &Row<'_>| {
        Ok(Document {
            doc,
            id: r.get(0)?,
            day: r.get(1)?,
            read: r.get(2)?,
            lead: r.get(3)?,
            group: r.get(4)?,
        })
    };
    let document = db.prepare_cached(sql)?.query_row([doc], row)?;
    let Some(read) = document.read else {
        return Ok(());
    };
    let wanted = wanted(db, &document, read)?;
    let known = if document.lead == doc && document.group != 0 {
        earlier_versions(db, &document)?
    } else {
        Vec::new()
    };
    let rows = wanted.into_iter().map(|w| {
        let first = known.iter().filter(|(e, _)| says_the_same(e, &w.entry));
        let day = first.map(|(_, d)| *d).chain(document.day).min();
        place(&document, w, day)
    });
    replace(db, doc, rows.collect())
}

/// Of a document, what its moves need.
struct Document {
    doc: i64,
    id: String,
    day: Option<i64>,
    read: Option<i64>,
    lead: i64,
    group: i64,
}

/// What was read in a document, as people left it.
fn wanted(db: &Connection, document: &Document, read: i64) -> Result<Vec<Wanted>> {
    let event = log::event(db, read)?
        .ok_or_else(|| LedgerError::Damaged(format!("event {read} is missing")))?;
    let payload: ReadPayload = event.payload()?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut all: Vec<Wanted> = Vec::new();
    for (ordinal, entry) in payload.findings.entries.into_iter().enumerate() {
        let mut id = id_of(&document.id, &entry);
        let again = seen.entry(id.clone()).or_default();
        *again += 1;
        if *again > 1 {
            id = format!("{id}-{again}");
        }
        all.push(Wanted {
            id,
            seq: read,
            ordinal: ordinal as i64,
            entry,
            mark: None,
            struck: false,
        });
    }
    let sql = "SELECT seq FROM hands WHERE doc = ?1 ORDER BY seq";
    let hands: Vec<i64> = db
        .prepare_cached(sql)?
        .query_map([document.doc], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for seq in hands {
        if let Some(event) = log::event(db, seq)? {
            overlay(&mut all, &event)?;
        }
    }
    Ok(all)
}

/// Puts the deed of a person above what was read. A move that is not found any more stays as the person
/// left it.
fn overlay(all: &mut Vec<Wanted>, event: &Event) -> Result<()> {
    let payload: HandPayload = event.payload()?;
    let same = all.iter().position(|w| w.id == event.subject);
    let at = same.or_else(|| again(all, &payload.entry));
    let at = match at {
        Some(at) => {
            // Later deeds name it by the id under which the person knew it.
            all[at].id.clone_from(&event.subject);
            at
        }
        None => {
            all.push(Wanted {
                id: event.subject.clone(),
                seq: event.seq,
                ordinal: 0,
                entry: payload.entry.clone(),
                mark: None,
                struck: false,
            });
            all.len() - 1
        }
    };
    let move_ = &mut all[at];
    match event.deed {
        Deed::Strike => {
            move_.struck = true;
            move_.mark = Some("struck");
        }
        Deed::Correct => {
            move_.struck = false;
            move_.mark = Some("corrected");
            move_.seq = event.seq;
            move_.ordinal = 0;
            move_.entry = payload.entry;
        }
        _ => {
            move_.struck = false;
            move_.mark = move_
                .mark
                .filter(|m| *m == "corrected")
                .or(Some("confirmed"));
        }
    }
    Ok(())
}

/// The move of a new reading that is the one a person had before: of the same kind, with evidence that
/// overlaps, the content that overlaps most.
fn again(all: &[Wanted], entry: &Move) -> Option<usize> {
    let proof = entry.evidence.first()?;
    let shared = |a: (u32, u32), b: (u32, u32)| a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let near = all.iter().enumerate().filter(|(_, w)| {
        let own = w.entry.evidence.first();
        w.mark.is_none()
            && w.entry.kind == entry.kind
            && own.is_some_and(|o| shared((o.start, o.end), (proof.start, proof.end)) > 0)
    });
    let content = (entry.content.start, entry.content.end);
    near.map(|(i, w)| {
        (
            shared((w.entry.content.start, w.entry.content.end), content),
            i,
        )
    })
    .filter(|(share, _)| *share > 0)
    .max_by_key(|(share, i)| (*share, std::cmp::Reverse(*i)))
    .map(|(_, i)| i)
}

/// A name that stays the same when the ledger is built in another order: by document, kind and place.
fn id_of(doc: &str, entry: &Move) -> String {
    let place = [
        entry.evidence.first().map_or(0, |e| e.start),
        entry.content.start,
        entry.content.end,
    ];
    let place: Vec<u8> = place.iter().flat_map(|n| n.to_le_bytes()).collect();
    let kind = entry.kind.as_str();
    hex(&sha256(&[doc.as_bytes(), kind.as_bytes(), &place])[..8])
}

/// Moves of older versions of the same story, with the day on which each was known.
fn earlier_versions(db: &Connection, document: &Document) -> Result<Vec<(Move, i64)>> {
    let Some(day) = document.day else {
        return Ok(Vec::new());
    };
    let sql = "SELECT day, read FROM docs WHERE grp = ?1 AND doc <> ?2 AND day < ?3 \
               AND read IS NOT NULL";
    let older: Vec<(i64, i64)> = db
        .prepare_cached(sql)?
        .query_map([document.group, document.doc, day], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for (day, read) in older {
        if let Some(event) = log::event(db, read)? {
            let payload: ReadPayload = event.payload()?;
            found.extend(payload.findings.entries.into_iter().map(|e| (e, day)));
        }
    }
    Ok(found)
}

/// True when two versions of a story tell the same move.
fn says_the_same(a: &Move, b: &Move) -> bool {
    let common = a.terms.iter().filter(|t| b.terms.contains(t)).count();
    a.kind == b.kind && a.actor == b.actor && 2 * common >= a.terms.len().max(b.terms.len())
}

/// A row of the table, numbered when it goes in.
struct Placed {
    wanted: Wanted,
    rank: i64,
    day: Option<i64>,
    counted: bool,
}

fn place(document: &Document, wanted: Wanted, day: Option<i64>) -> Placed {
    Placed {
        rank: rank(day, &document.id, wanted.ordinal),
        day,
        counted: document.lead == document.doc && !wanted.struck,
        wanted,
    }
}

/// The day of a rank that stands for none.
const UNDATED: i64 = (1 << 20) - 1;
/// The first of all ranks of moves without a day.
pub(crate) const UNDATED_RANK: i64 = UNDATED << 43;

/// The first of all ranks of a day.
pub(crate) fn first_rank(day: i64) -> i64 {
    // Days from about the year -220 on; earlier ones are one.
    day.saturating_add(800_000).clamp(0, UNDATED - 1) << 43
}

/// Orders all moves: by day, then by document, then by place. Undated ones come last.
fn rank(day: Option<i64>, doc: &str, ordinal: i64) -> i64 {
    let day = day.map_or(UNDATED_RANK, first_rank);
    let doc = (short(&[doc]) & ((1 << 33) - 1)) as i64;
    day | doc << 10 | ordinal.clamp(0, 1023)
}

fn refresh_note(db: &Work, id: &str) -> Result<()> {
    let sql = "SELECT seq FROM hands WHERE subject = ?1 AND deed NOT IN ('join', 'split') \
               ORDER BY seq";
    let hands: Vec<i64> = db
        .prepare_cached(sql)?
        .query_map([id], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut all: Vec<Wanted> = Vec::new();
    let mut day = None;
    for seq in hands {
        let Some(event) = log::event(db, seq)? else {
            continue;
        };
        if event.deed == Deed::Note {
            let payload: NotePayload = event.payload()?;
            day = Some(days::number(payload.day));
            all.push(Wanted {
                id: id.to_owned(),
                seq,
                ordinal: 0,
                entry: payload.entry,
                mark: Some("noted"),
                struck: false,
            });
        } else if !all.is_empty() {
            overlay(&mut all, &event)?;
        }
    }
    let placed = all.into_iter().map(|wanted| Placed {
        rank: rank(day, id, 0),
        day,
        counted: !wanted.struck,
        wanted,
    });
    let placed: Vec<Placed> = placed.collect();
    let old: Vec<(i64, String)> = db
        .prepare_cached("SELECT number, id FROM moves WHERE id = ?1")?
        .query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    put(db, 0, &old, placed)
}

/// Puts these moves in place of those that the document had.
fn replace(db: &Work, doc: i64, placed: Vec<Placed>) -> Result<()> {
    let old: Vec<(i64, String)> = db
        .prepare_cached("SELECT number, id FROM moves WHERE doc = ?1")?
        .query_map([doc], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    put(db, doc, &old, placed)
}

fn put(db: &Work, doc: i64, old: &[(i64, String)], placed: Vec<Placed>) -> Result<()> {
    let mut touched = links::Touched::default();
    let numbers: HashMap<&str, i64> = old.iter().map(|(n, id)| (id.as_str(), *n)).collect();
    for (number, _) in old {
        touched.leaves(db, &*db.face(*number)?)?;
        db.forget(*number);
        db.prepare_cached("DELETE FROM moves WHERE number = ?1")?
            .execute([number])?;
        db.prepare_cached("DELETE FROM moves_fts WHERE rowid = ?1")?
            .execute([number])?;
    }
    let mut next: i64 = db
        .prepare_cached("SELECT coalesce(max(number), 0) FROM moves")?
        .query_row([], |r| r.get(0))?;
    next = next.max(old.iter().map(|(n, _)| *n).max().unwrap_or(0));
    for row in placed {
        let number = numbers
            .get(row.wanted.id.as_str())
            .copied()
            .unwrap_or_else(|| {
                next += 1;
                next
            });
        insert(db, doc, number, &row)?;
        if row.counted {
            touched.arrives(db, &*db.face(number)?)?;
        }
    }
    touched.settle(db)
}

fn insert(db: &Connection, doc: i64, number: i64, row: &Placed) -> Result<()> {
    let entry = &row.wanted.entry;
    let ends = |d: &Option<Days>| {
        let d = d.as_ref();
        let end = |day: Option<jiff::civil::Date>| day.map(days::number);
        (end(d.and_then(|d| d.from)), end(d.and_then(|d| d.to)))
    };
    let (due, when) = (ends(&entry.due), ends(&entry.when));
    let sql = "INSERT INTO moves (number, id, doc, seq, ordinal, rank, day, kind, actor, addressee, \
               terms, condition, positive, due_from, due_to, when_from, when_to, counted, \
               confidence, line, matter, mark) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, \
               ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?1, ?1, ?20)";
    db.prepare_cached(sql)?.execute(params![
        number,
        row.wanted.id,
        doc,
        row.wanted.seq,
        row.wanted.ordinal,
        row.rank,
        row.day,
        entry.kind as i64,
        entry.actor.join(" "),
        entry.addressee.join(" "),
        entry.terms.join(" "),
        waits_for(entry).join(" "),
        entry.is_positive(),
        due.0,
        due.1,
        when.0,
        when.1,
        row.counted,
        if row.wanted.mark.is_some() {
            1.0
        } else {
            entry.confidence
        },
        row.wanted.mark,
    ])?;
    let words = entry.evidence.iter().map(|e| e.text.as_str());
    let words: Vec<&str> = words.chain([entry.content.text.as_str()]).collect();
    db.prepare_cached("INSERT INTO moves_fts (rowid, words) VALUES (?1, ?2)")?
        .execute(params![number, words.join("\n")])?;
    Ok(())
}

/// Terms of the event that a move waits for; none for "unless" and "until", which end it.
fn waits_for(entry: &Move) -> &[String] {
    match &entry.condition {
        Some(c) if matches!(c.relation, Relation::If | Relation::After) => &c.terms,
        _ => &[],
    }
}

const FACE: &str = "SELECT number, doc, rank, day, kind, actor, addressee, terms, positive, \
                    due_from, due_to, when_from, when_to, condition, confidence FROM moves";

/// The face of a move.
pub(crate) fn face(db: &Connection, number: i64) -> Result<Face> {
    let sql = format!("{FACE} WHERE number = ?1");
    Ok(db.prepare_cached(&sql)?.query_row([number], row_face)?)
}

/// The first move of a line; none where the line has no move that counts.
pub(super) fn first_of(db: &Connection, line: i64) -> Result<Option<Face>> {
    let sql = format!("{FACE} WHERE counted AND line = ?1 ORDER BY rank, number LIMIT 1");
    let mut statement = db.prepare_cached(&sql)?;
    Ok(statement.query_row([line], row_face).optional()?)
}

/// The faces of the moves that a condition of SQL chooses.
pub(crate) fn faces(
    db: &Connection,
    condition: &str,
    values: impl rusqlite::Params,
) -> Result<Vec<Face>> {
    let sql = format!("{FACE} WHERE {condition} ORDER BY rank, number");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(values, row_face)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn row_face(r: &Row<'_>) -> rusqlite::Result<Face> {
    let list = |text: String| {
        text.split(' ')
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let kind = usize::try_from(r.get::<_, i64>(4)?).unwrap_or(0);
    Ok(Face {
        number: r.get(0)?,
        doc: r.get(1)?,
        rank: r.get(2)?,
        day: r.get(3)?,
        kind: *Kind::ALL.get(kind).unwrap_or(&Kind::Demand),
        actor: list(r.get(5)?),
        addressee: list(r.get(6)?),
        terms: list(r.get(7)?),
        positive: r.get(8)?,
        due: (r.get(9)?, r.get(10)?),
        when: (r.get(11)?, r.get(12)?),
        condition: list(r.get(13)?),
        confidence: r.get(14)?,
    })
}
