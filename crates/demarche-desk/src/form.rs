//! The fields of a form as a move.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::page::Known;
use crate::posted::Posted;
use demarche::record::{Kind, Relation};
use demarche_ledger::digest;
use demarche_ledger::moves::{Condition, Days, Move, Place, Words};
use jiff::civil::Date;

/// The move as the form leaves it. Fields that are as they were keep the words and places they have.
pub(crate) fn filled(
    before: &Move,
    posted: &Posted,
    desk: &Desk,
    known: &Known,
) -> Result<Move, Fault> {
    let mut entry = before.clone();
    let kind = posted.field("kind");
    let kind = Kind::parse(kind).ok_or_else(|| {
        Fault::refused(format!(
            "a move needs its kind, and there is none named “{kind}”"
        ))
    })?;
    if kind != before.kind || before.plover.is_none() {
        entry.kind = kind;
        entry.plover = demarche::codes::plover(kind).map(str::to_owned);
    }
    entry.actor = parties(posted.field("actor"), known)?;
    entry.addressee = parties(posted.field("to"), known)?;
    entry.polarity = if posted.field("negative").is_empty() {
        "positive"
    } else {
        "negative"
    }
    .into();
    entry.quoted = !posted.field("quoted").is_empty();
    entry.speaker = posted.some("speaker").map(|s| known.id_of(&s).unwrap_or(s));
    let content = one_line(posted.field("content"));
    if content != one_line(&before.content.text) {
        entry.terms = digest::terms_of(&desk.reader, &content);
        entry.content.text = content;
    }
    entry.condition = condition(before, posted, desk)?;
    entry.due = days(before.due.as_ref(), posted, "due")?;
    entry.when = days(before.when.as_ref(), posted, "when")?;
    entry.place = posted.some("place").map(|name| match &before.place {
        Some(place) if place.name == name => place.clone(),
        _ => Place {
            name,
            ..Place::default()
        },
    });
    Ok(entry)
}

/// A form field of one line gives back what it was given without line ends; such a change is none.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "Russia, NATO": ids, or names that the ledger knows.
fn parties(words: &str, known: &Known) -> Result<Vec<String>, Fault> {
    let names = words.split(',').map(str::trim).filter(|w| !w.is_empty());
    let id = |name: &str| {
        let found = known.id_of(name);
        let own = (!name.contains(char::is_whitespace)).then(|| name.to_owned());
        found.or(own).ok_or_else(|| {
            Fault::refused(format!(
                "no party “{name}” stands in the ledger; give an id without spaces, as in RUS or \
                 writers-guild-of-america"
            ))
        })
    };
    names.map(id).collect()
}

fn condition(before: &Move, posted: &Posted, desk: &Desk) -> Result<Option<Condition>, Fault> {
    let words = one_line(posted.field("condition"));
    if words.is_empty() {
        return Ok(None);
    }
    let word = posted.field("relation");
    let relation = Relation::parse(word).ok_or_else(|| {
        Fault::refused("say what the condition is: if, unless, after, until or before")
    })?;
    let old = before.condition.as_ref();
    if let Some(old) = old.filter(|o| o.relation == relation && one_line(&o.words.text) == words) {
        return Ok(Some(old.clone()));
    }
    Ok(Some(Condition {
        relation,
        terms: digest::terms_of(&desk.reader, &words),
        words: Words {
            text: words,
            ..Words::default()
        },
    }))
}

fn days(before: Option<&Days>, posted: &Posted, name: &str) -> Result<Option<Days>, Fault> {
    let end = |end: &str| -> Result<Option<Date>, Fault> {
        let words = posted.field(&format!("{name}_{end}"));
        if words.is_empty() {
            return Ok(None);
        }
        let day = demarche_source::dates::parse(words);
        day.map(Some)
            .map_err(|error| Fault::refused(format!("{name}: {error}")))
    };
    let (from, to) = (end("from")?, end("to")?);
    if before.is_some_and(|d| (d.from, d.to) == (from, to)) {
        return Ok(before.cloned());
    }
    if from.is_none() && to.is_none() {
        return Ok(None);
    }
    let said = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    Ok(Some(Days {
        from,
        to,
        words: Words {
            text: format!("{}..{}", said(from), said(to)),
            ..Words::default()
        },
    }))
}

/// A day of a form.
pub(crate) fn day(posted: &Posted, name: &str) -> Result<Option<Date>, Fault> {
    let words = posted.field(name);
    if words.is_empty() {
        return Ok(None);
    }
    let day = demarche_source::dates::parse(words);
    day.map(Some)
        .map_err(|error| Fault::refused(format!("{name}: {error}")))
}
