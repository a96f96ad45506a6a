//! What changed last, as an Atom feed (RFC 4287): moves that were reported, lines that came to stand otherwise,
//! and last days that passed. Each change is an entry of its own with a name that stays, so that a reader
//! shows it once, also when its report is added long after its day.

use super::plain::{one_line, web_address};
use super::told::{Line, Names, Teller, Told, each_line};
use crate::days;
use crate::error::Result;
use crate::view::MOVE_ROW;
use rusqlite::{Connection, params};
use std::io::Write;

/// Entries of a feed. A reader asks daily or more often, and a day has fewer changes than this.
const MOST: usize = 1_000;

/// A change, with what orders it: the day, then what sort it is, then its place in its own list.
struct Change {
    day: i64,
    order: (u8, usize),
    /// What the name of the entry ends in.
    name: String,
    title: String,
    words: Vec<String>,
    url: Option<String>,
}

pub(super) fn write(db: &Connection, on: i64, out: &mut impl Write) -> Result<()> {
    let names = Names::of(db)?;
    let mut changes = reported(db, on, &names)?;
    changes.extend(turned(db, on, &names)?);
    changes.extend(passed(db, on, &names)?);
    changes.sort_by_key(|c| (std::cmp::Reverse(c.day), c.order));
    changes.truncate(MOST);
    let last = changes.first().map_or(on, |c| c.day);
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>tag:demarche,2026:ledger</id>\n\
         <title>Demarche: what changed</title>\n\
         <updated>{}</updated>\n\
         <author><name>Demarche</name></author>\n\
         <generator>Demarche</generator>\n",
        moment(last)
    )?;
    for change in &changes {
        entry(out, change)?;
    }
    out.write_all(b"</feed>\n")?;
    Ok(())
}

/// The moves that were reported last.
fn reported(db: &Connection, on: i64, names: &Names) -> Result<Vec<Change>> {
    let sql = format!(
        "SELECT {MOVE_ROW} FROM moves m WHERE m.counted = 1 AND m.day <= ?1 \
         ORDER BY m.rank DESC, m.id LIMIT {MOST}"
    );
    let mut changes = Vec::new();
    Teller::new(db, on).chosen(&sql, params![on], |told| {
        let day = told.day.map_or(on, days::number);
        changes.push(Change {
            day,
            order: (0, changes.len()),
            name: format!("move:{}", told.id),
            title: title(told.entry.kind.as_str(), names, &told),
            words: words(&told),
            url: address(&told),
        });
        Ok(())
    })?;
    Ok(changes)
}

/// The lines that came to stand otherwise last, each with the moves that brought it about.
fn turned(db: &Connection, on: i64, names: &Names) -> Result<Vec<Change>> {
    let chosen = format!(
        "p.since <= ?1 AND EXISTS (SELECT 1 FROM phases e WHERE e.line = p.line \
         AND e.since < p.since) ORDER BY p.since DESC, r.rank, r.id LIMIT {MOST}"
    );
    let mut teller = Teller::new(db, on);
    let mut changes = Vec::new();
    each_line(db, on, &chosen, |line| {
        let Some(first) = teller.first_of(line.number)? else {
            return Ok(());
        };
        let since = days::day(line.since).unwrap_or_default();
        let by = brought_about(&mut teller, &line)?;
        changes.push(Change {
            day: line.since,
            order: (1, changes.len()),
            name: format!("line:{}:{since}", line.id),
            title: title(line.stands(line.since).word, names, &first),
            words: by.iter().flat_map(words).chain(days_of(&line)).collect(),
            url: by.first().or(Some(&first)).and_then(address),
        });
        Ok(())
    })?;
    Ok(changes)
}

