//! The forms in which the ledger keeps what was read: the fields of `record/1`, and `terms`, the words by
//! which a move is compared with those of other reports. Offsets are code points, as in `record/1`.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use demarche::record::{Kind, Relation};

/// A place in a text, with its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    #[serde(default)]
    pub start: u32,
    #[serde(default)]
    pub end: u32,
    pub text: String,
}

/// Days with the words that say them; both ends may be open, and both are for words like "soon".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    #[serde(default)]
    pub from: Option<Date>,
    #[serde(default)]
    pub to: Option<Date>,
    #[serde(flatten)]
    pub words: Words,
}

impl Days {
    /// True when a day is known at either end.
    pub fn has_day(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// A condition on a move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    #[serde(serialize_with = "relation_out", deserialize_with = "relation_in")]
    pub relation: Relation,
    #[serde(flatten)]
    pub words: Words,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
}

/// Where a meeting takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub name: String,
    #[serde(default)]
    pub start: u32,
    #[serde(default)]
    pub end: u32,
}

/// One move of one report, or one that a person entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Move {
    #[serde(serialize_with = "kind_out", deserialize_with = "kind_in")]
    pub kind: Kind,
    /// Ids of parties: `RUS`, `NATO`.
    pub actor: Vec<String>,
    #[serde(default)]
    pub addressee: Vec<String>,
    pub content: Words,
    #[serde(default)]
    pub evidence: Vec<Words>,
    #[serde(default)]
    pub speaker: Option<String>,
    #[serde(default)]
    pub quoted: bool,
    #[serde(default = "positive")]
    pub polarity: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Days>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Days>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    #[serde(default)]
    pub plover: Option<String>,
    #[serde(default = "whole")]
    pub confidence: f64,
    #[serde(default)]
    pub trigger: Option<Words>,
    #[serde(default)]
    pub rule: String,
    /// What it is about, the head first; see `demarche::record::terms`.
    #[serde(default)]
    pub terms: Vec<String>,
}

impl Move {
    /// A move that a person is about to fill in.
    pub fn by_hand() -> Move {
        Move {
            kind: Kind::Demand,
            actor: Vec::new(),
            addressee: Vec::new(),
            content: Words::default(),
            evidence: Vec::new(),
            speaker: None,
            quoted: false,
            polarity: positive(),
            condition: None,
            due: None,
            when: None,
            place: None,
            plover: None,
            confidence: whole(),
            trigger: None,
            rule: "by hand".to_owned(),
            terms: Vec::new(),
        }
    }

    /// False when the content is *not* to do something, or the move did not happen.
    pub fn is_positive(&self) -> bool {
        self.polarity != "negative"
    }
}

fn positive() -> String {
    "positive".to_owned()
}

fn whole() -> f64 {
    1.0
}

/// A party of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub id: String,
    pub name: String,
    /// `state`, `organisation` or `body`.
    pub kind: String,
}

/// A person of a report, with the words that introduce him there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The party is known from an earlier report or from the desk, not from this report.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub learned: bool,
    /// The sentence in which the report introduces the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Words>,
}

/// An attribution of a report: who said what, whether or not it is a move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub speaker: Option<String>,
    pub party: Option<String>,
    pub mode: String,
    /// Start and end of each piece, in code points.
    pub source: Vec<(u32, u32)>,
    pub cue: Vec<(u32, u32)>,
    pub content: Vec<(u32, u32)>,
}

/// What was read in a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    pub parties: Vec<Party>,
    pub people: Vec<Person>,
    pub statements: Vec<Statement>,
    pub entries: Vec<Move>,
    /// Notes on the reading, each "code: message".
    pub notes: Vec<String>,
}

/// What is known of a document besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    pub date_source: String,
}

/// A report that was read and can go into the ledger.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub source: Source,
    pub text: String,
    pub findings: Findings,
    /// Which program and weights read it.
    pub reader: String,
}

fn kind_out<S: Serializer>(kind: &Kind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.as_str())
}

fn kind_in<'de, D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
    let word = std::borrow::Cow::<str>::deserialize(from)?;
    Kind::parse(&word).ok_or_else(|| serde::de::Error::custom(format!("no kind of move: {word}")))
}

fn relation_out<S: Serializer>(relation: &Relation, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(relation.as_str())
}

fn relation_in<'de, D: Deserializer<'de>>(from: D) -> Result<Relation, D::Error> {
    let word = std::borrow::Cow::<str>::deserialize(from)?;
    Relation::parse(&word)
        .ok_or_else(|| serde::de::Error::custom(format!("no relation of a condition: {word}")))
}
