//! The record as JSON, schema `record/1`, and a parse as JSON, schema `parse/1`. The only file that
//! derives `Serialize`.
//!
//! Inside, offsets are bytes; here they become Unicode code points, each in constant time, from marks
//! that one pass over the text sets.
//!
//! ```
//! use demarche::{record::Record, text::Document, wire};
//!
//! let document = Document::new("They met.", None);
//! let json = serde_json::to_value(wire::report(&document, &Record::default())).unwrap();
//! assert_eq!(json["schema"], "record/1");
//! ```

use crate::codes;
use crate::lang::{NO_HEAD, Name, NameKind, Parse, feats};
use crate::record::{Condition, Days, Entry, Level, Note, Record, Speaker};
use crate::said::{Mode, Statement};
use crate::text::{DateSource, Document, Link, Span};
use crate::who::Cast;
use jiff::civil::Date;
use serde::Serialize;

/// The name of the form that `report` gives.
pub const SCHEMA: &str = "record/1";

/// The name of the form that `parse` gives.
pub const PARSE_SCHEMA: &str = "parse/1";

/// A report and its record, ready to be written as JSON.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    schema: &'static str,
    document: DocumentForm<'a>,
    parties: Vec<PartyForm<'a>>,
    people: Vec<PersonForm<'a>>,
    statements: Vec<StatementForm<'a>>,
    entries: Vec<EntryForm<'a>>,
    notes: Vec<NoteForm<'a>>,
}

#[derive(Debug, Serialize)]
struct DocumentForm<'a> {
    id: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    publisher: Option<&'a str>,
    language: Option<&'a str>,
    date: Option<String>,
    date_source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_evidence: Option<&'a str>,
    text: &'a str,
    links: Vec<LinkForm<'a>>,
}

/// A place in the text, in code points.
#[derive(Clone, Copy, Debug, Serialize)]
struct Place {
    start: u32,
    end: u32,
}

/// A place in the text with its words.
#[derive(Debug, Serialize)]
struct Words<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct LinkForm<'a> {
    url: &'a str,
    #[serde(flatten)]
    place: Place,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

#[derive(Debug, Serialize)]
struct PartyForm<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct PersonForm<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    office: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct StatementForm<'a> {
    speaker: Option<&'a str>,
    party: Option<&'a str>,
    mode: &'static str,
    source: Vec<Place>,
    cue: Vec<Place>,
    content: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addressee: Vec<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    negated: bool,
    /// Number of the statement that this one stands inside, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<u32>,
    rule: &'static str,
}

#[derive(Debug, Serialize)]
struct EntryForm<'a> {
    kind: &'static str,
    actor: Vec<&'a str>,
    addressee: Vec<&'a str>,
    content: Words<'a>,
    evidence: Vec<Words<'a>>,
    speaker: Option<&'a str>,
    quoted: bool,
    polarity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<ConditionForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<DaysForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<DaysForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceForm<'a>>,
    plover: Option<&'static str>,
    confidence: f64,
    trigger: Words<'a>,
    rule: &'static str,
}

#[derive(Debug, Serialize)]
struct ConditionForm<'a> {
    relation: &'static str,
    #[serde(flatten)]
    words: Words<'a>,
}

#[derive(Debug, Serialize)]
struct DaysForm<'a> {
    from: Option<String>,
    to: Option<String>,
    #[serde(flatten)]
    words: Words<'a>,
}

#[derive(Debug, Serialize)]
struct PlaceForm<'a> {
    name: &'a str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Debug, Serialize)]
struct NoteForm<'a> {
    level: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Option<Place>,
}

/// A text and its parse, ready to be written as JSON.
#[derive(Debug, Serialize)]
pub struct ParseForm<'a> {
    schema: &'static str,
    id: &'a str,
    text: &'a str,
    sentences: Vec<SentenceForm<'a>>,
    names: Vec<NameForm<'a>>,
}

#[derive(Debug, Serialize)]
struct SentenceForm<'a> {
    paragraph: u32,
    #[serde(flatten)]
    place: Place,
    tokens: Vec<TokenForm<'a>>,
}

/// A token; `id` and `head` are numbered within the sentence, from 1, and the head of the root is 0.
#[derive(Debug, Serialize)]
struct TokenForm<'a> {
    id: u32,
    #[serde(flatten)]
    words: Words<'a>,
    lemma: &'a str,
    upos: &'static str,
    xpos: &'static str,
    feats: String,
    head: u32,
    deprel: &'static str,
}