/// The moves of the day on which a line changed that bear on it, or say it anew.
fn brought_about(teller: &mut Teller<'_>, line: &Line) -> Result<Vec<Told>> {
    let sql = format!(
        "SELECT {MOVE_ROW} FROM moves m WHERE m.counted AND m.day = ?2 AND (m.number IN (SELECT \
         l.child FROM links l JOIN moves p ON p.number = l.parent WHERE p.line = ?1 \
         AND l.relation <> 'restates') OR m.line = ?1) ORDER BY m.line = ?1, m.rank, m.id LIMIT 3"
    );
    let mut by = Vec::new();
    teller.chosen(&sql, params![line.number, line.since], |told| {
        by.push(told);
        Ok(())
    })?;
    Ok(by)
}

/// The lines whose last day passed last, with nothing done.
fn passed(db: &Connection, on: i64, names: &Names) -> Result<Vec<Change>> {
    let chosen = format!(
        "p.state = 0 AND p.due_to < ?1 AND p.since <= p.due_to + 1 AND p.until > p.due_to + 1 \
         ORDER BY p.due_to DESC, r.rank, r.id LIMIT {MOST}"
    );
    let mut teller = Teller::new(db, on);
    let mut changes = Vec::new();
    each_line(db, on, &chosen, |line| {
        let last = line.due.1.unwrap_or(on);
        if let Some(first) = teller.first_of(line.number)? {
            let day = days::day(last).unwrap_or_default();
            changes.push(Change {
                day: last + 1,
                order: (2, changes.len()),
                name: format!("line:{}:overdue:{day}", line.id),
                title: title("overdue", names, &first),
                words: words(&first).into_iter().chain(days_of(&line)).collect(),
                url: address(&first),
            });
        }
        Ok(())
    })?;
    Ok(changes)
}

fn title(word: &str, names: &Names, told: &Told) -> String {
    let sides = names.sides(&told.entry);
    one_line(&format!("{word}: {sides}: {}", told.entry.content.text))
}

/// The quoted words of a move, and where they stand.
fn words(told: &Told) -> Vec<String> {
    let evidence = told.entry.evidence.iter();
    let mut lines: Vec<String> = evidence
        .map(|w| format!("“{}”", one_line(&w.text)))
        .collect();
    let source = told.source.as_ref();
    let known = source.into_iter().flat_map(|s| [&s.title, &s.publisher]);
    let known = known.flatten().chain(&told.noted_from);
    let known: Vec<String> = known.map(|k| one_line(k)).collect();
    lines.push(known.join(", "));
    lines.retain(|l| !l.is_empty());
    lines
}

fn days_of(line: &Line) -> Option<String> {
    let day = |d: Option<i64>| d.and_then(days::day);
    match (day(line.due.0), day(line.due.1)) {
        (Some(from), Some(to)) if from != to => Some(format!("Due from {from} to {to}")),
        (_, Some(to)) => Some(format!("Due by {to}")),
        (Some(from), None) => Some(format!("Due from {from}")),
        (None, None) => None,
    }
}

fn address(told: &Told) -> Option<String> {
    let url = told.source.as_ref()?.url.as_deref()?;
    web_address(url).map(str::to_owned)
}

fn moment(day: i64) -> String {
    format!("{}T00:00:00Z", days::day(day).unwrap_or_default())
}

fn entry(out: &mut impl Write, change: &Change) -> Result<()> {
    let updated = moment(change.day);
    writeln!(
        out,
        "<entry>\n<id>tag:demarche,2026:{}</id>\n<title>{}</title>\n<updated>{updated}</updated>\n\
         <published>{updated}</published>",
        escaped(&change.name),
        escaped(&change.title),
    )?;
    if let Some(url) = &change.url {
        writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", escaped(url))?;
    }
    let words = escaped(&change.words.join("\n"));
    writeln!(out, "<content type=\"text\">{words}</content>\n</entry>")?;
    Ok(())
}

/// Text of XML 1.0, in content and in attributes; characters that XML cannot hold are replaced.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&#39;"),
            '\n' | '\t' => xml.push(c),
            '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            c if c.is_control() => xml.push('\u{fffd}'),
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_markup() {
        assert_eq!(
            escaped("<b a=\"1\" c='2'>&\u{0}\u{ffff}"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\u{fffd}\u{fffd}"
        );
    }
}
