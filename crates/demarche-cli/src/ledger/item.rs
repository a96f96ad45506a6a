//! A move in two lines, the way every list shows it.

use super::Names;
use crate::show::proof::printable;
use crate::show::style::{BOLD, DIM, KIND, PROOF, RESET};
use crate::show::{days, kind};
use demarche::when::Window;
use demarche_ledger::view::{MoveView, SourceView};
use jiff::civil::Date;
use std::io::{self, Write};

/// "  17  undertakes  United States → Russia  “…”".
pub(crate) fn head(out: &mut impl Write, found: &MoveView, names: &Names) -> io::Result<()> {
    let entry = &found.entry;
    let not = if entry.is_positive() {
        ""
    } else {
        " (negative)"
    };
    let mark = found
        .mark
        .as_deref()
        .map_or_else(String::new, |m| format!("  {DIM}[{m}]{RESET}"));
    writeln!(
        out,
        "{BOLD}{:>5}  {KIND}{}{not}{RESET}  {BOLD}{}{RESET}{mark}",
        found.number,
        kind(entry.kind),
        names.both(&entry.actor, &entry.addressee),
    )?;
    writeln!(out, "       {PROOF}“{}”{RESET}", short(&entry.content.text))
}

/// Words on one line, not endless.
pub(crate) fn short(words: &str) -> String {
    const MOST: usize = 160;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(MOST).collect();
    let more = if cut.len() < line.len() { " …" } else { "" };
    format!("{}{more}", printable(&cut))
}

/// "21 Jan 2022, Washington to answer in writing (Agency; 3 sources)".
pub(crate) fn from_where(found: &MoveView) -> String {
    let day = found.day.map_or_else(|| "undated".to_owned(), days::day);
    match &found.source {
        Some(source) => format!("{day}, {}", title(source)),
        None => match &found.noted_from {
            Some(from) => format!("{day}, entered by hand from {}", printable(from)),
            None => format!("{day}, entered by hand"),
        },
    }
}

/// The title of a report, with who published it.
pub(crate) fn title(source: &SourceView) -> String {
    let title = source.title.as_deref().unwrap_or(&source.id);
    let mut beside: Vec<String> = source.publisher.iter().map(|p| printable(p)).collect();
    if source.n_sources > 1 {
        beside.push(format!("{} sources", source.n_sources));
    }
    let beside = if beside.is_empty() {
        String::new()
    } else {
        format!(" ({})", beside.join("; "))
    };
    format!("{}{beside}", short(title))
}

/// Days in words.
pub(crate) fn window(from: Option<Date>, to: Option<Date>) -> String {
    days::window(Window { from, to })
}

/// "in 3 days", "1 day ago".
pub(crate) fn count(n: i64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