#[derive(Debug, Serialize)]
struct NameForm<'a> {
    kind: &'static str,
    #[serde(flatten)]
    words: Words<'a>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The JSON form of a record. `document.id` should name the report; give a hash of the text where it
/// has no name of its own.
pub fn report<'a>(document: &'a Document, record: &'a Record) -> Report<'a> {
    let form = Former {
        text: &document.text,
        points: CodePoints::new(&document.text),
        cast: &record.cast,
    };
    Report {
        schema: SCHEMA,
        document: form.document(document, &record.links),
        parties: form.parties(),
        people: form.people(),
        statements: record
            .statements
            .iter()
            .map(|s| form.statement(s))
            .collect(),
        entries: record.entries.iter().map(|e| form.entry(e)).collect(),
        notes: record.notes.iter().map(|n| form.note(n)).collect(),
    }
}

/// The JSON form of a parse; `id` names the text.
pub fn parse<'a>(id: &'a str, text: &'a str, parse: &'a Parse) -> ParseForm<'a> {
    let points = CodePoints::new(text);
    let words = |span: Span| Words {
        place: points.place(span),
        text: span.of(text),
    };
    let mut feats = feats::features(text, parse);
    let mut token = |first: u32, t: usize| TokenForm {
        id: t as u32 - first + 1,
        words: words(parse.span[t]),
        lemma: parse.lemma(t),
        upos: parse.upos[t],
        xpos: parse.xpos[t],
        feats: std::mem::take(&mut feats[t]),
        head: match parse.head[t] {
            NO_HEAD => 0,
            head => head - first + 1,
        },
        deprel: parse.deprel[t],
    };
    let sentences = parse.sentences.iter().filter(|s| s.start < s.end).map(|s| {
        let (first, end) = (s.start as usize, s.end as usize);
        SentenceForm {
            paragraph: s.paragraph,
            place: points.place(parse.span[first].join(parse.span[end - 1])),
            tokens: (first..end).map(|t| token(s.start, t)).collect(),
        }
    });
    let name = |n: &Name| NameForm {
        kind: match n.kind {
            NameKind::Person => "person",
            NameKind::Place => "place",
            NameKind::Organisation => "organisation",
        },
        words: words(parse.span[n.start as usize].join(parse.span[n.end as usize - 1])),
    };
    ParseForm {
        schema: PARSE_SCHEMA,
        id,
        text,
        sentences: sentences.collect(),
        names: parse.names.iter().map(name).collect(),
    }
}

/// Bytes of a text to code points, each in constant time.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// How many characters begin before each `STEP`-th byte; empty when every byte is a character.
    marks: Vec<u32>,
}

/// Bytes between two marks.
const STEP: usize = 64;

impl<'a> CodePoints<'a> {
    /// One pass over the text.
    pub fn new(text: &'a str) -> CodePoints<'a> {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                marks.push(seen);
                seen += begun(chunk);
            }
            marks.push(seen);
        }
        CodePoints { text, marks }
    }

    /// How many characters begin before this byte.
    pub fn at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        match self.marks.get(byte / STEP) {
            None => byte as u32,
            Some(before) => before + begun(&self.text.as_bytes()[byte / STEP * STEP..byte]),
        }
    }

    fn place(&self, span: Span) -> Place {
        Place {
            start: self.at(span.start),
            end: self.at(span.end),
        }
    }
}

/// How many characters begin in these bytes.
fn begun(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&b| b & 0xc0 != 0x80).count() as u32
}

/// Turns the parts of a record into their forms.
struct Former<'a> {
    text: &'a str,
    points: CodePoints<'a>,
    cast: &'a Cast,
}

impl<'a> Former<'a> {
    fn place(&self, span: Span) -> Place {
        self.points.place(span)
    }

    fn places(&self, spans: &[Span]) -> Vec<Place> {
        spans.iter().map(|s| self.place(*s)).collect()
    }

