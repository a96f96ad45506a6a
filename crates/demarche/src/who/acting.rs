//! Names that nothing shows to be a body but what they do: "Stellantis refused", "the union Verdi
//! demanded", "Pablo Ruiz of the far-right Vespa". One such place makes the name a body's everywhere.

use super::draft::{Draft, singular};
use super::gazetteer::{is_calendar, is_company_word, is_union_word};
use super::phrase;
use super::refer::{is_said, wills};
use super::world::{Group, Rank};
use crate::lang::NameKind;
use std::collections::HashSet;

/// Names longer than this are left to other rules.
const LONGEST: usize = 4;

/// Pronouns, particles and the like, which a heading, a line of verse or an odd parse gives a capital;
/// sorted.
const FUNCTION_WORDS: &[&str] = &[
    "all",
    "another",
    "any",
    "anybody",
    "anyone",
    "anything",
    "both",
    "each",
    "either",
    "enough",
    "every",
    "everybody",
    "everyone",
    "everything",
    "few",
    "he",
    "her",
    "here",
    "hers",
    "him",
    "his",
    "i",
    "it",
    "its",
    "least",
    "less",
    "many",
    "me",
    "mine",
    "more",
    "most",
    "much",
    "my",
    "neither",
    "never",
    "no",
    "nobody",
    "none",
    "nor",
    "not",
    "nothing",
    "nought",
    "now",
    "one",
    "ones",
    "only",
    "other",
    "others",
    "our",
    "ours",
    "out",
    "same",
    "several",
    "she",
    "so",
    "some",
    "somebody",
    "someone",
    "something",
    "still",
    "such",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "thus",
    "too",
    "us",
    "we",
    "what",
    "whatever",
    "when",
    "where",
    "whether",
    "which",
    "who",
    "whoever",
    "whom",
    "whose",
    "why",
    "yes",
    "yet",
    "you",
    "your",
];

/// The names, as runs of tokens, in text order.
pub(super) fn names(draft: &Draft) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let elsewhere = Elsewhere::of(draft);
    let does = |t, end| {
        !elsewhere.is_person(draft, t, end) && acts(draft, t, end) && !elsewhere.has(draft, t, end)
    };
    let mut t = 0;
    while t < draft.len() {
        if !free(draft, t) {
            t += 1;
            continue;
        }
        let mut end = t + 1;
        while end < draft.len() && draft.together(t, end) && goes_on(draft, end) {
            end += 1;
        }
        while end > t + 1 && draft.word(end - 1) == "-" {
            end -= 1;
        }
        let named = may_name(draft, &elsewhere, t, end);
        if named && (is_called(draft, t, end) || does(t, end)) {
            out.push((t, end));
        }
        t = end;
    }
    out
}

/// True for a capitalised word that nothing else has claimed.
fn free(draft: &Draft, t: usize) -> bool {
    draft.is_capital(t) && draft.hit(t).is_none() && draft.name(t).is_none()
}

/// True for what stands inside a name: another capital, a hyphen, the "al" of "Jaish al-Islam".
fn goes_on(draft: &Draft, t: usize) -> bool {
    let hyphen = draft.word(t) == "-" && draft.joined(t - 1) && draft.joined(t);
    let article = matches!(draft.word(t), "al" | "el" | "ul") && draft.word_at(t + 1) == "-";
    free(draft, t)
        || hyphen && free(draft, t + 1)
        || article && free(draft, t + 2)
        || draft.word(t).starts_with("al-") && draft.hit(t).is_none()
}

