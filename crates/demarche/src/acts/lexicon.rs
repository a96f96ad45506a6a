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

/// The fixed words of a phrase beside its first word; each is empty when there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// "out" of "rule out", "up" of "turn up the pressure on".
    pub(crate) particle: &'static str,
    /// The object: "pressure" of "put pressure on".
    pub(crate) noun: &'static str,
    /// What stands right before that object, or in the phrase of a noun that is itself the trigger: "cold"
    /// of "pour cold water on", "in" of "in favour of".
    pub(crate) before: &'static str,
    /// A phrase with a preposition: "on hold" of "put on hold".
    pub(crate) place: Option<(&'static str, &'static str)>,
}

impl Phrase {
    /// True when it has a word of its own beside the trigger and a particle.
    pub(crate) fn fixed(&self) -> bool {
        !self.noun.is_empty() || self.place.is_some()
    }
}

/// Words that are particles where they stand in the name of a verb; any other is its object.
const PARTICLES: [&str; 18] = [
    "ahead", "along", "around", "aside", "away", "back", "behind", "down", "forward", "in", "off",
    "on", "out", "over", "short", "through", "together", "up",
];

/// One reading of one word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) kind: Kind,
    pub(crate) slot: Slot,
    pub(crate) toward: Toward,
    /// The words that must stand by: "out" of "rule out", "cold water" of "pour cold water on".
    pub(crate) phrase: Phrase,
    /// Classes of words (see `classes.tsv`), one of which the head of the content must belong to; any when empty.
    pub(crate) class: &'static str,
    /// Classes that it must not belong to.
    pub(crate) not: &'static str,
    /// The content must name a party or a person: "rounded on *Brussels*".
    pub(crate) party: bool,
    /// A noun that is a move only in somebody's mouth: "announced *plans* for".
    pub(crate) light: bool,
    /// A phrase of refusing that needs a "not": "will not *countenance*", "has no *truck* with".
    pub(crate) no: bool,
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
    /// The classes of each word, in the order of the table.
    classes_of: HashMap<&'static str, Vec<&'static str>>,
}

const TABLES: [(Kind, &str); 11] = [
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
    (
        Kind::Withhold,
        include_str!("../../rules/en/acts/withhold.tsv"),
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
                let (words, phrase) = read_name(pos, name);
                let rule: &'static str = format!("{}/{}", kind.as_str(), short(name)).leak();
                let flag = |f: &str| flags.split(' ').any(|g| g == f);
                let value = |key: &str| {
                    let found = flags.split(' ').find_map(|f| f.strip_prefix(key));
                    found.unwrap_or_default()
                };
                for slot in slots.split('|') {
                    let (toward, slot) = read_slot(slot);
                    let row = Row {
                        kind,
                        slot,
                        toward,
                        phrase,
                        class: value("class="),
                        not: value("not="),
                        party: flag("party"),
                        light: flag("light"),
                        no: flag("no"),
                        rule,
                        weak: flag("weak"),
                    };
                    for word in words.split('|') {
                        rows[pos as usize].entry(word).or_default().push(row);
                    }
                }
            }
        }
        let mut classes_of: HashMap<_, Vec<_>> = HashMap::new();
        for line in lines(CLASSES) {
            if let Some((class, words)) = line.split_once('\t') {
                for word in words.split(' ') {
                    classes_of.entry(word).or_default().push(class);
                }
            }
        }
        Lexicon { rows, classes_of }
    }

    /// The readings of a word; empty when it is no trigger.
    pub(crate) fn rows(&self, pos: Pos, lemma: &str) -> &[Row] {
        self.rows[pos as usize]
            .get(lemma)
            .map_or(&[], Vec::as_slice)
    }

    /// The classes that `lemma` belongs to.
    pub(crate) fn classes_of(&self, lemma: &str) -> &[&'static str] {
        self.classes_of.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// True when `lemma` belongs to `class`, or to one of several with bars between.
    pub(crate) fn in_class(&self, class: &str, lemma: &str) -> bool {
        let own = self.classes_of(lemma);
        !own.is_empty() && class.split('|').any(|one| own.contains(&one))
    }
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
}

/// A name as a rule shows it: "put-pressure" of "put|exert pressure", "put-on-hold" of "put @on:hold".
fn short(name: &str) -> String {
    let first = |word: &str| word.split('|').next().unwrap_or_default().to_string();
    let words: Vec<String> = name.split(' ').map(first).collect();
    words.join("-").replace(['@', '='], "").replace(':', "-")
}

/// The first words of a name, with bars between, and the phrase beside them: "put|exert pressure",
/// "put @on:hold", and for a noun, which stands last, "in favour".
fn read_name(pos: Pos, name: &'static str) -> (&'static str, Phrase) {
    let mut phrase = Phrase::default();
    if pos != Pos::Verb {
        let (before, word) = name.rsplit_once(' ').unwrap_or(("", name));
        phrase.before = before;
        return (word, phrase);
    }
    let (verbs, rest) = name.split_once(' ').unwrap_or((name, ""));
    for word in rest.split(' ').filter(|w| !w.is_empty()) {
        if let Some((case, noun)) = word.strip_prefix('@').and_then(|p| p.split_once(':')) {
            phrase.place = Some((case, noun));
        } else if let Some(object) = word.strip_prefix('=') {
            // "turn =back": an object that would pass for a particle.
            phrase.noun = object;
        } else if phrase.particle.is_empty() && PARTICLES.contains(&word) {
            phrase.particle = word;
        } else {
            phrase.before = std::mem::replace(&mut phrase.noun, word);
        }
    }
    (verbs, phrase)
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
