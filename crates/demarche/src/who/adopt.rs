//! People whose party only a reference shows: "its founder, X", "X, one of the coalition's negotiators",
//! "X, whose government", "X, who heads the union". Each sentence is read once its references are resolved.

use super::draft::{Draft, NameSpan};
use super::people;
use super::phrase::{self, Owner};
use super::refer::Scene;
use super::world::{FormKind, Group, Rank};
use std::ops::Range;

/// How far an apposition or a clause reaches, in tokens.
const REACH: usize = 14;

/// Gives the people named in `sentence` the party that the words around them show by a reference.
pub(super) fn sentence(draft: &mut Draft, scene: &Scene, sentence: Range<usize>) {
    let first = draft
        .names
        .partition_point(|name| name.start < sentence.start);
    let mut i = first;
    while i < draft.names.len() && draft.names[i].start < sentence.end {
        let span = draft.names[i];
        i += 1;
        let free = |p: &u32| {
            draft.cast.people[*p as usize].party.is_none() && !draft.facts[*p as usize].alone
        };
        let Some(person) = span.person.filter(free) else {
            continue;
        };
        if let Some(party) = side(draft, scene, span, &sentence) {
            give(draft, scene, person, party);
        }
    }
}

/// Sets the party of a person, in his mentions too.
fn give(draft: &mut Draft, scene: &Scene, person: u32, party: u32) {
    draft.cast.people[person as usize].party = Some(party);
    for &m in scene.mentions_of(person) {
        let parties = &mut draft.cast.mentions[m].parties;
        if parties.is_empty() {
            parties.push(party);
        }
    }
}

/// The party that the words around a name show.
fn side(draft: &Draft, scene: &Scene, span: NameSpan, sentence: &Range<usize>) -> Option<u32> {
    by_office(draft, scene, span)
        .or_else(|| one_of(draft, scene, span, sentence))
        .or_else(|| whose(draft, scene, span))
        .or_else(|| who_heads(draft, scene, span))
        .or_else(|| led_by(draft, scene, span))
        .or_else(|| member(draft, scene, span))
        .or_else(|| opener(draft, scene, span, sentence))
}

/// The one party of the smallest mention that covers token `t`.
fn party_at(draft: &Draft, scene: &Scene, t: usize) -> Option<u32> {
    match scene.parties_at(draft, t) {
        [one] => Some(*one),
        _ => None,
    }
}