/// True when the words can be a body's name: proper nouns, and none that names a person, a place of
/// talks, an office, a time or a thing.
fn may_name(draft: &Draft, elsewhere: &Elsewhere, start: usize, end: usize) -> bool {
    let word = draft.word(start);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let proper = (start..end)
        .filter(|&t| draft.is_capital(t))
        .all(|t| draft.parse.xpos[t] == "NNP");
    let beside = start > 0 && draft.together(start - 1, start) && draft.is_capital(start - 1);
    let goes_on = matches!(draft.word_at(end), "of" | "for")
        || draft.word_at(end) == "-" && draft.is_capital(end + 1);
    // The word that begins a sentence has its capital from there.
    let first = draft.parse.sentence(start).start as usize == start;
    let opens = end - start == 1 && first && !word.chars().skip(1).any(char::is_uppercase);
    if end - start > LONGEST || letters < 2 || !proper || beside || goes_on {
        return false;
    }
    if opens && !elsewhere.inside.contains(word) {
        return false;
    }
    let person = match draft.ner(start) {
        Some((from, to, NameKind::Person)) => to - from > 1 || end - start > 1,
        _ => false,
    };
    let shouted = word.len() > 3 && word.chars().all(char::is_uppercase);
    let dateline = first && shouted && matches!(draft.word_at(end), "," | "(" | "-" | "–" | "—");
    let given = draft.world.gender(word).is_some() || draft.world.honorific(word).is_some();
    let family = end - start == 1 && draft.introduced.contains(word);
    if person || given || family || dateline {
        return false;
    }
    !(start..end).any(|t| is_common(draft, t))
}

/// True for a word that says what something is and does not name it.
fn is_common(draft: &Draft, t: usize) -> bool {
    let word = draft.low(t);
    is_calendar(draft.word(t))
        || names_nobody(draft, t)
        || phrase::role_at(draft, t).is_some()
        || draft.world.ends_no_name(&word)
        || draft.world.is_class(&word)
        || !draft.world.group(&singular(&word)).is_empty()
}

/// True for a word that names nobody, whatever its capital: a pronoun, a particle, a quarter of the sky.
pub(super) fn names_nobody(draft: &Draft, t: usize) -> bool {
    let low = draft.low(t);
    // Letters that spell a name out are written large throughout: "WHO", "US".
    let shouted = low.len() > 1 && !draft.word(t).chars().any(char::is_lowercase);
    !shouted && FUNCTION_WORDS.binary_search(&&*low).is_ok() || is_compass(&low)
}

/// "north", "southeast", "northern", "centre".
fn is_compass(word: &str) -> bool {
    let quarter = |word: &str| matches!(word, "north" | "south" | "east" | "west");
    let plain = word
        .trim_end_matches("ern")
        .trim_end_matches("ward")
        .trim_start_matches("mid");
    let halves = plain.split_at_checked(5);
    let both = halves.is_some_and(|(one, other)| quarter(one) && quarter(other));
    matches!(word, "center" | "centre") || quarter(plain) || both
}

/// What words are somewhere in the report, gathered once. Places or things: "in Pittsburgh", "the industry";
/// what such a word is said to do its people do.
struct Elsewhere<'a> {
    places: HashSet<&'a str>,
    things: HashSet<&'a str>,
    /// Words inside a sentence, and those of them that the engine takes for no person.
    inside: HashSet<&'a str>,
    impersonal: HashSet<&'a str>,
}

