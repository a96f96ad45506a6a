//! The deeds of people: confirm, correct, strike, join, split, note, undo.

use super::args::{Confirm, Correct, Fields, Join, Note, Split, Strike, Undo, Writer};
use super::{Failure, kind, refused, stamp, to_write, today, told};
use crate::{End, reader};
use demarche::record::Relation;
use demarche_ledger::join::Tie;
use demarche_ledger::moves::{Condition, Days, Move, Words};
use demarche_ledger::{Ledger, Stamp, digest, hands};
use std::io::{self, Write};

/// Confirms moves.
pub(crate) fn confirm(confirm: &Confirm, out: &mut impl Write) -> io::Result<End> {
    told(each(
        &confirm.moves,
        &confirm.writer,
        out,
        |ledger, number, stamp| Ok(ledger.confirm(number, stamp)?),
    ))
}

/// Strikes moves.
pub(crate) fn strike(strike: &Strike, out: &mut impl Write) -> io::Result<End> {
    told(each(
        &strike.moves,
        &strike.writer,
        out,
        |ledger, number, stamp| Ok(ledger.strike(number, strike.reason.clone(), stamp)?),
    ))
}

fn each(
    moves: &[String],
    writer: &Writer,
    out: &mut impl Write,
    mut deed: impl FnMut(&mut Ledger, i64, &Stamp) -> Result<i64, Failure>,
) -> Result<End, Failure> {
    let mut ledger = to_write(writer)?;
    let numbers: Result<Vec<i64>, _> = moves.iter().map(|m| ledger.number_of(m)).collect();
    for number in numbers? {
        let event = deed(&mut ledger, number, &stamp(writer))?;
        done(event, out)?;
    }
    Ok(End::All)
}

fn done(event: i64, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "noted as event {event}; demarche undo {event} takes it back"
    )
}

/// Puts a move right.
pub(crate) fn correct(correct: &Correct, out: &mut impl Write) -> io::Result<End> {
    told(corrected(correct, out))
}

fn corrected(correct: &Correct, out: &mut impl Write) -> Result<End, Failure> {
    let mut ledger = to_write(&correct.writer)?;
    let number = ledger.number_of(&correct.number)?;
    let before = ledger.move_view(number)?.entry;
    let entry = filled(before.clone(), &correct.fields)?;
    if entry == before {
        return Err(refused(
            "nothing is changed; say what is to stand instead, as in --actor RUS",
        ));
    }
    let event = ledger.correct(number, entry, &stamp(&correct.writer))?;
    done(event, out)?;
    Ok(End::All)
}

/// Enters a move by hand.
pub(crate) fn note(note: &Note, out: &mut impl Write) -> io::Result<End> {
    told(noted(note, out))
}

fn noted(note: &Note, out: &mut impl Write) -> Result<End, Failure> {
    let mut ledger = Ledger::open(&note.writer.place.ledger)?;
    if note.fields.kind.is_none() {
        return Err(refused(
            "a move needs its kind: give --kind, as in --kind demand",
        ));
    }
    let entry = filled(Move::by_hand(), &note.fields)?;
    let number = ledger.note(
        hands::Note {
            day: note.date.unwrap_or_else(today),
            entry,
            source: note.source.clone(),
        },
        &stamp(&note.writer),
    )?;
    writeln!(
        out,
        "noted as move {number}; demarche show {number} shows to what it was joined"
    )?;
    Ok(End::All)
}

/// The move with the fields that were given.
fn filled(mut entry: Move, fields: &Fields) -> Result<Move, Failure> {
    if let Some(word) = &fields.kind {
        entry.kind = kind(word)?;
        entry.plover = demarche::codes::plover(entry.kind).map(str::to_owned);
    }
    if !fields.actor.is_empty() {
        entry.actor.clone_from(&fields.actor);
    }
    if let Some(to) = &fields.to {
        entry.addressee = to.iter().filter(|p| !p.is_empty()).cloned().collect();
    }
    if let Some(speaker) = &fields.speaker {
        entry.speaker = Some(speaker.clone());
    }
    if fields.negative {
        entry.polarity = "negative".to_owned();
    }
    if let Some(words) = &fields.due {
        entry.due = days(words)?;
    }
    if let Some(words) = &fields.when {
        entry.when = days(words)?;
    }
    let words = fields.content.as_ref();
    let condition = fields.condition.as_deref();
    if words.is_some() || condition.is_some_and(|c| c != "none") {
        let reader = reader().ok_or_else(|| refused("the words could not be looked at"))?;
        if let Some(words) = words {
            entry.content = Words {
                text: words.clone(),
                ..entry.content
            };
            entry.terms = digest::terms_of(&reader, words);
        }
        if let Some(words) = condition {
            let mut own = condition_of(words)?;
            own.terms = digest::terms_of(&reader, &own.words.text);
            entry.condition = Some(own);
        }
    }
    if condition == Some("none") {
        entry.condition = None;
    }
    Ok(entry)
}

