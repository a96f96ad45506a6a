//! The words of each act: small sorted tables, read once.

use crate::record::Kind;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Where the words of a move stand beside its trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// An infinitive: "vowed *to withdraw*".
    Infinitive,
    /// A gerund: "denied *planning*", "ruled out *sending*".
    Gerund,
    /// A clause: "demanded *that Iran stop*".
    That,
    /// A question: "did not say *whether*".
    Question,
    /// The object: "accepted *the invitation*".
    Object,
    /// A prepositional phrase, its object a noun or a gerund: "called *for talks*".
    Preposition(&'static str),
    /// The predicate itself: "walked out".
    Itself,
}

/// Where the addressee stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Toward {
    /// Wherever the general rules find it.
    Any,
    /// The object: "urged *Iran* to".
    Object,
    /// A prepositional phrase: "called *on Iran* to".
    Preposition(&'static str),
}

/// One reading of one word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) slot: Slot,
    pub(crate) toward: Toward,
    /// The particle that must stand by: "out" of "rule out"; empty when none.
    pub(crate) particle: &'static str,
    /// A class of words (see `classes.tsv`) that the head of the content must belong to; empty when any.
    pub(crate) class: &'static str,
    /// "commit/vow": kind and word, the name of the rule.
    pub(crate) rule: &'static str,
    /// Seldom a move: only with a resolved addressee or quoted words.
    pub(crate) weak: bool,
}

/// Part of speech of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Pos {
    Verb,
    Noun,
    Adjective,
}

/// All tables.
pub(crate) struct Lexicon {
    /// By part of speech.
    rows: [HashMap<&'static str, Vec<Row>>; 3],
    classes: HashMap<&'static str, Vec<&'static str>>,
}

const TABLES: [(Kind, &str); 10] = [
    (Kind::Demand, include_str!("../../rules/en/acts/demand.tsv")),
    (Kind::Offer, include_str!("../../rules/en/acts/offer.tsv")),
    (Kind::Commit, include_str!("../../rules/en/acts/commit.tsv")),
    (Kind::Agree, include_str!("../../rules/en/acts/agree.tsv")),
    (
        Kind::Concede,
        include_str!("../../rules/en/acts/concede.tsv"),
    ),
    (Kind::Reject, include_str!("../../rules/en/acts/reject.tsv")),
    (Kind::Warn, include_str!("../../rules/en/acts/warn.tsv")),
    (Kind::Accuse, include_str!("../../rules/en/acts/accuse.tsv")),
    (Kind::Deny, include_str!("../../rules/en/acts/deny.tsv")),
    (
        Kind::Deliver,
        include_str!("../../rules/en/acts/deliver.tsv"),
    ),
];
const CLASSES: &str = include_str!("../../rules/en/acts/classes.tsv");

/// The tables, read on first use.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(Lexicon::read)
}

impl Lexicon {
    fn read() -> Lexicon {
        let mut rows: [HashMap<_, Vec<Row>>; 3] = Default::default();
        for (kind, table) in TABLES {
            for line in lines(table) {
                let mut cells = line.split('\t');
                let pos = match cells.next() {
                    Some("v") => Pos::Verb,
                    Some("n") => Pos::Noun,
                    _ => Pos::Adjective,
                };
                let name = cells.next().unwrap_or_default();
                let slots = cells.next().unwrap_or_default();
                let flags = cells.next().unwrap_or_default();
                let (word, particle) = name.split_once(' ').unwrap_or((name, ""));
                let rule: &'static str =
                    format!("{}/{}", kind.as_str(), name.replace(' ', "-")).leak();
                for slot in slots.split('|') {
                    let (toward, slot) = read_slot(slot);
                    let class = flags
                        .split(' ')
                        .find_map(|f| f.strip_prefix("class="))
                        .unwrap_or_default();
                    let weak = flags.split(' ').any(|f| f == "weak");
                    let row = Row {
                        kind,
                        slot,
                        toward,
                        particle,
                        class,
                        rule,
                        weak,
                    };
                    rows[pos as usize].entry(word).or_default().push(row);
                }
            }
        }
        let mut classes: HashMap<_, Vec<_>> = HashMap::new();
        for line in lines(CLASSES) {
            if let Some((class, words)) = line.split_once('\t') {
                classes.entry(class).or_default().extend(words.split(' '));
            }
        }
        Lexicon { rows, classes }
    }

    /// The readings of a word; empty when it is no trigger.
    pub(crate) fn rows(&self, pos: Pos, lemma: &str) -> &[Row] {
        self.rows[pos as usize]
            .get(lemma)
            .map_or(&[], Vec::as_slice)
    }

    /// True when `lemma` belongs to `class`.
    pub(crate) fn in_class(&self, class: &str, lemma: &str) -> bool {
        self.classes
            .get(class)
            .is_some_and(|words| words.contains(&lemma))
    }
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn read_slot(slot: &'static str) -> (Toward, Slot) {
    let (toward, slot) = match slot.split_once('>') {
        Some(("obj", rest)) => (Toward::Object, rest),
        Some((before, rest)) => (Toward::Preposition(before.trim_start_matches('@')), rest),
        None => (Toward::Any, slot),
    };
    let slot = match slot {
        "inf" => Slot::Infinitive,
        "ger" => Slot::Gerund,
        "that" => Slot::That,
        "wh" => Slot::Question,
        "obj" => Slot::Object,
        "self" => Slot::Itself,
        other => Slot::Preposition(other.trim_start_matches('@')),
    };
    (toward, slot)
}