    fn words(&self, span: Span) -> Words<'a> {
        Words {
            place: self.place(span),
            text: span.of(self.text),
        }
    }

    fn party(&self, number: u32) -> Option<&'a str> {
        Some(self.cast.parties.get(number as usize)?.id.as_str())
    }

    fn person(&self, number: u32) -> Option<&'a str> {
        Some(self.cast.people.get(number as usize)?.id.as_str())
    }

    fn all_parties(&self, numbers: &[u32]) -> Vec<&'a str> {
        numbers.iter().filter_map(|&n| self.party(n)).collect()
    }

    fn document(&self, document: &'a Document, links: &'a [Link]) -> DocumentForm<'a> {
        DocumentForm {
            id: &document.id,
            url: document.url.as_deref(),
            title: document.title.as_deref(),
            publisher: document.publisher.as_deref(),
            language: document.language.as_deref(),
            date: document.date.map(|d| d.to_string()),
            date_source: date_source(document.date_source),
            date_evidence: document.date_evidence.as_deref(),
            text: &document.text,
            links: links
                .iter()
                .map(|link| LinkForm {
                    url: &link.url,
                    place: self.place(link.span),
                    date: link.date.map(|d| d.to_string()),
                })
                .collect(),
        }
    }

    fn parties(&self) -> Vec<PartyForm<'a>> {
        let form = |p: &'a crate::who::Party| PartyForm {
            id: &p.id,
            name: &p.name,
            kind: p.kind.as_str(),
        };
        self.cast.parties.iter().map(form).collect()
    }

    fn people(&self) -> Vec<PersonForm<'a>> {
        let form = |p: &'a crate::who::Person| PersonForm {
            id: &p.id,
            name: &p.name,
            party: p.party.and_then(|n| self.party(n)),
            office: p.office.as_deref(),
        };
        self.cast.people.iter().map(form).collect()
    }

    fn statement(&self, s: &'a Statement) -> StatementForm<'a> {
        let party = s.parties.first().and_then(|&n| self.party(n));
        StatementForm {
            speaker: s.person.and_then(|n| self.person(n)).or(party),
            party,
            mode: match s.mode {
                Mode::Direct => "direct",
                Mode::Mixed => "mixed",
                Mode::Indirect => "indirect",
            },
            source: self.places(s.source_span.as_slice()),
            cue: self.places(&s.cue_spans),
            content: self.places(&s.content),
            addressee: self.all_parties(&s.addressee),
            negated: s.negated,
            parent: s.parent,
            rule: s.rule,
        }
    }

    fn entry(&self, e: &'a Entry) -> EntryForm<'a> {
        EntryForm {
            kind: e.kind.as_str(),
            actor: self.all_parties(&e.actor),
            addressee: self.all_parties(&e.addressee),
            content: self.words(e.content),
            evidence: e.evidence.iter().map(|s| self.words(*s)).collect(),
            speaker: match e.speaker {
                Some(Speaker::Person(n)) => self.person(n),
                Some(Speaker::Party(n)) => self.party(n),
                None => None,
            },
            quoted: e.quoted,
            polarity: if e.positive { "positive" } else { "negative" },
            condition: e.condition.map(|c| self.condition(c)),
            due: e.due.map(|d| self.days(d)),
            when: e.when.map(|d| self.days(d)),
            place: e.place.map(|span| PlaceForm {
                name: span.of(self.text),
                place: self.place(span),
            }),
            plover: codes::plover(e.kind),
            confidence: (f64::from(e.confidence) * 1000.0).round() / 1000.0,
            trigger: self.words(e.trigger),
            rule: e.rule,
        }
    }

    fn condition(&self, condition: Condition) -> ConditionForm<'a> {
        ConditionForm {
            relation: condition.relation.as_str(),
            words: self.words(condition.span),
        }
    }

    fn days(&self, days: Days) -> DaysForm<'a> {
        let day = |d: Date| d.to_string();
        DaysForm {
            from: days.window.and_then(|w| w.from).map(day),
            to: days.window.and_then(|w| w.to).map(day),
            words: self.words(days.span),
        }
    }

    fn note(&self, note: &'a Note) -> NoteForm<'a> {
        NoteForm {
            level: match note.level {
                Level::Info => "info",
                Level::Warning => "warning",
            },
            code: note.code,
            message: &note.message,
            place: note.span.map(|s| self.place(s)),
        }
    }
}

/// The word of the JSON.
pub fn date_source(source: DateSource) -> &'static str {
    match source {
        DateSource::Option => "option",
        DateSource::Metadata => "metadata",
        DateSource::Dateline => "dateline",
        DateSource::Url => "url",
        DateSource::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests;
