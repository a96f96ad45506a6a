//! The twelve matters of the seed report: what a desk officer would want to find again in its record.
//!
//! A matter is present when every entry it needs is there, with the parties, the speaker, the kind of
//! condition and the days that make it what it is. The words only tell one entry from another.

use super::marked::{Marked, MarkedEntry, Words};

/// An entry that must be there. Empty strings ask for nothing.
struct Need {
    /// Kinds that will do.
    kind: &'static [&'static str],
    actor: &'static [&'static str],
    words: &'static str,
    speaker: &'static str,
    relation: &'static str,
    due: &'static str,
}

/// Any entry of Russia's; the matters below say what else.
const RUSSIA: Need = Need {
    kind: &[],
    actor: &["RUS"],
    words: "",
    speaker: "",
    relation: "",
    due: "",
};

/// The same of the United States, and of both.
const AMERICA: Need = Need {
    actor: &["USA"],
    ..RUSSIA
};
const BOTH: Need = Need {
    actor: &["RUS", "USA"],
    ..RUSSIA
};

const COMMIT: &[&str] = &["commit"];

/// Name, entries needed, note needed.
const MATTERS: &[(&str, &[Need], &str)] = &[
    (
        "S1 the promised written reply, due next week",
        &[Need {
            kind: COMMIT,
            words: "written response",
            due: "2022-01-24..2022-01-30",
            ..AMERICA
        }],
        "",
    ),
    (
        "S2 both demands and their refusal",
        &[
            Need {
                kind: &["demand"],
                words: "nato",
                ..RUSSIA
            },
            Need {
                kind: &["demand"],
                words: "weapons",
                ..RUSSIA
            },
            Need {
                kind: &["reject"],
                words: "demands",
                ..AMERICA
            },
        ],
        "",
    ),
    (
        "S3 replies owed both ways",
        &[
            Need {
                kind: COMMIT,
                words: "written response",
                ..AMERICA
            },
            Need {
                kind: COMMIT,
                words: "written response",
                ..RUSSIA
            },
        ],
        "",
    ),
    (
        "S4 who said each",
        &[
            Need {
                kind: COMMIT,
                words: "written response",
                speaker: "lavrov",
                ..AMERICA
            },
            Need {
                kind: COMMIT,
                words: "written response",
                speaker: "blinken",
                ..RUSSIA
            },
        ],
        "",
    ),
    (
        "S5 what is withheld, and who must be consulted",
        &[
            Need {
                kind: &["withhold"],
                words: "public",
                ..AMERICA
            },
            Need {
                kind: COMMIT,
                words: "consult",
                ..RUSSIA
            },
        ],
        "",
    ),
    (
        "S6 the follow-up meeting",
        &[Need {
            actor: &[],
            words: "follow-up",
            ..RUSSIA
        }],
        "",
    ),
    (
        "S7 leaders' talks offered on a condition, and past contacts",
        &[
            Need {
                kind: &["offer", "commit"],
                words: "talks",
                relation: "if",
                ..AMERICA
            },
            Need {
                kind: &["meet"],
                words: "met",
                ..BOTH
            },
            Need {
                kind: &["meet"],
                words: "phone",
                ..BOTH
            },
        ],
        "",
    ),
    (
        "S8 both conditional warnings",
        &[
            Need {
                kind: &["warn"],
                words: "decisions",
                relation: "if",
                ..RUSSIA
            },
            Need {
                kind: &["warn"],
                words: "military-technical",
                relation: "if",
                ..RUSSIA
            },
        ],
        "",
    ),
    (
        "S9 what was not discussed",
        &[Need {
            kind: &["withhold"],
            words: "infrastructure",
            ..BOTH
        }],
        "",
    ),
    (
        "S10 the warning of an invasion against its denial",
        &[
            Need {
                kind: &["warn"],
                actor: &["western-governments"],
                words: "invasion",
                ..RUSSIA
            },
            Need {
                kind: &["deny"],
                words: "invade",
                ..RUSSIA
            },
        ],
        "",
    ),
    (
        "S11 the vow that hangs on the reply",
        &[Need {
            kind: COMMIT,
            words: "negotiations",
            relation: "after",
            ..RUSSIA
        }],
        "",
    ),
    (
        "S12 a linked page of another date",
        &[],
        "link-date-differs",
    ),
];

/// How many matters the record has, and how many there are; prints those it lacks.
pub(crate) fn present(record: &Marked) -> (usize, usize) {
    let mut n_present = 0;
    for (name, needs, note) in MATTERS {
        let noted = note.is_empty() || record.notes.iter().any(|n| n.code == *note);
        let met = |need: &Need| record.entries.iter().any(|e| need.is_met_by(e));
        if noted && needs.iter().all(met) {
            n_present += 1;
        } else {
            println!("lacks {name}");
        }
    }
    (n_present, MATTERS.len())
}

impl Need {
    fn is_met_by(&self, entry: &MarkedEntry) -> bool {
        let mut actor = entry.actor.clone().unwrap_or_default();
        actor.sort();
        let relation = entry.condition.as_ref().and_then(|c| c.relation.as_deref());
        let due = entry
            .due
            .as_ref()
            .and_then(Words::window)
            .map(|(from, to)| format!("{}..{}", from.unwrap_or_default(), to.unwrap_or_default()));
        let content = entry.content.as_ref().and_then(|c| c.text.as_deref());
        let words = content.unwrap_or_default().to_lowercase();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let speaker = entry.speaker.as_deref().unwrap_or_default();
        (self.kind.is_empty() || self.kind.contains(&entry.kind.as_str()))
            && (self.actor.is_empty() || actor == self.actor)
            && words.contains(self.words)
            && speaker.ends_with(self.speaker)
            && (self.relation.is_empty() || relation == Some(self.relation))
            && (self.due.is_empty() || due.as_deref() == Some(self.due))
    }
}