/// "2022-01-30", "2022-01-24..2022-01-30", "..2022-01-30", "2022-01-24..", "none".
fn days(words: &str) -> Result<Option<Days>, Failure> {
    if words == "none" {
        return Ok(None);
    }
    let (from, to) = words.split_once("..").unwrap_or((words, words));
    let end = |word: &str| match word.trim() {
        "" => Ok(None),
        word => crate::args::day(word).map(Some),
    };
    let ends = end(from).and_then(|from| Ok((from, end(to)?)));
    let (from, to) = ends.map_err(|why| {
        refused(format!(
            "{why}; give a day, or two as in 2022-01-24..2022-01-30"
        ))
    })?;
    Ok(Some(Days {
        from,
        to,
        words: Words {
            text: words.to_owned(),
            ..Words::default()
        },
    }))
}

fn condition_of(words: &str) -> Result<Condition, Failure> {
    let begun = Relation::ALL.into_iter().find_map(|r| {
        let rest = words.strip_prefix(r.as_str())?;
        rest.starts_with(' ').then(|| (r, rest.trim()))
    });
    let (relation, rest) = begun.filter(|(_, rest)| !rest.is_empty()).ok_or_else(|| {
        refused(
            "a condition begins with if, unless, after, until or before, as in \"if talks fail\"",
        )
    })?;
    Ok(Condition {
        relation,
        words: Words {
            text: rest.to_owned(),
            ..Words::default()
        },
        terms: Vec::new(),
    })
}

/// Joins two moves.
pub(crate) fn join(join: &Join, out: &mut impl Write) -> io::Result<End> {
    told(joined(join, out))
}

fn joined(join: &Join, out: &mut impl Write) -> Result<End, Failure> {
    let mut ledger = to_write(&join.writer)?;
    let (later, earlier) = (
        ledger.number_of(&join.later)?,
        ledger.number_of(&join.earlier)?,
    );
    let tie = match join.tie.as_deref() {
        Some(word) => Some(Tie::parse(word).ok_or_else(|| {
            refused(format!(
                "a move is no “{word}” to another; see demarche join --help"
            ))
        })?),
        None => None,
    };
    let event = ledger.join(later, earlier, tie, &stamp(&join.writer))?;
    done(event, out)?;
    Ok(End::All)
}

/// Parts two moves.
pub(crate) fn split(split: &Split, out: &mut impl Write) -> io::Result<End> {
    told(parted(split, out))
}

fn parted(split: &Split, out: &mut impl Write) -> Result<End, Failure> {
    let mut ledger = to_write(&split.writer)?;
    let (later, earlier) = (
        ledger.number_of(&split.later)?,
        ledger.number_of(&split.earlier)?,
    );
    let event = ledger.split(later, earlier, &stamp(&split.writer))?;
    done(event, out)?;
    Ok(End::All)
}

/// Takes a deed back.
pub(crate) fn undo(undo: &Undo, out: &mut impl Write) -> io::Result<End> {
    told(undone(undo, out))
}

fn undone(undo: &Undo, out: &mut impl Write) -> Result<End, Failure> {
    let mut ledger = to_write(&undo.writer)?;
    let last = match undo.event {
        Some(event) => Some(event),
        None => ledger.last_deed()?,
    };
    let event =
        last.ok_or_else(|| refused("no deed of a person holds that could be taken back"))?;
    ledger.undo(event, &stamp(&undo.writer))?;
    writeln!(out, "event {event} is taken back")?;
    Ok(End::All)
}
