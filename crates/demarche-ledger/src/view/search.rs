//! Full-text search over the texts of reports and the words of moves.

use super::{MOVE_ROW, MoveView, SourceView, moves, source};
use crate::error::{LedgerError, Result};
use crate::{Ledger, days};
use demarche::record::Kind;
use jiff::civil::Date;
use rusqlite::params;
use serde::Serialize;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words, all of which must stand in what is found; those in quotation marks next to one another.
    pub words: String,
    pub kind: Option<Kind>,
    /// A party that acts or is addressed.
    pub party: Option<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Only moves of lines that stand so, in the words of `Standing::as_str`; empty: all.
    pub standings: Vec<String>,
    /// The day of the standings; without one, how the reports left things.
    pub on: Option<Date>,
    pub limit: usize,
    pub offset: usize,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    pub moves: Vec<MoveView>,
    /// Reports, with a piece of the text around the first of the words.
    pub documents: Vec<(SourceView, String)>,
}

impl Ledger {
    /// Searches moves and documents.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn search(&self, search: &Search) -> Result<Found> {
        let query = quoted(&search.words);
        if query.is_empty() {
            let why = "give words to search for, as in demarche search written reply";
            return Err(LedgerError::Refused(why.to_owned()));
        }
        let sql = format!(
            "SELECT {MOVE_ROW} FROM moves_fts f JOIN moves m ON m.number = f.rowid \
             WHERE moves_fts MATCH ?2 AND m.counted AND (?3 IS NULL OR m.kind = ?3) \
             AND (?4 IS NULL OR instr(' ' || m.actor || ' ' || m.addressee || ' ', ' ' || ?4 || ' ')) \
             AND (?5 IS NULL OR m.day >= ?5) AND (?6 IS NULL OR m.day <= ?6){} \
             ORDER BY f.rowid DESC LIMIT ?7 OFFSET ?8",
            stands(&search.standings)
        );
        let on = search.on.or(self.last_day()?).map(days::number);
        let (from, to) = (search.from.map(days::number), search.to.map(days::number));
        let (limit, offset) = (search.limit as i64, search.offset as i64);
        let kind = search.kind.map(|k| k as i64);
        let found = params![on, query, kind, search.party, from, to, limit, offset];
        let moves = moves(&self.db, &sql, found)?;
        let whole = search.kind.is_none() && search.party.is_none() && search.standings.is_empty();
        let documents = if whole {
            self.texts(&query, search, limit, offset)?
        } else {
            Vec::new()
        };
        Ok(Found { moves, documents })
    }

    fn texts(
        &self,
        query: &str,
        search: &Search,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<(SourceView, String)>> {
        let sql = "SELECT d.doc, t.text FROM docs_fts f JOIN docs d ON d.doc = f.rowid \
                   JOIN texts t ON t.hash = d.text_hash WHERE docs_fts MATCH ?1 \
                   AND (?2 IS NULL OR d.day >= ?2) AND (?3 IS NULL OR d.day <= ?3) \
                   ORDER BY f.rowid DESC LIMIT ?4 OFFSET ?5";
        let (from, to) = (search.from.map(days::number), search.to.map(days::number));
        let mut statement = self.db.prepare_cached(sql)?;
        let rows: Vec<(i64, String)> = statement
            .query_map(params![query, from, to, limit, offset], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut found = Vec::new();
        for (doc, text) in rows {
            if let Some(source) = source(&self.db, doc)? {
                found.push((source, around(&text, &search.words)));
            }
        }
        Ok(found)
    }
}

/// The condition that the line of a move stands so on the day `?1`.
fn stands(standings: &[String]) -> String {
    if standings.is_empty() {
        return String::new();
    }
    format!(
        " AND EXISTS (SELECT 1 FROM phases p WHERE p.line = m.line AND p.since <= ?1 \
         AND p.until > ?1 AND ({}))",
        super::status::any_of(standings)
    )
}

/// The words as a query that can hold no operators: each in quotation marks.
fn quoted(words: &str) -> String {
    let mut query = String::new();
    // The store ends a query at this character.
    let words = words.replace('\0', " ");
    for (number, piece) in words.split('"').enumerate() {
        let phrases: Vec<&str> = if number % 2 == 1 {
            vec![piece]
        } else {
            piece.split_whitespace().collect()
        };
        for phrase in phrases {
            if phrase.chars().any(char::is_alphanumeric) {
                query.push_str(&format!("\"{phrase}\" "));
            }
        }
    }
    query.trim_end().to_owned()
}

/// Characters of a piece of text on either side.
const AROUND: usize = 90;

/// A piece of the text around the first of the words that stands in it.
fn around(text: &str, words: &str) -> String {
    let lower = text.to_lowercase();
    let clean = |w: &str| w.trim_matches('"').to_lowercase();
    let at = words
        .split_whitespace()
        .filter_map(|w| lower.find(&clean(w)))
        .min();
    // Lower case may shift a few bytes; the piece is for the eye.
    let at = text.floor_char_boundary(at.unwrap_or(0).min(text.len()));
    let start = text.floor_char_boundary(at.saturating_sub(AROUND));
    let end = text.ceil_char_boundary((at + AROUND).min(text.len()));
    let piece: Vec<&str> = text[start..end].split_whitespace().collect();
    let before = if start > 0 { "… " } else { "" };
    let after = if end < text.len() { " …" } else { "" };
    format!("{before}{}{after}", piece.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_holds_no_operators() {
        assert_eq!(quoted("written reply"), "\"written\" \"reply\"");
        assert_eq!(
            quoted("\"written reply\" NATO"),
            "\"written reply\" \"NATO\""
        );
        assert_eq!(
            quoted("a* OR (b) NEAR -c:"),
            "\"a*\" \"OR\" \"(b)\" \"NEAR\" \"-c:\""
        );
        assert_eq!(quoted("\" * \""), "");
        assert_eq!(quoted("a\0b"), "\"a\" \"b\"");
    }

    #[test]
    fn a_piece_of_text_stands_around_the_word() {
        assert_eq!(
            around("They met in Genève.", "genève"),
            "They met in Genève."
        );
        let long = format!("{} reply {}", "a ".repeat(100), "b ".repeat(100));
        let piece = around(&long, "reply");
        assert!(piece.starts_with("… a") && piece.contains("reply") && piece.ends_with("b …"));
    }
}
