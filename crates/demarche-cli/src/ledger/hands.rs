//! The deeds of people: confirm, correct, strike, join, split, note, undo.

use super::args::{Confirm, Correct, Fields, Join, Note, Split, Strike, Undo, Writer};
use super::{Failure, Names, refused, stamp, to_write, today, told};
use crate::{End, reader};
use demarche_ledger::join::Tie;
use demarche_ledger::moves::Move;
use demarche_ledger::{Ledger, LedgerError, Stamp, digest, fields, hands};
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
    let entry = filled(&ledger, &before, &correct.fields)?;
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
    let entry = filled(&ledger, &Move::by_hand(), &note.fields)?;
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
fn filled(ledger: &Ledger, before: &Move, given: &Fields) -> Result<Move, Failure> {
    let names = Names::of(ledger)?;
    let fields = fields::Fields {
        kind: given.kind.clone(),
        actor: (!given.actor.is_empty()).then(|| given.actor.clone()),
        addressee: given.to.clone(),
        content: given.content.clone(),
        due: given.due.clone(),
        when: given.when.clone(),
        condition: given.condition.clone(),
        speaker: given.speaker.clone(),
        negative: given.negative.then_some(true),
        ..fields::Fields::default()
    };
    // The weights are loaded only where words are to be looked at.
    let terms = |words: &str| match reader() {
        Some(reader) => Ok(digest::terms_of(&reader, words)),
        None => Err(LedgerError::Refused(
            "the words could not be looked at".to_owned(),
        )),
    };
    let means = fields::Means {
        day: &crate::args::day,
        party: &|words| names.id_of(words).ok(),
        terms: &terms,
    };
    Ok(fields.fill(before, &means)?)
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
