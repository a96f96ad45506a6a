//! One W3C Web Annotation a quotation, as JSON-LD: the exact words with what stands around them, and their
//! place in code points. One page of annotations, one annotation a line.

use super::plain::web_address;
use super::told::{Teller, Told};
use crate::error::{LedgerError, Result};
use crate::moves::Words;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};
use std::io::Write;

/// Characters before and after the words, which tell them from the same words elsewhere.
const AROUND: usize = 32;

pub(super) fn write(db: &Connection, on: i64, out: &mut impl Write) -> Result<()> {
    let head = "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\
                \"id\":\"tag:demarche,2026:annotations\",\"type\":\"AnnotationPage\",\"items\":[";
    out.write_all(head.as_bytes())?;
    let mut text = Text::default();
    let mut between = "\n";
    Teller::new(db, on).each(|told| {
        if told.source.is_none() {
            return Ok(());
        }
        text.turn_to(db, told.doc)?;
        let bodies = bodies(&told);
        for (number, words) in told.entry.evidence.iter().enumerate() {
            out.write_all(between.as_bytes())?;
            between = ",\n";
            let annotation = annotation(&told, number, words, &bodies, &text);
            serde_json::to_writer(&mut *out, &annotation)
                .map_err(|e| LedgerError::Output(e.into()))?;
        }
        Ok(())
    })?;
    out.write_all(b"\n]}\n")?;
    Ok(())
}

/// The text of the report at hand, by code points.
#[derive(Default)]
struct Text {
    doc: i64,
    letters: Vec<char>,
}

impl Text {
    fn turn_to(&mut self, db: &Connection, doc: i64) -> Result<()> {
        if self.doc == doc {
            return Ok(());
        }
        let sql = "SELECT t.text FROM docs d JOIN texts t ON t.hash = d.text_hash WHERE d.doc = ?1";
        let text: Option<String> = db
            .prepare_cached(sql)?
            .query_row([doc], |r| r.get(0))
            .optional()?;
        self.doc = doc;
        self.letters = text.unwrap_or_default().chars().collect();
        Ok(())
    }

    fn piece(&self, start: usize, end: usize) -> String {
        let end = end.min(self.letters.len());
        self.letters[start.min(end)..end].iter().collect()
    }

    /// The words by their quotation and, where the text has them in their place, by that.
    fn selectors(&self, words: &Words) -> Vec<Value> {
        let (start, end) = (words.start as usize, words.end as usize);
        let mut quote = json!({"type": "TextQuoteSelector", "exact": words.text});
        if end <= start || self.piece(start, end) != words.text {
            return vec![quote];
        }
        quote["prefix"] = self.piece(start.saturating_sub(AROUND), start).into();
        quote["suffix"] = self.piece(end, end + AROUND).into();
        let position = json!({"type": "TextPositionSelector", "start": start, "end": end});
        vec![quote, position]
    }
}

fn annotation(told: &Told, number: usize, words: &Words, bodies: &[Value], text: &Text) -> Value {
    let source = told.source.as_ref();
    let url = source.and_then(|s| web_address(s.url.as_deref()?));
    let document = source.map_or("", |s| s.id.as_str());
    let named = format!("tag:demarche,2026:document:{document}");
    let mut annotation = json!({
        "id": format!("tag:demarche,2026:move:{}:{number}", told.id),
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": {
            "source": url.unwrap_or(&named),
            "canonical": named,
            "selector": text.selectors(words),
        },
    });
    if let Some(day) = told.day {
        annotation["created"] = format!("{day}T00:00:00Z").into();
    }
    annotation
}

/// Kind and parties as tags, the move in one line, and what it is to earlier moves.
fn bodies(told: &Told) -> Vec<Value> {
    let entry = &told.entry;
    let body = |purpose: &str, value: &str| {
        json!({
            "type": "TextualBody",
            "purpose": purpose,
            "format": "text/plain",
            "value": value,
        })
    };
    let mut bodies = vec![body("classifying", entry.kind.as_str())];
    let parties = entry.actor.iter().chain(&entry.addressee);
    bodies.extend(parties.map(|party| body("tagging", party)));
    let sides = [&entry.actor, &entry.addressee].map(|p| p.join(", "));
    let told_in_a_line = format!("{} → {}: {}", sides[0], sides[1], entry.content.text);
    bodies.push(body("describing", &told_in_a_line));
    for join in &told.joins {
        let words = format!("{} tag:demarche,2026:move:{}", join.relation, join.parent);
        bodies.push(body("linking", &words));
    }
    bodies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_not_in_their_place_are_found_by_quotation_alone() {
        let text = Text {
            doc: 1,
            letters: "Genève: nein, né".chars().collect(),
        };
        let words = |start, end, text: &str| Words {
            start,
            end,
            text: text.to_owned(),
        };
        let found = text.selectors(&words(8, 12, "nein"));
        assert_eq!(found[0]["prefix"], "Genève: ");
        assert_eq!(found[0]["suffix"], ", né");
        assert_eq!(found[1]["start"], 8);
        for (start, end) in [(9, 13), (0, 0), (12, 8), (90, 94)] {
            assert_eq!(text.selectors(&words(start, end, "nein")).len(), 1);
        }
    }
}
