//! A register for people, in Markdown: how things stand, then every matter with its moves, the quoted words and
//! where they were reported. Text of reports is escaped, so that it is shown and does nothing.

use super::plain::{one_line, web_address};
use super::told::{KNOWN, Line, Names, Teller, Told, each_line};
use crate::days;
use crate::error::Result;
use crate::standing::Standing;
use crate::view::MOVE_ROW;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use std::io::Write;

pub(super) fn write(db: &Connection, on: i64, out: &mut impl Write) -> Result<()> {
    let names = Names::of(db)?;
    let day = days::day(on).unwrap_or_default();
    let sql = format!(
        "SELECT (SELECT count(*) FROM docs m WHERE {KNOWN}), \
         (SELECT count(*) FROM moves m WHERE m.counted AND {KNOWN})"
    );
    let size = |r: &rusqlite::Row<'_>| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?));
    let (n_reports, n_moves) = db.query_row(&sql, [on], size)?;
    writeln!(out, "# Register of moves on {day}\n")?;
    writeln!(out, "{n_moves} moves from {n_reports} reports.\n")?;
    writeln!(out, "## How things stand")?;
    for word in Standing::WORDS {
        standing(db, on, out, &names, word)?;
    }
    writeln!(out, "\n## Matters")?;
    matters(db, on, out, &names)
}

/// The lines of one standing, what is most urgent first.
fn standing(
    db: &Connection,
    on: i64,
    out: &mut impl Write,
    names: &Names,
    word: &str,
) -> Result<()> {
    let mut teller = Teller::new(db, on);
    let mut is_first = true;
    let chosen = "p.since <= ?1 AND p.until > ?1 ORDER BY p.due_to IS NULL, p.due_to, \
                  p.due_from IS NULL, p.due_from, r.rank, r.id";
    each_line(db, on, chosen, |line| {
        if line.stands(on).word != word {
            return Ok(());
        }
        if is_first {
            writeln!(out, "\n### {}{}\n", word[..1].to_uppercase(), &word[1..])?;
            is_first = false;
        }
        if let Some(first) = teller.first_of(line.number)? {
            let entry = &first.entry;
            writeln!(
                out,
                "- **{}**, {}{}: “{}” ({}; `{}`)",
                escaped(&names.sides(entry)),
                line.kind.as_str(),
                when(&line, on),
                escaped(&entry.content.text),
                place(&first),
                line.id,
            )?;
        }
        Ok(())
    })
}

/// Days of a line, in words: ", due by 2022-01-30, 3 days overdue".
fn when(line: &Line, on: i64) -> String {
    let stands = line.stands(on);
    let mut words = match (stands.due_from, stands.due_to) {
        (Some(from), Some(to)) if from != to => format!(", due from {from} to {to}"),
        (_, Some(to)) => format!(", due by {to}"),
        (Some(from), None) => format!(", due from {from}"),
        (None, None) => String::new(),
    };
    let n_days = |n: i64| format!("{n} day{}", if n == 1 { "" } else { "s" });
    match (stands.word, stands.days) {
        ("overdue", Some(n)) => words.push_str(&format!(", {} overdue", n_days(n))),
        ("due", Some(n)) => words.push_str(&format!(", {} left", n_days(n))),
        ("outstanding", Some(n)) => words.push_str(&format!(", in {}", n_days(n))),
        (_, _) => {
            if let Some(since) = stands.since {
                words.push_str(&format!(", since {since}"));
            }
        }
    }
    words
}

/// Every matter, in the order of its first move.
fn matters(db: &Connection, on: i64, out: &mut impl Write, names: &Names) -> Result<()> {
    let sql = format!(
        "SELECT m.number FROM moves m WHERE m.counted = 1 AND m.matter = m.number AND {KNOWN} \
         ORDER BY m.rank, m.id"
    );
    let own = format!(
        "SELECT {MOVE_ROW} FROM moves m WHERE m.matter = ?2 AND m.counted AND {KNOWN} \
         ORDER BY m.rank, m.id"
    );
    let mut teller = Teller::new(db, on);
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([on])?;
    while let Some(row) = rows.next()? {
        let matter: i64 = row.get(0)?;
        let mut is_first = true;
        teller.chosen(&own, params![on, matter], |told| {
            if is_first {
                heading(out, names, &told)?;
                is_first = false;
            }
            item(out, names, &told)
        })?;
    }
    Ok(())
}

fn heading(out: &mut impl Write, names: &Names, first: &Told) -> Result<()> {
    let sides = escaped(&names.sides(&first.entry));
    let content = escaped(&first.entry.content.text);
    writeln!(out, "\n### {sides}: “{content}”\n")?;
    Ok(())
}

fn item(out: &mut impl Write, names: &Names, told: &Told) -> Result<()> {
    let entry = &told.entry;
    let day = told
        .day
        .map_or_else(|| "no day".to_owned(), |d: Date| d.to_string());
    let not = if entry.is_positive() { "" } else { " (not)" };
    write!(
        out,
        "- {day} **{}**{not} {}: “{}”",
        entry.kind.as_str(),
        escaped(&names.sides(entry)),
        escaped(&entry.content.text)
    )?;
    if let Some(stands) = &told.standing {
        write!(out, ", {}", stands.word)?;
    }
    if let Some(mark) = &told.mark {
        write!(out, ", {} by hand", escaped(mark))?;
    }
    writeln!(out, " (`{}`)", told.id)?;
    for join in &told.joins {
        writeln!(
            out,
            "  - {} `{}` ({:.2}): {}",
            escaped(&join.relation),
            join.parent,
            join.confidence,
            escaped(&join.reason)
        )?;
    }
    for words in &entry.evidence {
        writeln!(out, "  - “{}”", escaped(&words.text))?;
    }
    writeln!(out, "  - {}", place(told))?;
    Ok(())
}

/// Where a move stands: a link where there is an address that leads to the web.
fn place(told: &Told) -> String {
    let Some(source) = &told.source else {
        let from = told.noted_from.as_deref().unwrap_or("");
        let from = escaped(from);
        let by_hand = "entered by hand".to_owned();
        return if from.is_empty() { by_hand } else { from };
    };
    let title = source.title.as_deref().map(escaped).unwrap_or_default();
    let title = if title.is_empty() {
        format!("report {}", source.id)
    } else {
        title
    };
    let mut words = match source.url.as_deref().and_then(web_address) {
        Some(url) => format!("[{title}](<{url}>)"),
        None => title,
    };
    let publisher = source.publisher.as_deref().map(escaped);
    let date = source.date.map(|d| d.to_string());
    for more in publisher.into_iter().chain(date).filter(|w| !w.is_empty()) {
        words.push_str(", ");
        words.push_str(&more);
    }
    words
}

/// Text of a report in the middle of a line: shown as it is, with no mark-up, HTML or formula in it.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for c in one_line(text).chars() {
        match c {
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '&' => shown.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' | '!' | '{' | '}' => {
                shown.extend(['\\', c]);
            }
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_mark_up() {
        assert_eq!(
            escaped("<b>*a*</b>\n# [x](javascript:1) ![y] `z` a_b & c"),
            "&lt;b&gt;\\*a\\*&lt;/b&gt; \\# \\[x\\](javascript:1) \\!\\[y\\] \\`z\\` a\\_b &amp; c"
        );
    }
}
