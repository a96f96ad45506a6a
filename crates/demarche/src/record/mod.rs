//! The record: entries, their evidence, notes. No storage here.

pub mod notes;
pub mod terms;

use crate::said::Statement;
use crate::text::{Link, Span};
use crate::when::Window;
use crate::who::Cast;

/// The twelve moves of the codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Demand,
    Offer,
    Commit,
    Agree,
    Concede,
    Reject,
    Warn,
    Accuse,
    Deny,
    Meet,
    Deliver,
    Withhold,
}

impl Kind {
    /// All of them, in the order of the codebook.
    pub const ALL: [Kind; 12] = [
        Kind::Demand,
        Kind::Offer,
        Kind::Commit,
        Kind::Agree,
        Kind::Concede,
        Kind::Reject,
        Kind::Warn,
        Kind::Accuse,
        Kind::Deny,
        Kind::Meet,
        Kind::Deliver,
        Kind::Withhold,
    ];

    /// The kind that a word of the codebook names.
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The word of the codebook and of the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Demand => "demand",
            Kind::Offer => "offer",
            Kind::Commit => "commit",
            Kind::Agree => "agree",
            Kind::Concede => "concede",
            Kind::Reject => "reject",
            Kind::Warn => "warn",
            Kind::Accuse => "accuse",
            Kind::Deny => "deny",
            Kind::Meet => "meet",
            Kind::Deliver => "deliver",
            Kind::Withhold => "withhold",
        }
    }
}

/// How a condition ties to the move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    If,
    Unless,
    After,
    Until,
    Before,
}

impl Relation {
    /// All of them.
    pub const ALL: [Relation; 5] = [
        Relation::If,
        Relation::Unless,
        Relation::After,
        Relation::Until,
        Relation::Before,
    ];

    /// The relation that a word of the JSON names.
    pub fn parse(word: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|r| r.as_str() == word)
    }

    /// The word of the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::If => "if",
            Relation::Unless => "unless",
            Relation::After => "after",
            Relation::Until => "until",
            Relation::Before => "before",
        }
    }
}

/// A condition on a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Condition {
    pub relation: Relation,
    pub span: Span,
}

/// Days with the words that say them. `window` is none for a vague phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    pub window: Option<Window>,
    pub span: Span,
}

/// Who made the claim that the entry rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Index into `Cast::people`.
    Person(u32),
    /// Index into `Cast::parties`.
    Party(u32),
}

/// One move. Party numbers are indices into `Record::cast.parties`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub kind: Kind,
    /// At least one.
    pub actor: Vec<u32>,
    pub addressee: Vec<u32>,
    pub content: Span,
    /// At least one; the first is the one the entry was read from.
    pub evidence: Vec<Span>,
    pub speaker: Option<Speaker>,
    pub quoted: bool,
    pub condition: Option<Condition>,
    pub due: Option<Days>,
    pub when: Option<Days>,
    pub place: Option<Span>,
    /// False when the content is *not* to do something, or the move did not happen.
    pub positive: bool,
    /// 0 to 1.
    pub confidence: f32,
    /// Bytes of the word that triggered the frame.
    pub trigger: Span,
    /// The frame, as a path: "commit/vow-to".
    pub rule: &'static str,
}

/// How grave a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Info,
    Warning,
}

/// What could not be read or resolved, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub level: Level,
    /// "link-date-differs", "no-date", "not-english".
    pub code: &'static str,
    pub message: String,
    pub span: Option<Span>,
}

/// The record of one report.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub cast: Cast,
    pub statements: Vec<Statement>,
    /// In text order of their first evidence.
    pub entries: Vec<Entry>,
    pub links: Vec<Link>,
    pub notes: Vec<Note>,
}
