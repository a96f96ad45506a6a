//! Adverbials that parsers hang on the noun before them, where they belong to the verb.
//!
//! - Where people meet: "met with Macron in Paris" says nothing of Macron.
//! - With whom one talks: "spoke by phone with Macron" says nothing of the phone.
//! - Particles: "paid out 5 million euros" pays them, and "handed over the text" hands it.

use super::parse::{NameKind, Parse};
use super::repair::has_case;

/// Verbs of talking.
const TALKING: [&str; 8] = [
    "confer",
    "consult",
    "discuss",
    "meet",
    "negotiate",
    "speak",
    "talk",
    "work",
];

/// Particles that are hardly ever prepositions of their own.
const PARTICLES: [&str; 7] = ["aside", "away", "back", "forth", "forward", "out", "up"];

/// Verbs with a particle that is a preposition elsewhere, both told by their lemmas.
const PHRASAL: [(&str, &str); 14] = [
    ("call", "off"),
    ("fend", "off"),
    ("hand", "in"),
    ("hand", "over"),
    ("lay", "down"),
    ("pay", "off"),
    ("play", "down"),
    ("put", "off"),
    ("shoot", "down"),
    ("shrug", "off"),
    ("tone", "down"),
    ("turn", "down"),
    ("turn", "over"),
    ("wave", "off"),
];

/// Hangs such adverbials on their verbs.
pub(super) fn mend(text: &str, parse: &mut Parse) {
    particles(text, parse);
    for t in 0..parse.len() {
        if parse.rel(t) != "nmod" {
            continue;
        }
        let Some(noun) = parse.parent(t).filter(|&n| n < t) else {
            continue;
        };
        if !matches!(parse.rel(noun), "obj" | "obl") {
            continue;
        }
        let Some(verb) = parse
            .parent(noun)
            .filter(|&v| v < noun && parse.upos[v] == "VERB")
        else {
            continue;
        };
        let place = has_one_of(text, parse, t, &["in", "at"]) && is_person(parse, noun);
        let talk = has_case(text, parse, t, "with")
            && has_one_of(text, parse, noun, &["by", "over", "via"])
            && TALKING.binary_search(&parse.lemma(verb)).is_ok();
        if place || talk {
            parse.head[t] = verb as u32;
            parse.deprel[t] = "obl";
        }
    }
}

/// Hangs particles on the verbs right before them.
fn particles(text: &str, parse: &mut Parse) {
    for t in 1..parse.len().saturating_sub(1) {
        let (verb, word) = (t - 1, parse.word(text, t));
        if parse.upos[verb] != "VERB" || parse.sentence_of[verb] != parse.sentence_of[t] {
            continue;
        }
        let rel = parse.rel(t);
        let pure = PARTICLES.binary_search(&word).is_ok();
        let paired = PHRASAL.binary_search(&(parse.lemma(verb), word)).is_ok();
        let Some(noun) = parse.parent(t).filter(|&n| n > t) else {
            continue;
        };
        let next = parse.word(text, t + 1);
        if !(pure || paired) || !matches!(rel, "advmod" | "case") || matches!(next, "of" | "to") {
            continue;
        }
        let more = parse
            .children(noun)
            .any(|c| c != t && c > t && parse.rel(c) == "case");
        let given = parse.parent(noun) == Some(verb) && parse.rel(noun) == "obl";
        if rel == "case" && (more || !given) {
            continue;
        }
        parse.head[t] = verb as u32;
        parse.deprel[t] = "compound:prt";
        parse.upos[t] = "ADP";
        parse.xpos[t] = "RP";
        if rel == "case" {
            parse.deprel[noun] = "obj";
        }
    }
}

fn has_one_of(text: &str, parse: &Parse, t: usize, words: &[&str]) -> bool {
    words.iter().any(|word| has_case(text, parse, t, word))
}

/// True for a word of a person's name; names stand in the order of the text.
fn is_person(parse: &Parse, t: usize) -> bool {
    let after = parse.names.partition_point(|n| n.start as usize <= t);
    let name = after.checked_sub(1).map(|i| parse.names[i]);
    name.is_some_and(|n| n.kind == NameKind::Person && t < n.end as usize)
}