impl<'a> Elsewhere<'a> {
    fn of(draft: &Draft<'a>) -> Elsewhere<'a> {
        let mut out = Elsewhere {
            places: HashSet::new(),
            things: HashSet::new(),
            inside: HashSet::new(),
            impersonal: HashSet::new(),
        };
        for t in 1..draft.len() {
            if draft.parse.sentence(t).start as usize != t {
                out.inside.insert(draft.word(t));
                if !is_personal(draft, t) {
                    out.impersonal.insert(draft.word(t));
                }
            }
            let there = matches!(&*draft.low(t - 1), "in" | "near" | "outside" | "around");
            let after = draft.parse.upos.get(t + 1).copied().unwrap_or("PUNCT");
            if draft.is_capital(t) {
                if there && !matches!(after, "NOUN" | "PROPN" | "PART") {
                    out.places.insert(draft.word(t));
                }
            } else if matches!(draft.parse.xpos[t], "NN" | "JJ") {
                out.things.insert(draft.word(t));
            }
        }
        out
    }

    /// True for a lone word, no acronym, that names nobody because of what it is elsewhere.
    fn has(&self, draft: &Draft, start: usize, end: usize) -> bool {
        let word = draft.word(start);
        let lone = end - start == 1 && !word.chars().skip(1).any(char::is_uppercase);
        lone && (self.places.contains(word) || self.things.contains(&*draft.low(start)))
    }

    /// True for a lone word that the engine takes for a person wherever it stands. It takes most words that
    /// it does not know for people.
    fn is_person(&self, draft: &Draft, start: usize, end: usize) -> bool {
        let lone = end - start == 1;
        lone && is_personal(draft, start) && !self.impersonal.contains(draft.word(start))
    }
}

fn is_personal(draft: &Draft, t: usize) -> bool {
    matches!(draft.ner(t), Some((_, _, NameKind::Person)))
}

/// True when the name is the subject of what only somebody does.
fn acts(draft: &Draft, start: usize, end: usize) -> bool {
    let head = draft.head(start, end);
    let mut at = head;
    for _ in 0..2 {
        match draft.parse.rel(at) {
            "nsubj" => {
                return draft.parse.deprel[at] == "nsubj"
                    && draft.parse.parent(at).is_some_and(|verb| {
                        let lemma = draft.parse.lemma(verb);
                        draft.parse.upos[verb] == "VERB" && (is_said(lemma) || wills(lemma))
                    });
            }
            "conj" => match draft.parse.parent(at) {
                Some(above) => at = above,
                None => return false,
            },
            _ => return false,
        }
    }
    false
}

/// True when a noun says that the name is a body's: "the union Verdi", "Vespa leader X", "X of the
/// far-right Vespa", "Nissan's chairman".
fn is_called(draft: &Draft, start: usize, end: usize) -> bool {
    let place = matches!(draft.ner(start), Some((_, _, NameKind::Place)));
    if place {
        return false;
    }
    let owned = end + usize::from(draft.is_possessive(end));
    // "Tuscan leader", "Marxist rebels": an adjective, whatever the parser says.
    let low = draft.low(end - 1);
    let adjective = owned == end
        && ["an", "ist", "ese", "ish", "ic"]
            .iter()
            .any(|e| low.ends_with(e));
    let led = !adjective
        && phrase::role_at(draft, owned).is_some_and(|role| {
            matches!(
                role.role.rank,
                Rank::Head | Rank::Spokesperson | Rank::Leader
            )
        });
    let kinds = [Group::Union, Group::Company, Group::Rebels, Group::Group];
    let explained = !adjective
        && phrase::group_at(draft, end).is_some_and(|next| {
            let kind = kinds.iter().any(|&kind| next.groups.has(kind));
            kind && !next.plural && !draft.is_capital(end) && !next.groups.has(Group::Organ)
        });
    let led = led || explained;
    let Some(before) = start.checked_sub(1).filter(|&t| draft.together(t, start)) else {
        return led;
    };
    let noun = draft.low(before);
    let group = draft.world.group(&noun);
    let body = [Group::Union, Group::Company, Group::Rebels]
        .iter()
        .any(|&kind| group.has(kind));
    let body = (body || matches!(&*noun, "party")) && !draft.is_capital(before);
    let company = is_company_word(&noun) || is_union_word(&noun);
    led || body || company && !draft.is_capital(before) || of_person(draft, before)
}

/// True when "of" and a person's name stand before the words that lead to a name.
fn of_person(draft: &Draft, before: usize) -> bool {
    let lowest = before.saturating_sub(4);
    for t in (lowest..=before).rev() {
        if draft.low(t) == "of" {
            return t > 0 && draft.name(t - 1).is_some() && draft.together(t - 1, before);
        }
        let leads = matches!(
            draft.parse.upos[t],
            "DET" | "ADJ" | "PUNCT" | "ADV" | "NOUN"
        );
        if !leads || matches!(draft.word(t), "," | ".") {
            return false;
        }
    }
    false
}
