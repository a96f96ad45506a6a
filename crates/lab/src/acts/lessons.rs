//! Places of marked reports with the kind of move that people saw there.

use crate::eval::marked::{Marked, MarkedEntry, Words};
use demarche::Reader;
use demarche::acts::learnt;
use demarche::record::Kind;
use demarche::text::{Document, Span};

/// One place, what stands there, and how much it counts.
pub(crate) struct Lesson {
    pub(crate) features: Vec<u32>,
    pub(crate) dense: Vec<f32>,
    /// 0: no move; else 1 + the place in [`Kind::ALL`].
    pub(crate) class: usize,
    pub(crate) weight: f32,
}

/// Every place of a report, which counts so much.
pub(crate) fn of(
    reader: &Reader,
    document: &Document,
    record: &Marked,
    counts: f32,
) -> Vec<Lesson> {
    let read = reader.analyse(document);
    let reading = read.reading(document);
    let bytes = Bytes::new(&document.text);
    let entries: Vec<Gold> = record
        .entries
        .iter()
        .filter_map(|e| bytes.gold(e))
        .collect();
    learnt::examples(&reading, &reader.models.engine, &read.entries)
        .into_iter()
        .map(|e| {
            let (class, weight) = judge(&entries, e.content, e.trigger);
            Lesson {
                features: e.features,
                dense: e.dense,
                class,
                weight: counts * weight,
            }
        })
        .collect()
}

/// A party beside a move, and what people made of it.
pub(crate) struct Seat {
    pub(crate) features: Vec<u32>,
    pub(crate) acts: bool,
    pub(crate) addressed: bool,
    /// How much the second counts: less where people named nobody, since they may have left it open.
    pub(crate) weight: f32,
}

/// The parties beside each move of a report that people saw as well.
pub(crate) fn seats(reader: &Reader, document: &Document, record: &Marked) -> Vec<Seat> {
    let read = reader.analyse(document);
    let reading = read.reading(document);
    let bytes = Bytes::new(&document.text);
    let golds: Vec<(Gold, &MarkedEntry)> = record
        .entries
        .iter()
        .filter_map(|e| Some((bytes.gold(e)?, e)))
        .collect();
    let twin = |i: usize| {
        let e = &read.entries[i];
        let class = learnt::class_of(e.kind);
        let near = golds
            .iter()
            .filter(|(g, _)| g.class == class && learnt::overlap(g.content, e.content));
        near.max_by(|a, b| {
            shared(a.0.content, e.content).total_cmp(&shared(b.0.content, e.content))
        })
    };
    let twins: Vec<Option<&MarkedEntry>> = (0..read.entries.len())
        .map(|i| twin(i).map(|(_, e)| *e))
        .collect();
    learnt::chairs(&reading, &read.entries)
        .into_iter()
        .filter_map(|chair| {
            let gold = twins[chair.entry]?;
            let id = &read.cast.parties[chair.party as usize].id;
            let has = |ids: &Option<Vec<String>>| ids.iter().flatten().any(|other| other == id);
            Some(Seat {
                features: chair.features,
                acts: has(&gold.actor),
                addressed: has(&gold.addressee),
                weight: if gold.addressee.iter().flatten().count() == 0 {
                    0.3
                } else {
                    1.0
                },
            })
        })
        .collect()
}

/// An entry that people made, in bytes.
struct Gold {
    class: usize,
    content: Span,
    evidence: Vec<Span>,
    optional: bool,
}

/// Code points to bytes.
struct Bytes(Vec<usize>);

impl Bytes {
    fn new(text: &str) -> Bytes {
        let starts = text.char_indices().map(|(at, _)| at);
        Bytes(starts.chain([text.len()]).collect())
    }

    fn span(&self, words: &Words) -> Option<Span> {
        let (start, end) = words.ends()?;
        let at = |n: i64| self.0.get(usize::try_from(n).ok()?).copied();
        Some(Span::new(at(start)?, at(end)?))
    }

    fn gold(&self, entry: &MarkedEntry) -> Option<Gold> {
        Some(Gold {
            class: learnt::class_of(Kind::parse(&entry.kind)?),
            content: self.span(entry.content.as_ref()?)?,
            evidence: entry.evidence.iter().filter_map(|e| self.span(e)).collect(),
            optional: entry.optional,
        })
    }
}

fn shared(a: Span, b: Span) -> f32 {
    a.end.min(b.end).saturating_sub(a.start.max(b.start)) as f32
}

/// The class of a place and its weight: the entry whose words are nearest, if they are near enough and the
/// trigger stands in what proves it. A place that only touches an entry counts for less, whatever it is.
fn judge(entries: &[Gold], content: Span, trigger: Span) -> (usize, f32) {
    let (mut best, mut class, mut weight) = (0.0, 0, 1.0);
    for e in entries {
        let both = shared(e.content, content);
        let (a, b) = (e.content.len() as f32, content.len() as f32);
        let proven = e.evidence.iter().any(|s| shared(*s, trigger) > 0.0);
        if !proven || both < 0.5 * a.min(b) {
            continue;
        }
        let alike = both / (a + b - both);
        if alike >= 0.4 {
            if alike > best {
                (best, class, weight) = (alike, e.class, if e.optional { 0.5 } else { 1.0 });
            }
        } else if alike > 0.2 && best == 0.0 {
            weight = 0.3;
        }
    }
    (class, weight)
}
