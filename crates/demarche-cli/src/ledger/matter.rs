//! `demarche show`: one matter, its moves in order, each with its words and why it was joined.

use super::args::{Show, ViewFormat};
use super::{Failure, Names, item, to_read, today, told};
use crate::End;
use crate::show::days;
use crate::show::proof::printable;
use crate::show::style::{BOLD, DIM, PROOF, RESET, WARN};
use demarche_ledger::view::{LineView, MatterView, MoveView};
use std::io::{self, Write};

/// Shows a matter.
pub(crate) fn show(show: &Show, out: &mut impl Write) -> io::Result<End> {
    told(shown(show, out))
}

fn shown(show: &Show, out: &mut impl Write) -> Result<End, Failure> {
    let ledger = to_read(&show.place)?;
    let names = Names::of(&ledger)?;
    let number = ledger.number_of(&show.matter)?;
    let matter = ledger.matter(number, show.on.unwrap_or_else(today))?;
    write(&matter, &names, show.format, out)?;
    Ok(End::All)
}

/// Writes a matter in the form asked for.
pub(crate) fn write(
    matter: &MatterView,
    names: &Names,
    format: ViewFormat,
    out: &mut impl Write,
) -> io::Result<()> {
    if format == ViewFormat::Json {
        serde_json::to_writer_pretty(&mut *out, matter)?;
        return writeln!(out);
    }
    let mut moves: Vec<(&LineView, &MoveView)> = matter
        .lines
        .iter()
        .flat_map(|l| l.moves.iter().map(move |m| (l, m)))
        .collect();
    moves.sort_by_key(|(_, m)| (m.day.is_none(), m.day));
    writeln!(
        out,
        "{BOLD}Matter {}{RESET} on {}: {}",
        matter.number,
        days::day(matter.on),
        item::count(moves.len() as i64, "move")
    )?;
    for (line, found) in moves {
        writeln!(out)?;
        item::head(out, found, names)?;
        if line.moves.first().is_some_and(|m| m.number == found.number) {
            standing(line, out)?;
        }
        proof(found, out)?;
        joins(matter, found, out)?;
    }
    for said in &matter.disclosure {
        let day = said.day.map_or_else(|| "undated".to_owned(), days::day);
        let condition = said.condition.as_deref();
        let condition = condition.map_or_else(String::new, |c| format!(" (“{}”)", item::short(c)));
        writeln!(
            out,
            "\n{BOLD}The text{RESET}: {}{condition}, by {} of {day}",
            said.says, said.number
        )?;
    }
    for line in &matter.lines {
        for disagreement in &line.disagreements {
            let versions = disagreement.versions.iter();
            let versions: Vec<String> = versions
                .map(|(n, words)| format!("{n} says “{}”", printable(words)))
                .collect();
            writeln!(
                out,
                "\n{WARN}Sources differ{RESET} on the {}: {}",
                disagreement.about,
                versions.join(", ")
            )?;
        }
    }
    Ok(())
}

fn standing(line: &LineView, out: &mut impl Write) -> io::Result<()> {
    let Some(standing) = line.standing else {
        return Ok(());
    };
    let mut said = format!("{BOLD}{standing}{RESET}");
    if line.due_from.is_some() || line.due_to.is_some() {
        said.push_str(&format!(
            ", due {}",
            item::window(line.due_from, line.due_to)
        ));
    }
    writeln!(out, "       {said}")
}

fn proof(found: &MoveView, out: &mut impl Write) -> io::Result<()> {
    for words in &found.entry.evidence {
        writeln!(out, "       {PROOF}│{RESET} {}", item::short(&words.text))?;
    }
    let by = found
        .entry
        .speaker
        .as_deref()
        .map_or_else(String::new, |s| format!("said by {}, ", printable(s)));
    writeln!(out, "       {DIM}{by}{}{RESET}", item::from_where(found))
}

fn joins(matter: &MatterView, found: &MoveView, out: &mut impl Write) -> io::Result<()> {
    for link in matter
        .links
        .iter()
        .filter(|l| l.child_number == found.number)
    {
        writeln!(
            out,
            "       {} {}: {} {DIM}{:.2}{RESET}",
            link.relation,
            link.parent_number,
            printable(&link.reason),
            link.confidence
        )?;
    }
    Ok(())
}