/// The party that a phrase of office belongs to: by its owner, or by what follows the noun.
fn by_office(draft: &Draft, scene: &Scene, span: NameSpan) -> Option<u32> {
    for (role, after) in people::offices(draft, span) {
        let before = phrase::before(draft, role.start);
        if before.former || role.role.rank == Rank::Outsider {
            return None;
        }
        let owner = match before.owner {
            Owner::Pronoun(t) | Owner::Noun(t) => party_at(draft, scene, t),
            Owner::None => None,
        };
        if people::is_counterpart(&draft.low(role.end - 1)) {
            return owner.and_then(|own| scene.other_side(own));
        }
        let found = owner
            .or_else(|| after.noun.and_then(|t| party_at(draft, scene, t)))
            .or_else(|| complement(draft, scene, role.end));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The party in the phrases after a noun of office: "on the government's peace commission", "to the
/// Treasury in Lusaka".
fn complement(draft: &Draft, scene: &Scene, end: usize) -> Option<u32> {
    let mut t = end;
    let mut place = false;
    while t < draft.len().min(end + REACH) && draft.together(end - 1, t) {
        let word = draft.low(t);
        match draft.parse.upos[t] {
            "ADP" if matches!(&*word, "of" | "for" | "at" | "on" | "to" | "in" | "from") => {
                place = &*word == "in";
            }
            "DET" | "ADJ" | "NOUN" | "PROPN" | "PART" | "PRON" => {
                let capital = draft
                    .hit(t)
                    .is_some_and(|hit| hit.kind == FormKind::Capital);
                if place && capital {
                    return draft.hit(t)?.parties.first().copied();
                }
                let here = party_at(draft, scene, t).filter(|_| !place && t > end);
                if here.is_some() {
                    return here;
                }
            }
            _ => return None,
        }
        t += 1;
    }
    None
}

/// "X, one of the coalition's negotiators" and "One of its members, X,".
fn one_of(draft: &Draft, scene: &Scene, span: NameSpan, sentence: &Range<usize>) -> Option<u32> {
    let comma = |t: usize| draft.word_at(t) == ",";
    let one = |t: usize| draft.low(t) == "one" && draft.low(t + 1) == "of";
    let within = if comma(span.end) && one(span.end + 1) {
        let from = span.end + 3;
        let to =
            (from..sentence.end.min(from + REACH)).find(|&t| matches!(draft.word(t), "," | "."));
        from..to.unwrap_or(from)
    } else {
        let to = span.start.checked_sub(1).filter(|&t| comma(t))?;
        let lowest = to.saturating_sub(REACH).max(sentence.start);
        let from = (lowest..to).rev().find(|&t| one(t))?;
        from + 2..to
    };
    within.rev().find_map(|t| party_at(draft, scene, t))
}

/// "Sturgeon, whose Scottish government wants": the body that she leads.
fn whose(draft: &Draft, scene: &Scene, span: NameSpan) -> Option<u32> {
    let t = span.end;
    if draft.word_at(t) != "," || draft.low(t + 1) != "whose" {
        return None;
    }
    let noun = (t + 2..draft.len().min(t + 7))
        .take_while(|&x| draft.together(t, x))
        .find(|&x| {
            matches!(draft.parse.upos[x], "NOUN" | "PROPN")
                && phrase::group_at(draft, x).is_some_and(|g| !g.groups.has(Group::Country))
        })?;
    party_at(draft, scene, noun)
}

/// "X, who heads the union".
fn who_heads(draft: &Draft, scene: &Scene, span: NameSpan) -> Option<u32> {
    let who = (span.end..span.end + 2).find(|&t| draft.low(t) == "who")?;
    let verb = who + 1;
    if verb >= draft.len() || !draft.together(who, verb) {
        return None;
    }
    let heads = matches!(
        draft.parse.lemma(verb),
        "head" | "lead" | "chair" | "run" | "represent" | "command" | "direct"
    );
    let from = verb + 1;
    let own = |x: &usize| {
        draft.together(verb, *x)
            && matches!(draft.parse.rel(*x), "obj" | "conj")
            && draft.parse.parent(*x) == Some(verb)
    };
    let object = (from..draft.len().min(from + REACH)).find(own)?;
    party_at(draft, scene, object).filter(|_| heads)
}

/// "forces led by General X", "a delegation headed by X".
fn led_by(draft: &Draft, scene: &Scene, span: NameSpan) -> Option<u32> {
    let lowest = span.start.saturating_sub(5);
    let by = (lowest..span.start)
        .rev()
        .find(|&t| draft.low(t) == "by" && draft.together(t, span.start))?;
    let verb = by.checked_sub(1)?;
    let led = matches!(
        &*draft.low(verb),
        "led" | "headed" | "commanded" | "chaired"
    );
    let noun = draft.parse.parent(verb).filter(|&n| n < verb && led)?;
    party_at(draft, scene, noun)
}

/// "Colonel X of the rebel force": the body that a noun names.
fn member(draft: &Draft, scene: &Scene, span: NameSpan) -> Option<u32> {
    if draft.low(span.end) != "of" || !draft.together(span.start, span.end) {
        return None;
    }
    let from = span.end + 1;
    let noun = (from..draft.len().min(from + 5))
        .take_while(|&t| {
            matches!(
                draft.parse.upos[t],
                "DET" | "ADJ" | "NOUN" | "PROPN" | "PART"
            )
        })
        .last()?;
    party_at(draft, scene, noun)
}

/// "For the opposition, X wanted an inquiry" and "In Moscow the committee's deputy head, X, said".
fn opener(draft: &Draft, scene: &Scene, span: NameSpan, sentence: &Range<usize>) -> Option<u32> {
    let start = sentence.start;
    if draft.word_at(start) == "For" && draft.word(span.start.checked_sub(1)?) == "," {
        let last = span
            .start
            .checked_sub(2)
            .filter(|&t| t > start && t < start + 6)?;
        return party_at(draft, scene, last);
    }
    let office = draft.facts[span.person? as usize].rank.is_some();
    let capital = draft
        .hit(start + 1)
        .filter(|hit| hit.kind == FormKind::Capital && draft.word(start) == "In");
    if !office || span.start > start + 30 {
        return None;
    }
    capital.and_then(|hit| hit.parties.first().copied())
}
