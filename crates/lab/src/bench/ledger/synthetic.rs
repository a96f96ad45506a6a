//! Reports of a negotiation that never was, for the size of a ledger and not for its sense: the shape is that
//! of what Demarche reads in newswire, the words are made up.
//!
//! Two hundred pairs of parties, a few of which make most of the news, argue over forty subjects each. A report
//! is about one pair: ten moves that take up its subjects in new words, so that much of it says again, keeps
//! or refuses what came before. One in thirty is a copy of the one before it in another paper.

use crate::train::Rng;
use demarche_ledger::Reading;
use demarche_ledger::moves::{
    Condition, Days, Findings, Kind, Move, Party, Person, Relation, Source, Statement, Words,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const N_PARTIES: usize = 60;
const N_PAIRS: usize = 200;
const N_SUBJECTS: usize = 40;
const N_WORDS: usize = 4_000;
const N_MOVES: usize = 10;
/// Letters of a text, about four hundred words.
const LENGTH: usize = 2_500;
const REPORTS_A_DAY: usize = 30;
const FIRST_DAY: Date = date(2016, 1, 4);

/// Makes reports, one after another.
pub(super) struct Wire {
    rng: Rng,
    words: Vec<String>,
    pairs: Vec<Pair>,
    n_made: usize,
    last: Option<Reading>,
}

struct Pair {
    sides: [usize; 2],
    subjects: Vec<Vec<usize>>,
}

impl Wire {
    pub(super) fn new(seed: u64) -> Wire {
        let mut rng = Rng::new(seed);
        let words = (0..N_WORDS).map(|n| word(&mut rng, n)).collect();
        let pair = |rng: &mut Rng| {
            let one = rng.below(N_PARTIES);
            let other = (one + 1 + rng.below(N_PARTIES - 1)) % N_PARTIES;
            let subject = |rng: &mut Rng| (0..5).map(|_| common(rng, N_WORDS)).collect();
            Pair {
                sides: [one, other],
                subjects: (0..N_SUBJECTS).map(|_| subject(rng)).collect(),
            }
        };
        let pairs = (0..N_PAIRS).map(|_| pair(&mut rng)).collect();
        Wire {
            rng,
            words,
            pairs,
            n_made: 0,
            last: None,
        }
    }

    fn day(&self) -> Date {
        let days = (self.n_made / REPORTS_A_DAY) as i64;
        FIRST_DAY.checked_add(days.days()).unwrap_or(FIRST_DAY)
    }

    fn copy(&mut self) -> Option<Reading> {
        let mut copy = self.last.take()?;
        copy.text.push_str("\nReporting by others.");
        copy.source.publisher = Some(format!("Paper {}", self.rng.below(40)));
        copy.source.url = Some(format!("https://paper.example/{}", self.n_made));
        Some(copy)
    }
}

impl Iterator for Wire {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        self.n_made += 1;
        if self.rng.below(30) == 0
            && let Some(copy) = self.copy()
        {
            return Some(copy);
        }
        let pair = common(&mut self.rng, N_PAIRS);
        let day = self.day();
        let mut text = Text::default();
        let mut findings = Findings::default();
        for _ in 0..N_MOVES {
            let move_ = self.entry(pair, day, &mut text);
            let places = |w: &Words| vec![(w.start, w.end)];
            findings.statements.push(Statement {
                speaker: move_.speaker.clone(),
                party: move_.actor.first().cloned(),
                mode: "indirect".to_owned(),
                source: vec![(0, 4)],
                cue: move_.trigger.iter().flat_map(places).collect(),
                content: places(&move_.content),
            });
            findings.entries.push(move_);
        }
        while text.n < LENGTH as u32 {
            let filler = self.phrase(12);
            text.put(&filler, ". ");
        }
        self.names(pair, &mut findings, &text);
        let reading = Reading {
            source: Source {
                title: Some(self.phrase(7)),
                publisher: Some(format!("Paper {}", self.rng.below(40))),
                url: Some(format!("https://wire.example/{}", self.n_made)),
                date: Some(day),
                date_source: "html-meta".to_owned(),
            },
            text: text.text,
            findings,
            reader: "made up".to_owned(),
        };
        self.last = Some(reading.clone());
        Some(reading)
    }
}

