//! The fields of a form as those of a move, and a day of a form.

use crate::desk::Desk;
use crate::fault::Fault;
use crate::page::Known;
use crate::posted::Posted;
use demarche_ledger::digest;
use demarche_ledger::fields::{Fields, Means};
use demarche_ledger::moves::Move;
use jiff::civil::Date;

/// The fields of a form, all of which are there; those that are left empty are taken away.
pub(crate) fn fields(posted: &Posted) -> Fields {
    let list = |name: &str| posted.field(name).split(',').map(str::to_owned).collect();
    let some = |name: &str| Some(posted.field(name).to_owned());
    let days = |name: &str| {
        let end = |end: &str| posted.field(&format!("{name}_{end}"));
        Some(format!("{}..{}", end("from"), end("to")))
    };
    let condition = match posted.field("condition") {
        "" => String::new(),
        words => format!("{} {words}", posted.field("relation")),
    };
    Fields {
        kind: some("kind"),
        actor: Some(list("actor")),
        addressee: Some(list("to")),
        content: some("content"),
        due: days("due"),
        when: days("when"),
        condition: Some(condition),
        speaker: some("speaker"),
        place: some("place"),
        negative: Some(!posted.field("negative").is_empty()),
        quoted: Some(!posted.field("quoted").is_empty()),
    }
}

/// The move with these fields changed, by the same way as on the command line.
pub(crate) fn filled(
    before: &Move,
    fields: &Fields,
    desk: &Desk,
    known: &Known,
) -> Result<Move, Fault> {
    let means = Means {
        day: &|words| demarche_source::dates::parse(words).map_err(|e| e.to_string()),
        party: &|words| known.id_of(words),
        terms: &|words| Ok(digest::terms_of(&desk.reader, words)),
    };
    Ok(fields.fill(before, &means)?)
}

/// A day in words; none where there are none.
pub(crate) fn day(name: &str, words: &str) -> Result<Option<Date>, Fault> {
    if words.is_empty() {
        return Ok(None);
    }
    let day = demarche_source::dates::parse(words);
    day.map(Some)
        .map_err(|error| Fault::refused(format!("{name}: {error}")))
}
