//! `demarche status`: how things stand on a day.

use super::args::{Status, ViewFormat};
use super::{Failure, Names, item, kind, matter, to_read, today, told};
use crate::End;
use crate::show::days;
use crate::show::style::{BOLD, DIM, RESET, WARN};
use demarche_ledger::view::{Board, Item, Question};
use std::io::{self, Write};

/// Shows how things stand.
pub(crate) fn status(status: &Status, out: &mut impl Write) -> io::Result<End> {
    told(shown(status, out))
}

fn shown(status: &Status, out: &mut impl Write) -> Result<End, Failure> {
    let ledger = to_read(&status.place)?;
    let names = Names::of(&ledger)?;
    let on = status.on.unwrap_or_else(today);
    if let Some(words) = &status.matter {
        let number = ledger.number_of(words)?;
        matter::write(&ledger.matter(number, on)?, &names, status.format, out)?;
        return Ok(End::All);
    }
    let party = |words: &Option<String>| words.as_deref().map(|w| names.id_of(w)).transpose();
    let kinds: Result<Vec<_>, Failure> = status.kind.iter().map(|w| kind(w)).collect();
    let question = Question {
        known_by: status.known_by,
        party: party(&status.party)?,
        with: party(&status.with)?,
        kinds: kinds?,
        standings: status.standing.clone(),
        limit: status.limit,
        ..Question::on(on)
    };
    let board = ledger.status(&question)?;
    match status.format {
        ViewFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &board)?;
            writeln!(out)?;
        }
        ViewFormat::Text => {
            let (documents, _) = ledger.size()?;
            heading(&board, documents, out)?;
            list(&board, &names, status.limit, out)?;
        }
    }
    Ok(End::All)
}

fn heading(board: &Board, documents: i64, out: &mut impl Write) -> io::Result<()> {
    write!(
        out,
        "{BOLD}How things stand on {}{RESET}",
        days::day(board.on)
    )?;
    if board.known_by != board.on {
        write!(out, ", as known by {}", days::day(board.known_by))?;
    }
    writeln!(out)?;
    let said: Vec<String> = demarche_ledger::standing::Standing::WORDS
        .iter()
        .filter_map(|w| board.counts.get(w).map(|n| format!("{n} {w}")))
        .collect();
    if said.is_empty() {
        return writeln!(
            out,
            "nothing is known by then; the ledger holds {documents} reports"
        );
    }
    writeln!(out, "{}", said.join(" · "))
}

fn list(board: &Board, names: &Names, limit: usize, out: &mut impl Write) -> io::Result<()> {
    let mut last = "";
    let mut n_shown = 0;
    for found in &board.items {
        if found.standing != last {
            more(board, last, n_shown, out)?;
            writeln!(out, "\n{BOLD}{}{RESET}", capital(found.standing))?;
            (last, n_shown) = (found.standing, 0);
        }
        n_shown += 1;
        one(found, names, out)?;
    }
    more(board, last, n_shown, out)?;
    if limit == 0 {
        writeln!(out, "{DIM}(lists are off: --limit 0){RESET}")?;
    }
    Ok(())
}

fn more(board: &Board, word: &str, n_shown: i64, out: &mut impl Write) -> io::Result<()> {
    let all = board.counts.get(word).copied().unwrap_or(0);
    if n_shown > 0 && all > n_shown {
        writeln!(
            out,
            "       {DIM}and {} more: --standing \"{word}\" --limit {all}{RESET}",
            all - n_shown
        )?;
    }
    Ok(())
}

fn one(found: &Item, names: &Names, out: &mut impl Write) -> io::Result<()> {
    item::head(out, &found.first, names)?;
    let mut said = Vec::new();
    if found.due_from.is_some() || found.due_to.is_some() {
        said.push(item::window(found.due_from, found.due_to));
    }
    let days = |n| item::count(n, "day");
    match (found.standing, found.days) {
        ("overdue", Some(n)) => said.push(format!("{WARN}{} over{RESET}", days(n))),
        ("due", Some(0)) => said.push(format!("{WARN}today is the last day{RESET}")),
        ("due", Some(n)) => said.push(format!("{} left", days(n))),
        ("outstanding", Some(n)) => said.push(format!("in {}", days(n))),
        _ => {}
    }
    if let Some(condition) = &found.first.entry.condition {
        let words = item::short(&condition.words.text);
        said.push(format!("{}: “{words}”", condition.relation.as_str()));
    }
    if !said.is_empty() {
        writeln!(out, "       {}", said.join(" · "))?;
    }
    let again = match found.n_moves {
        0 | 1 => String::new(),
        n => format!(", said {n} times"),
    };
    writeln!(
        out,
        "       {DIM}{}{again}{RESET}",
        item::from_where(&found.first)
    )?;
    if let Some(closed) = &found.closed_by {
        writeln!(
            out,
            "       {} by {}: “{}” {DIM}{}{RESET}",
            closed.relation,
            closed.by.number,
            item::short(&closed.by.entry.content.text),
            item::from_where(&closed.by),
        )?;
    }
    Ok(())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
