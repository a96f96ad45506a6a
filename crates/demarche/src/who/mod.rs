//! Who: parties, people, offices by date, and the words that mention them.

mod acting;
mod adopt;
mod collective;
mod describe;
mod draft;
mod gazetteer;
pub mod holders;
mod people;
mod phrase;
mod recall;
mod refer;
pub mod spelling;
mod voice;
pub mod world;

pub use recall::{Known, recall};
pub use world::World;

use crate::lang::Parse;
use crate::text::Document;

/// What kind of body a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartyKind {
    /// A state; its id is the ISO 3166-1 alpha-3 code.
    State,
    /// An international organisation; its id is the acronym.
    Organisation,
    /// Any other body: a company, a union, a movement, a class such as "western-governments".
    Body,
}

/// Somebody who can owe and be owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// `RUS`, `NATO`, `writers-guild-of-america`.
    pub id: String,
    pub name: String,
    pub kind: PartyKind,
}

/// A person of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// `sergei-lavrov`.
    pub id: String,
    pub name: String,
    /// Index into `Cast::parties` of the party the person speaks for.
    pub party: Option<u32>,
    pub office: Option<String>,
}

/// Words that mean a person or one or more parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Tokens `start..end`.
    pub start: u32,
    pub end: u32,
    /// The syntactic head among them.
    pub head: u32,
    /// Indices into `Cast::parties`; for a person, the party he speaks for. Empty: unresolved.
    pub parties: Vec<u32>,
    /// Index into `Cast::people`.
    pub person: Option<u32>,
    /// The rule that resolved it, as a path: "who/capital", "who/counterpart", "who/pronoun".
    pub rule: &'static str,
    /// A place where something is or happens ("in Moscow"), not an actor.
    pub locative: bool,
}

/// Everybody who is mentioned in a report.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    pub parties: Vec<Party>,
    pub people: Vec<Person>,
    /// In text order, those of [`Cast::bind_speaker`] last; a mention may lie inside another ("Moscow" in
    /// "Moscow's top diplomat").
    pub mentions: Vec<Mention>,
    /// For each token, 1 + the index of the smallest mention that has it as head, else that covers it; 0: none.
    pub mention_of: Vec<u32>,
    /// Index into `parties`: the one whose press office published the document in its own name alone.
    pub author: Option<u32>,
}

impl Cast {
    /// The mention that has token `t` as its head, else the smallest one that covers it.
    pub fn at(&self, t: usize) -> Option<&Mention> {
        let m = *self.mention_of.get(t)?;
        (m > 0).then(|| &self.mentions[m as usize - 1])
    }
}

/// Finds everybody who is mentioned in a report: names, titles, descriptions, pronouns of the third person.
pub fn cast(document: &Document, parse: &Parse, world: &World) -> Cast {
    let mut draft = draft::Draft::new(document, parse, world);
    let short = gazetteer::find(&mut draft);
    people::find(&mut draft);
    gazetteer::find_rest(&mut draft, &short);
    draft.retrace();
    people::introduce_all(&mut draft);
    hits(&mut draft);
    people::mentions(&mut draft);
    refer::resolve(&mut draft);
    voice::bind(&mut draft);
    finish(draft.cast, parse.len())
}

/// Adds the mentions of the parties' own names.
fn hits(draft: &mut draft::Draft) {
    use world::FormKind;
    let mut locatives = vec![false; draft.len()];
    for number in 1..=draft.hits.len() {
        let hit = draft.hits[number - 1].clone();
        let current = draft.hit_of[hit.start] == number as u32;
        if !current || hit.parties.is_empty() {
            continue;
        }
        // "in Cuba and Venezuela": both are places.
        let listed = hit.start >= 2 && matches!(&*draft.low(hit.start - 1), "and" | "or");
        let beside = listed
            && draft.together(hit.start - 2, hit.start)
            && locatives.get(hit.start - 2).copied().unwrap_or(false);
        let locative = draft.is_locative(hit.start, hit.kind) || beside;
        locatives[hit.start..hit.end].fill(locative);
        let rule = match hit.kind {
            FormKind::Capital if locative => "who/place",
            FormKind::Name if locative => "who/place",
            FormKind::Capital => "who/capital",
            FormKind::Seat => "who/seat",
            FormKind::People => "who/people",
            FormKind::Adjective if is_noun(draft, hit.start, hit.end) => "who/people",
            FormKind::Adjective => "who/adjective",
            _ => "who/name",
        };
        draft.mention(hit.start, hit.end, hit.parties, None, rule);
        if let Some(mention) = draft.cast.mentions.last_mut() {
            mention.locative = locative;
        }
    }
}

/// True for "the British", "the French" where no noun follows.
fn is_noun(draft: &draft::Draft, start: usize, end: usize) -> bool {
    let article = start > 0 && draft.low(start - 1) == "the";
    let next = draft.parse.upos.get(end).copied().unwrap_or("PUNCT");
    article
        && matches!(
            next,
            "VERB" | "AUX" | "PUNCT" | "ADP" | "CCONJ" | "PART" | "SCONJ"
        )
}

/// Puts the mentions in text order and notes for each token which one it belongs to.
fn finish(mut cast: Cast, tokens: usize) -> Cast {
    cast.mentions
        .sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
    cast.mention_of = vec![0; tokens];
    let mut size = vec![u32::MAX; tokens];
    for headed in [false, true] {
        for (i, mention) in cast.mentions.iter().enumerate() {
            let length = mention.end - mention.start;
            let range = if headed {
                mention.head..mention.head + 1
            } else {
                mention.start..mention.end
            };
            for t in range {
                let t = t as usize;
                if t < tokens && length <= size[t] {
                    size[t] = length;
                    cast.mention_of[t] = i as u32 + 1;
                }
            }
        }
        if !headed {
            size.fill(u32::MAX);
        }
    }
    cast
}
