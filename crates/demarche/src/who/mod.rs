//! Who: parties, people, offices by date, and the words that mention them.

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
}

/// Everybody who is mentioned in a report.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    pub parties: Vec<Party>,
    pub people: Vec<Person>,
    /// In text order; a mention may lie inside another ("Moscow" in "Moscow's top diplomat").
    pub mentions: Vec<Mention>,
    /// For each token, 1 + the index of the smallest mention that has it as head, else that covers it; 0: none.
    pub mention_of: Vec<u32>,
}

impl Cast {
    /// The mention that has token `t` as its head, else the smallest one that covers it.
    pub fn at(&self, t: usize) -> Option<&Mention> {
        let m = *self.mention_of.get(t)?;
        (m > 0).then(|| &self.mentions[m as usize - 1])
    }
}

/// World facts: states, capitals, demonyms, organisations, office holders by date.
#[derive(Debug, Default)]
pub struct World {}

impl World {
    /// The facts that ship inside the library.
    pub fn embedded() -> World {
        World {}
    }
}

/// Finds everybody who is mentioned in a report: names, titles, descriptions, pronouns of the third person.
pub fn cast(_document: &Document, _parse: &Parse, _world: &World) -> Cast {
    Cast::default()
}
