//! `demarche who`: people and offices, as the reports introduce them.

use super::args::{ViewFormat, Who};
use super::{Failure, Names, item, stamp, to_read, to_write, told};
use crate::End;
use crate::show::days;
use crate::show::proof::printable;
use crate::show::style::{BOLD, DIM, PROOF, RESET};
use demarche_ledger::hands::Said;
use demarche_ledger::view::{Holding, PersonView};
use std::io::{self, Write};

/// Shows the people, or says who one of them is.
pub(crate) fn who(who: &Who, out: &mut impl Write) -> io::Result<End> {
    told(match &who.set {
        Some(id) => set(who, id, out),
        None => shown(who, out),
    })
}

fn set(who: &Who, id: &str, out: &mut impl Write) -> Result<End, Failure> {
    let mut ledger = to_write(&who.writer)?;
    let said = Said {
        id: id.to_owned(),
        name: who.name.clone().unwrap_or_else(|| id.to_owned()),
        party: who.party.clone(),
        office: who.office.clone(),
        from: who.from,
        to: who.to,
    };
    let event = ledger.say_who(said, &stamp(&who.writer))?;
    writeln!(
        out,
        "noted as event {event}; demarche undo {event} takes it back"
    )?;
    Ok(End::All)
}

fn shown(who: &Who, out: &mut impl Write) -> Result<End, Failure> {
    let ledger = to_read(&who.writer.place)?;
    let people = ledger.who(who.on)?;
    if who.format == ViewFormat::Json {
        serde_json::to_writer_pretty(&mut *out, &people)?;
        writeln!(out)?;
        return Ok(End::All);
    }
    let names = Names::of(&ledger)?;
    if people.is_empty() {
        writeln!(out, "nobody is known by then")?;
    }
    for person in &people {
        one(person, &names, out)?;
    }
    Ok(End::All)
}

fn one(person: &PersonView, names: &Names, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "{BOLD}{}{RESET}  {DIM}{}{RESET}",
        printable(&person.name),
        printable(&person.id)
    )?;
    for held in &person.offices {
        writeln!(out, "       {}", holding(held, names))?;
        if let Some(proof) = held.proof.as_ref().filter(|_| held.office.is_some()) {
            writeln!(out, "       {PROOF}│{RESET} {}", item::short(proof))?;
        }
    }
    Ok(())
}

fn holding(held: &Holding, names: &Names) -> String {
    let office = held.office.as_deref().unwrap_or("no office named");
    let party = held
        .party
        .as_deref()
        .map_or("no party known", |p| names.name(p));
    let since = match (held.first, held.last, &held.author) {
        (Some(first), Some(last), Some(author)) => {
            format!("{} – {}, says {author}", days::day(first), days::day(last))
        }
        (None, Some(last), Some(author)) => format!("to {}, says {author}", days::day(last)),
        (Some(first), _, Some(author)) => format!("from {}, says {author}", days::day(first)),
        (None, _, Some(author)) => format!("says {author}"),
        (Some(first), Some(last), None) if first == last => days::day(first),
        (Some(first), Some(last), None) => {
            let n = item::count(held.n_reports, "report");
            format!("{} – {}, {n}", days::day(first), days::day(last))
        }
        _ => "undated".to_owned(),
    };
    printable(&format!("{office}, {party} ({since})"))
}
