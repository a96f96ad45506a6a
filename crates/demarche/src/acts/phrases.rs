//! Phrases of more than one word: "rule out", "pour cold water on", "put on hold", "in favour of".

use super::content::Content;
use super::frames;
use super::lexicon::{Phrase, Row, lexicon};
use super::reading::Scene;

/// How far behind its verb a word of a phrase may stand.
const REACH: usize = 6;

/// True when the words that a row asks for stand by the verb `t`.
pub(crate) fn stands(scene: &Scene, t: usize, row: &Row) -> bool {
    let phrase = &row.phrase;
    let placed = || {
        phrase
            .place
            .is_none_or(|_| place(scene, t, phrase).is_some())
    };
    if !phrase.noun.is_empty() {
        let up = phrase.particle.is_empty() || particle(scene, t, phrase.particle);
        return up && noun(scene, t, row).is_some() && placed();
    }
    if phrase.place.is_some() && phrase.particle.is_empty() {
        return placed();
    }
    particle(scene, t, phrase.particle) && placed()
}

/// True when the particle stands by the verb, or for an empty one no other.
fn particle(scene: &Scene, t: usize, particle: &str) -> bool {
    let tree = &scene.tree;
    let near = tree.children(t).find(|&c| {
        matches!(
            scene.reading.parse.deprel[c],
            "compound:prt" | "advmod" | "obl" | "case"
        ) && matches!(
            tree.lemma(c),
            "out"
                | "off"
                | "down"
                | "up"
                | "over"
                | "back"
                | "in"
                | "away"
                | "aside"
                | "forward"
                | "ground"
                | "on"
        ) && c > t
            && c <= t + REACH
    });
    match near {
        Some(c) if particle.is_empty() => {
            // A verb with a particle of its own is another verb, unless the particle is loose.
            scene.reading.parse.deprel[c] != "compound:prt"
        }
        Some(c) => tree.lemma(c) == particle,
        None => {
            particle.is_empty() || (t + 1 < scene.reading.parse.len() && tree.is(t + 1, particle))
        }
    }
}

/// The object that makes a fixed phrase with the verb: "shrift" of "gave short shrift to", "pressure" of
/// "pressure was put on".
pub(crate) fn noun(scene: &Scene, t: usize, row: &Row) -> Option<usize> {
    let tree = &scene.tree;
    let phrase = &row.phrase;
    if phrase.noun.is_empty() {
        // "vote in favour of": what follows hangs on the phrase.
        return place(scene, t, phrase).map(|(_, word)| word);
    }
    let fits = |c: usize| {
        phrase
            .noun
            .split('|')
            .any(|n| tree.lemma(c) == n || tree.is(c, n))
            && (phrase.before.is_empty()
                || c > 0 && phrase.before.split('|').any(|b| tree.is(c - 1, b)))
    };
    let own = |&c: &usize| {
        let object = matches!(tree.rel(c), "obj" | "advmod" | "xcomp" | "obl")
            && c > t
            && tree.case(c).is_none();
        (object || tree.rel(c) == "nsubj" && tree.passive(t)) && fits(c)
    };
    tree.children(t).find(own).or_else(|| {
        // Wherever the parser hung it: behind the verb, with nothing but its own words between.
        let end = scene.reading.parse.sentence(t).end as usize;
        (t + 1..end.min(t + REACH))
            .take_while(|&c| {
                fits(c)
                    || matches!(scene.reading.parse.upos[c], "DET" | "ADJ" | "ADV" | "PRON")
                    || matches!(tree.rel(c), "amod" | "compound" | "nmod" | "case")
                        && !matches!(scene.reading.parse.upos[c], "ADP")
            })
            .find(|&c| fits(c))
    })
}

/// Where the phrase with a preposition begins and ends: "on" and "hold" of "put its offer on hold".
fn place(scene: &Scene, t: usize, phrase: &Phrase) -> Option<(usize, usize)> {
    let tree = &scene.tree;
    let (case, word) = phrase.place?;
    let end = scene.reading.parse.sentence(t).end as usize;
    (t + 1..end.min(t + 20)).find_map(|c| {
        let first = (c.saturating_sub(2)..c).find(|&p| tree.is(p, case))?;
        let named = word.split('|').any(|w| tree.lemma(c) == w || tree.is(c, w));
        let fits = named && tree.under(c, t);
        (fits && first > t).then_some((first, c))
    })
}

/// The nominal or gerund that the preposition `p` opens behind the noun of a phrase.
pub(crate) fn behind(scene: &Scene, t: usize, noun: usize, p: &str) -> Option<usize> {
    frames::phrase_after(scene, t, noun, p)
        .filter(|&o| o > noun && !scene.in_time(o))
        .or_else(|| frames::oblique_or_gerund(scene, noun, p))
}

/// The content without the phrase that the parser took into it: "the talks" of "put the talks on hold".
pub(crate) fn without(scene: &Scene, t: usize, row: &Row, content: Content) -> Content {
    match place(scene, t, &row.phrase) {
        Some((first, last)) if content.lo < first && last <= content.hi && content.head < first => {
            Content {
                hi: first - 1,
                ..content
            }
        }
        _ => content,
    }
}

/// True when the words before a noun that is the trigger are those that the row asks for: "in" of "in favour".
pub(crate) fn introduced(scene: &Scene, t: usize, row: &Row) -> bool {
    let tree = &scene.tree;
    let wanted = row.phrase.before;
    wanted.is_empty()
        || tree.children(t).any(|c| {
            c < t
                && matches!(tree.rel(c), "case" | "amod" | "compound" | "det")
                && tree.lemma(c) == wanted
        })
}

/// True when the content is of the classes that the row wants, of none that it does not, and names somebody
/// where it must.
pub(crate) fn suits(scene: &Scene, row: &Row, content: &Content, toward: Option<usize>) -> bool {
    let head = content.head;
    let deed = || {
        row.class.split('|').any(|c| c == "deed")
            && (scene.tree.is_verb(head)
                || lexicon().in_class("doing|measure", scene.tree.lemma(head)))
    };
    let somebody = || {
        let named = toward.unwrap_or(head);
        let person = |m: &crate::who::Mention| m.person.is_some();
        !scene.parties_about(named).is_empty() || scene.reading.cast.at(named).is_some_and(person)
    };
    (row.class.is_empty() || frames::head_in_class(scene, head, row.class) || deed())
        && (row.not.is_empty() || !frames::head_in_class(scene, head, row.not))
        && (!row.party || somebody())
}