impl Wire {
    fn entry(&mut self, pair: usize, day: Date, text: &mut Text) -> Move {
        let rng = &mut self.rng;
        let subject = common(rng, N_SUBJECTS);
        let mut terms = self.pairs[pair].subjects[subject].clone();
        // The same thing in words of which one or two are others.
        for _ in 0..1 + rng.below(2) {
            let at = rng.below(terms.len());
            terms[at] = common(rng, N_WORDS);
        }
        let kind = Kind::ALL[rng.below(Kind::ALL.len())];
        let mut sides = self.pairs[pair].sides;
        if rng.below(2) == 0 {
            sides.swap(0, 1);
        }
        let [actor, addressee] = sides.map(|s| vec![party_id(s)]);
        let may_be_due = matches!(kind, Kind::Commit | Kind::Demand | Kind::Offer | Kind::Meet);
        let is_due = may_be_due && rng.below(4) == 0;
        let is_conditional = rng.below(15) == 0;
        let from = day
            .checked_add((1 + rng.below(40) as i64).days())
            .unwrap_or(day);
        let speaker = Some(format!("speaker-{}", rng.below(400)));
        let terms: Vec<String> = terms.iter().map(|t| self.words[*t].clone()).collect();
        let before = self.phrase(6);
        let start = text.n;
        text.put(&before, " ");
        let content = text.put(&terms.join(" the "), " ");
        let due = is_due.then(|| Days {
            from: Some(from),
            to: from.checked_add(3.days()).ok(),
            words: text.put("by the end of that week", " "),
        });
        let condition = is_conditional.then(|| Condition {
            relation: Relation::If,
            words: text.put(&self.phrase(4), " "),
            terms: terms[..3].to_vec(),
        });
        let after = self.phrase(5);
        text.put(&after, ". ");
        let mut actor = actor;
        if kind == Kind::Meet {
            actor.extend(addressee.iter().cloned());
        }
        Move {
            kind,
            actor,
            addressee,
            evidence: vec![text.since(start)],
            trigger: Some(content.clone()),
            content,
            speaker,
            quoted: self.rng.below(3) == 0,
            polarity: "positive".to_owned(),
            condition,
            due,
            when: None,
            place: None,
            plover: Some("request".to_owned()),
            confidence: 0.85,
            rule: "frame: verb to somebody".to_owned(),
            terms,
        }
    }

    fn phrase(&mut self, n: usize) -> String {
        let words: Vec<&str> = (0..n)
            .map(|_| self.words[common(&mut self.rng, N_WORDS)].as_str())
            .collect();
        words.join(" ")
    }

    fn names(&mut self, pair: usize, findings: &mut Findings, text: &Text) {
        let sides = self.pairs[pair].sides;
        findings.parties = sides
            .iter()
            .map(|s| Party {
                id: party_id(*s),
                name: format!("Republic {s}"),
                kind: "state".to_owned(),
            })
            .collect();
        let mut seen: Vec<usize> = (0..4).map(|_| self.rng.below(400)).collect();
        seen.sort_unstable();
        seen.dedup();
        findings.people = seen
            .into_iter()
            .map(|n| Person {
                id: format!("speaker-{n}"),
                name: format!("Speaker {n}"),
                party: Some(party_id(sides[n % 2])),
                office: Some(format!("minister {}", n % 7)),
                proof: Some(text.since(text.n.saturating_sub(90))),
                learned: false,
            })
            .collect();
    }
}

/// A text in the making; all of it is ASCII, so that letters are bytes.
#[derive(Default)]
struct Text {
    text: String,
    n: u32,
}

impl Text {
    /// Adds words and gives their place; what stands after them is not of it.
    fn put(&mut self, words: &str, after: &str) -> Words {
        let start = self.n;
        self.text.push_str(words);
        self.n += words.len() as u32;
        let place = self.since(start);
        self.text.push_str(after);
        self.n += after.len() as u32;
        place
    }

    fn since(&self, start: u32) -> Words {
        Words {
            start,
            end: self.n,
            text: self.text[start as usize..].to_owned(),
        }
    }
}

fn party_id(number: usize) -> String {
    format!("P{number:02}")
}

/// Below `n`, small numbers oftener: about as words and countries are in the news.
fn common(rng: &mut Rng, n: usize) -> usize {
    let unit = rng.unit();
    ((unit * unit * n as f32) as usize).min(n - 1)
}

/// A word that can be said, with its number in it so that no two are the same.
fn word(rng: &mut Rng, number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "ran",
        "lest",
    ];
    let mut word: String = (0..1 + rng.below(2))
        .map(|_| SYLLABLES[rng.below(SYLLABLES.len())])
        .collect();
    let mut rest = number;
    for _ in 0..3 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_stand_in_the_text() {
        for reading in Wire::new(1).take(40) {
            assert!(reading.text.len() >= LENGTH && reading.text.len() < 2 * LENGTH);
            assert_eq!(reading.findings.entries.len(), N_MOVES);
            for entry in &reading.findings.entries {
                for words in entry.evidence.iter().chain([&entry.content]) {
                    let place = words.start as usize..words.end as usize;
                    assert_eq!(reading.text[place], words.text);
                }
            }
        }
    }

    #[test]
    fn the_same_seed_makes_the_same_reports() {
        let text = |seed| Wire::new(seed).nth(5).map(|r| r.text);
        assert_eq!(text(1), text(1));
        assert_ne!(text(1), text(2));
    }
}
