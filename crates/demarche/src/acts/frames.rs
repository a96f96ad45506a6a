//! The general frames: a verb, noun or adjective of the tables, and where its content and addressee stand.

use super::candidate::Candidate;
use super::content::{self, Content};
use super::lexicon::{Pos, Row, Slot, Toward, lexicon};
use super::phrases;
use super::reading::Scene;
use super::scope::{Scope, Status, scope};
use crate::record::Kind;

/// Why a trigger gave no candidate.
pub(crate) type Refusal = &'static str;

/// The rows of the tables that the token `t` may be a trigger of.
pub(crate) fn rows_at(scene: &Scene, t: usize) -> &'static [Row] {
    let tree = &scene.tree;
    match scene.reading.parse.upos[t] {
        "VERB" if stative(scene, t) => {
            lexicon().rows(Pos::Adjective, &tree.word(t).to_ascii_lowercase())
        }
        "VERB" => lexicon().rows(Pos::Verb, tree.lemma(t)),
        "NOUN" => lexicon().rows(Pos::Noun, tree.lemma(t)),
        "ADJ" => lexicon().rows(Pos::Adjective, &tree.word(t).to_ascii_lowercase()),
        _ => &[],
    }
}

/// "is committed to", "remain opposed to": a participle that the adjectives' table knows, in a state.
fn stative(scene: &Scene, t: usize) -> bool {
    let tree = &scene.tree;
    matches!(scene.reading.parse.xpos[t], "VBN" | "JJ")
        && !lexicon()
            .rows(Pos::Adjective, &tree.word(t).to_ascii_lowercase())
            .is_empty()
        && tree.agent(t).is_none()
        && (tree.passive(t)
            || tree.child(t, &["cop"]).is_some()
            || matches!(tree.rel(t), "xcomp" | "conj"))
}

/// Every candidate that the tables give for the trigger `t`; an error says why there is none.
pub(crate) fn at(scene: &Scene, t: usize, out: &mut Vec<Candidate>) -> Result<(), Refusal> {
    let rows = rows_at(scene, t);
    if rows.is_empty() {
        return Ok(());
    }
    match scene.reading.parse.upos[t] {
        "NOUN" => super::nouns::at(scene, t, rows, out),
        "ADJ" => super::adjectives::at(scene, t, rows, out),
        "VERB" if stative(scene, t) => super::adjectives::at(scene, t, rows, out),
        _ => verb(scene, t, rows, out),
    }
}

fn verb(
    scene: &Scene,
    t: usize,
    rows: &'static [Row],
    out: &mut Vec<Candidate>,
) -> Result<(), Refusal> {
    let tree = &scene.tree;
    if matches!(tree.rel(t), "amod" | "compound" | "case" | "mark") && !tree.lost_finite(t) {
        return Err("the word only describes a noun");
    }
    let mut how = scope(scene, t);
    // "accepted no limits", "would have no part in it".
    how.negated |= tree
        .child(t, &["obj"])
        .is_some_and(|o| tree.negated(o) && tree.is_noun(o) && !tree.passive(t));
    if how.status != Status::Actual && super::future::hedged(scene, t) {
        return Err("only likely");
    }
    let mut refusal: Refusal = "no frame fits";
    // One row a kind: the first slot that is filled.
    let mut done: Vec<Kind> = Vec::new();
    let ordered = rows.iter().filter(|r| !r.class.is_empty());
    let ordered = ordered.chain(rows.iter().filter(|r| r.class.is_empty()));
    // "slammed the door on": the phrase means another thing than its verb.
    let idiom = rows
        .iter()
        .any(|r| r.phrase.fixed() && phrases::stands(scene, t, r));
    let fixed = rows.iter().filter(|r| r.phrase.fixed());
    let plain = ordered.filter(|r| !r.phrase.fixed() && (!idiom || !r.class.is_empty()));
    for row in fixed.chain(plain).filter(|r| phrases::stands(scene, t, r)) {
        if !row.phrase.fixed() && idiom && !done.is_empty() {
            break;
        }
        if done.contains(&row.kind) || (row.no && !how.negated) {
            continue;
        }
        let how = Scope {
            negated: how.negated && !row.no,
            ..how
        };
        let Some(found) = fill(scene, t, row) else {
            continue;
        };
        if row.slot == Slot::That && bare(scene, &found) && better(scene, t, rows, row)
            || row.slot == Slot::Object && row.weak && wants_deed(scene, t, rows, row)
        {
            continue;
        }
        let Some((kind, positive)) = kind_by_scope(row.kind, how, tree.lemma(t)) else {
            refusal = "not asserted";
            continue;
        };
        if !phrases::suits(scene, row, &found.content, found.toward) {
            refusal = "the content is of another class";
            continue;
        }
        if row.kind == Kind::Deliver && tree.negated(found.content.head) {
            refusal = "nothing was delivered";
            continue;
        }
        if row.kind == Kind::Deliver
            && how.status != Status::Actual
            && tree.passive(t)
            && tree.agent(t).is_none()
        {
            // "licences would be granted": who says so is bound, which `future` sees to.
            refusal = "nobody is named who will do it";
            continue;
        }
        if row.slot == Slot::That
            && row.kind == Kind::Commit
            && matches!(tree.lemma(t), "announce" | "confirm" | "declare" | "state")
            && scope(scene, found.content.head).status == Status::Actual
            && !super::future::is_to(scene, found.content.head)
        {
            // "announced that they have reached a framework": news, no promise.
            refusal = "what is announced has happened";
            continue;
        }
        if row.slot == Slot::That && row.kind == Kind::Commit && meets(scene, &found) {
            refusal = "a meeting that is arranged";
            continue;
        }
        let asserts = row.kind == Kind::Demand
            && row.slot == Slot::That
            && tree.lemma(t) == "insist"
            && scope(scene, found.content.head).status == Status::Actual
            && tree.finite(found.content.head);
        if asserts && !tree.negated_clause(found.content.head) {
            refusal = "insists that something is so";
            continue;
        }
        let foretold = row.kind == Kind::Demand
            && row.slot == Slot::That
            && tree.lemma(t) == "insist"
            && matches!(
                scope(scene, found.content.head).status,
                Status::Future | Status::Conditional
            );
        if foretold {
            // "insisted that every request would be examined": a promise.
            refusal = "insists that something will be so";
            continue;
        }
        let kind = if asserts { Kind::Deny } else { kind };
        done.push(row.kind);
        let kind = match kind {
            // "agreed that the talks should resume": a view they share, no one's undertaking.
            Kind::Commit if row.slot == Slot::That && found.own_subject.is_none() => {
                match (tree.lemma(t), scope(scene, found.content.head).status) {
                    // "It was agreed that experts would look into it": both sides' undertaking.
                    ("agree", Status::Conditional | Status::Future) if tree.passive(t) => kind,
                    ("agree", Status::Actual | Status::Open) => continue,
                    ("agree", _) => Kind::Agree,
                    _ => kind,
                }
            }
            _ => kind,
        };
        let deal = row.class.split('|').any(|c| matches!(c, "deal" | "pact"))
            && lexicon().in_class("deal-verb", tree.lemma(t));
        let (kind, positive) = match (row.kind, kind) {
            // "failed to reach a deal": none came about, and nobody refused one.
            (Kind::Agree, Kind::Reject) if deal && how.status == Status::Actual => {
                (Kind::Agree, false)
            }
            // "would not release him": a refusal.
            (Kind::Deliver, Kind::Commit)
                if how.negated && lexicon().in_class("refusable", tree.lemma(t)) =>
            {
                (Kind::Reject, true)
            }
            _ => (kind, positive),
        };
        let first = match (row.kind, kind) {
            // What was a deed is now a promise: the whole verb phrase says what.
            (Kind::Deliver | Kind::Agree | Kind::Concede, Kind::Commit)
            | (Kind::Deliver, Kind::Reject) => content::verb_phrase(scene, t, false),
            (Kind::Agree, Kind::Reject)
                if how.status != Status::Actual && named_deal(scene, t, &found) =>
            {
                content::verb_phrase(scene, t, false)
            }
            _ => found.content,
        };
        let subject = scene.subject(t);
        for content in split(scene, row, first) {
            out.push(complete(
                scene, t, row, kind, positive, subject, content, &found,
            ));
        }
        for more in further_clauses(scene, t, row, found.content.head) {
            out.push(complete(
                scene,
                t,
                row,
                kind,
                positive,
                subject,
                more.content,
                &more,
            ));
        }
    }
    // "said" alone is no trigger for "say no to".
    let triggered = rows.iter().any(|r| phrases::stands(scene, t, r));
    if done.is_empty() && triggered {
        Err(refusal)
    } else {
        Ok(())
    }
}

/// True for a clause that no "that" opens.
fn bare(scene: &Scene, found: &Filled) -> bool {
    let (lo, hi) = (found.content.lo, found.content.hi);
    !(lo.saturating_sub(2)..=hi)
        .take(3)
        .any(|c| scene.tree.is(c, "that"))
}

/// "warned of “responses” its demands are not met": what the verb's own preposition gives comes first.
fn better(scene: &Scene, t: usize, rows: &[Row], than: &Row) -> bool {
    rows.iter().any(|r| {
        r.kind == than.kind
            && matches!(r.slot, Slot::Preposition(_))
            && r.toward == Toward::Any
            && phrases::stands(scene, t, r)
            && fill(scene, t, r).is_some()
    })
}

/// "announced that the talks will resume in May": told as a meeting.
fn meets(scene: &Scene, found: &Filled) -> bool {
    let tree = &scene.tree;
    found.own_subject.is_none()
        && tree.child(found.content.head, &["nsubj"]).is_some_and(|s| {
            scene.parties(s).is_empty() && lexicon().in_class("meeting", tree.lemma(s))
        })
}

/// "wants supplies to resume": what is to happen, and not the supplies.
fn wants_deed(scene: &Scene, t: usize, rows: &[Row], than: &Row) -> bool {
    rows.iter()
        .any(|r| r.kind == than.kind && r.slot == Slot::Infinitive && fill(scene, t, r).is_some())
}

/// The kind that a trigger stands for once negation and modality are weighed, and the polarity; none when
/// nothing is asserted.
fn kind_by_scope(kind: Kind, how: Scope, lemma: &str) -> Option<(Kind, bool)> {
    use Kind::*;
    let asserted = matches!(
        how.status,
        Status::Actual | Status::Future | Status::Conditional
    );
    if !asserted {
        return None;
    }
    let coming = how.status != Status::Actual;
    match (kind, how.negated, coming) {
        (Agree, true, _) => Some((Reject, true)),
        // "never proposed that", "did not promise to": nothing was turned down.
        (Offer, true, true) => Some((Reject, true)),
        (Commit, true, false) if lemma == "agree" => Some((Reject, true)),
        (Deliver, _, true) => Some((Commit, !how.negated)),
        (Deliver, true, false) => None,
        (Agree, false, true) => Some((Commit, true)),
        (Concede, false, true) => Some((Commit, true)),
        (Concede, true, true) => Some((Reject, true)),
        (Meet, _, _) => Some((Meet, !how.negated)),
        (_, true, _) => None,
        (kind, false, _) => Some((kind, true)),
    }
}

/// A filled slot.
pub(crate) struct Filled {
    pub(crate) content: Content,
    /// The clause or noun the content was taken from, for a clause that has a subject of its own.
    pub(crate) own_subject: Option<usize>,
    /// The nominal that the frame names as addressee.
    pub(crate) toward: Option<usize>,
}

/// Looks for the row's slots beside the verb `t`.
fn fill(scene: &Scene, t: usize, row: &Row) -> Option<Filled> {
    let tree = &scene.tree;
    let object = tree.object(t);
    // "put pressure on Iran to": what belongs to the phrase may hang on its noun.
    let noun = phrases::noun(scene, t, row);
    let toward = match row.toward {
        Toward::Any => None,
        Toward::Object => {
            let o = object.or_else(|| tree.child(t, &["iobj"]))?;
            // "wanted five days to study it": time is asked for, and nobody is asked.
            if scene.in_time(o) || counts_time(scene, o) {
                return None;
            }
            Some(o)
        }
        Toward::Preposition(p) => Some(
            oblique(scene, t, p)
                .or_else(|| phrases::behind(scene, t, noun?, p))
                // "exacted a promise from Chad": hung on the object.
                .or_else(|| oblique(scene, object.filter(|_| row.slot == Slot::Object)?, p))?,
        ),
    };
    let taken = |c: usize| Some(c) == toward;
    let filled = |content, own_subject| {
        Some(Filled {
            content,
            own_subject,
            toward,
        })
    };
    match row.slot {
        // "wants Seoul to hold a vote" is no wish to hold one.
        Slot::Infinitive
            if row.toward == Toward::Any && tree.lemma(t) == "want" && object.is_some() =>
        {
            None
        }
        Slot::Infinitive => {
            let v = infinitive_of(scene, t).or_else(|| {
                // "called on Iran to release": parsers hang the infinitive on the noun.
                toward.and_then(|n| infinitive_of(scene, n).or_else(|| infinitive_after(scene, n)))
            });
            let v = v
                .or_else(|| noun.and_then(|n| infinitive_of(scene, n)))
                .or_else(|| behind_a_setting(scene, t, row))?;
            let content = content::verb_phrase(scene, v, splits(scene, v));
            filled(with_thing(scene, toward, content), None)
        }
        Slot::Gerund => {
            let v = tree.children(t).find(|&c| {
                let gerund = scene.reading.parse.xpos[c] == "VBG"
                    // "denied having come under pressure"
                    || tree.children(c).any(|a| tree.rel(a) == "aux" && tree.is(a, "having"));
                matches!(tree.rel(c), "xcomp" | "obj" | "ccomp" | "advcl")
                    && gerund
                    && tree.is_verb(c)
                    && tree.mark(c).is_none()
                    && c > t
                    && !tree.is(c - 1, ",")
            })?;
            filled(content::verb_phrase(scene, v, false), None)
        }
        Slot::That => {
            let v = that_clause(scene, t).or_else(|| noun.and_then(|n| that_clause(scene, n)))?;
            if tree.lemma(t) == "ask" && tree.mark(v) != Some("that") {
                return None;
            }
            let bare_aux =
                scene.reading.parse.upos[v] == "AUX" && tree.child(v, &["cop"]).is_none();
            let told = row.kind == Kind::Offer
                && scope(scene, v).status == Status::Actual
                && !matches!(scene.reading.parse.xpos[v], "VB" | "VBP");
            if bare_aux || told {
                // "as it had warned it would"; "suggested that they had been swayed" proposes nothing.
                return None;
            }
            let (content, own) = clause_content(scene, t, v, row);
            filled(content, own)
        }
        Slot::Question => {
            let v = question(scene, t)?;
            filled(content::question(scene, v), None)
        }
        Slot::Object => {
            // "left open the possibility": hung on the word that goes with the verb.
            let beside = noun.and_then(|n| tree.child(n, &["obj"]));
            let own = object.filter(|&o| !taken(o) && Some(o) != noun);
            let o = beside.or(own).or_else(|| {
                // "handed over its reply": parsers take the particle for a preposition.
                (!row.phrase.particle.is_empty())
                    .then(|| oblique(scene, t, row.phrase.particle))
                    .flatten()
            })?;
            if let Some(given) = given(scene, t, o) {
                // "promised Somalia three ships": to whom, then what.
                return Some(Filled {
                    content: content::noun_phrase(scene, given, false),
                    own_subject: None,
                    toward: Some(o),
                });
            }
            let received = tree.child(t, &["iobj"]).is_some() || oblique(scene, t, "to").is_some();
            if row.rule == "deliver/give" && !tree.passive(t) && !received {
                // "gave the plan a welcome"
                return None;
            }
            if row.kind == Kind::Warn && !scene.parties(o).is_empty() {
                // "threatened Saudi Arabia": whom, not with what.
                return None;
            }
            if matches!(tree.lemma(o), "that" | "it" | "this")
                && tree.child(t, &["ccomp", "csubj", "xcomp"]).is_some()
            {
                return None;
            }
            let content = with_tail(scene, t, content::noun_phrase(scene, o, true));
            filled(phrases::without(scene, t, row, content), None)
        }
        Slot::Preposition(p) => {
            // "gave short shrift to the offer": hung on the noun of a fixed phrase.
            let open = noun.and_then(|_| tree.child(t, &["xcomp"]));
            let found = noun
                .and_then(|n| phrases::behind(scene, t, n, p))
                .or_else(|| oblique_or_gerund(scene, t, p))
                .or_else(|| open.and_then(|state| oblique_or_gerund(scene, state, p)));
            if let Some(o) = found.filter(|&o| !taken(o)) {
                let content = if tree.is_verb(o) {
                    content::verb_phrase(scene, o, false)
                } else {
                    to_happen(scene, t, o, content::noun_phrase(scene, o, true))
                };
                return filled(content, None);
            }
            // "accused Moscow of dragging": parsers hang the phrase on the object, or lose it.
            let o = toward.and_then(|n| {
                oblique_or_gerund(scene, n, p).or_else(|| phrase_after(scene, t, n.max(t), p))
            });
            let o = o.or_else(|| {
                // "was accused by the United States of stealing": behind the agent.
                let agent = tree
                    .agent(t)
                    .filter(|_| tree.passive(t) && toward.is_some())?;
                phrase_after(scene, t, agent, p)
            })?;
            let content = if tree.is_verb(o) {
                content::verb_phrase(scene, o, false)
            } else {
                content::noun_phrase(scene, o, true)
            };
            filled(content, None)
        }
        Slot::Itself => filled(content::verb_phrase(scene, t, true), None),
    }
}

/// "asked for the port to be added": what is to happen to it belongs to what is asked.
fn to_happen(scene: &Scene, t: usize, o: usize, content: Content) -> Content {
    let tree = &scene.tree;
    let next = content.hi + 1;
    let to = next < scene.reading.parse.len() && tree.is(next, "to");
    let verb = tree
        .children(o)
        .chain(tree.children(t))
        .find(|&v| to && v > next && tree.is_verb(v) && tree.mark(v) == Some("to"));
    match verb {
        Some(v) if tree.case(o) == Some("for") && tree.extent(v, &|_| false).0 == next => Content {
            hi: content::verb_phrase(scene, v, true).hi.max(content.hi),
            ..content
        },
        _ => content,
    }
}

fn counts_time(scene: &Scene, o: usize) -> bool {
    matches!(
        scene.tree.lemma(o),
        "hour" | "day" | "week" | "month" | "year" | "time"
    )
}

/// "wants supplies to resume", "asked for the port to be included": a thing that is to do or suffer something
/// is part of what is wanted.
fn with_thing(scene: &Scene, toward: Option<usize>, content: Content) -> Content {
    let thing = toward.filter(|&o| {
        let deed = content.head;
        let suffers = scene.tree.passive(deed)
            || lexicon().in_class("proceed", scene.tree.lemma(deed))
            || matches!(scene.tree.lemma(deed), "flow" | "reopen");
        scene.reading.parse.upos[o] == "NOUN"
            && suffers
            && o < content.lo
            && scene.parties_about(o).is_empty()
            && scene.reading.cast.at(o).is_none()
    });
    thing.map_or(content, |o| Content {
        lo: content::bare_noun_phrase(scene, o).lo.min(content.lo),
        ..content
    })
}

/// The thing given, where the object `o` is the party that gets it: "offered Iran a reactor", "was offered a
/// reactor".
fn given(scene: &Scene, t: usize, o: usize) -> Option<usize> {
    let tree = &scene.tree;
    let ditransitive = matches!(
        tree.lemma(t),
        "promise" | "offer" | "pledge" | "grant" | "guarantee" | "give" | "pay" | "send" | "deny"
    );
    if !ditransitive {
        return None;
    }
    let named = !scene.parties(o).is_empty();
    let somebody = scene.reading.cast.at(o).is_some();
    let second = |c: &usize| named || somebody && tree.rel(*c) == "obj";
    tree.children(t).filter(second).find(|&c| {
        c > t
            && c > o
            && matches!(
                scene.reading.parse.deprel[c],
                "obj" | "obl:unmarked" | "xcomp" | "nmod:unmarked"
            )
            && matches!(scene.reading.parse.upos[c], "NOUN" | "SYM" | "NUM")
            && tree.case(c).is_none()
            && !scene.in_time(c)
    })
}

/// "a seat at the table", "24 hours to study the draft": what follows an object and was hung on the verb.
fn with_tail(scene: &Scene, t: usize, content: Content) -> Content {
    let tree = &scene.tree;
    let next = content.hi + 1;
    let tail = tree.children(t).find(|&c| {
        if c <= next || scene.in_time(c) || scene.source_after(c).is_some_and(|s| s <= c) {
            return false;
        }
        let first = tree.extent(c, &|_| false).0;
        let phrase = tree.rel(c) == "obl"
            && match tree.case(c) {
                Some("at") => scene.parties(c).is_empty(),
                Some("for" | "of" | "over" | "about") => true,
                // "its ban on grain", "its claim to the reef"
                Some("on" | "to" | "against") => {
                    ["measure", "stance", "decision"]
                    .iter()
                    .any(|class| lexicon().in_class(class, tree.lemma(content.head)))
                    // "its offer to 12 percent"
                    || lexicon().in_class("bid", tree.lemma(content.head))
                        && tree.child(c, &["nummod"]).is_some()
                }
                // "the accusation from Kyiv", "the pact with Pakistan": whose it is.
                Some("from" | "with" | "by") => {
                    ["allegation", "stance", "proposal", "deal", "link"]
                        .iter()
                        .any(|class| lexicon().in_class(class, tree.lemma(content.head)))
                }
                // "its part in the accord"
                Some("in") => lexicon().in_class("part", tree.lemma(content.head)),
                _ => false,
            }
            && !lexicon().in_class("meeting", tree.lemma(c))
            && scene.reading.cast.at(c).is_none_or(|m| m.person.is_none());
        let purpose = matches!(tree.rel(c), "advcl" | "xcomp")
            && tree.mark(c) == Some("to")
            && !tree.children(c).any(|m| tree.is(m, "order"));
        first == next && (phrase || purpose)
    });
    let Some(tail) = tail else { return content };
    let whole = if tree.is_verb(tail) {
        content::verb_phrase(scene, tail, true)
    } else {
        content::noun_phrase(scene, tail, true)
    };
    Content {
        hi: whole.hi.max(content.hi),
        ..content
    }
}

/// For a clause after "that": its verb phrase when its subject is a party which acts in it, else all of it.
fn clause_content(scene: &Scene, t: usize, v: usize, row: &Row) -> (Content, Option<usize>) {
    let tree = &scene.tree;
    let party = tree
        .child(v, &["nsubj"])
        .filter(|&s| !scene.parties(s).is_empty());
    let Some(subject) = party else {
        return (content::clause(scene, v), None);
    };
    let acts = match row.kind {
        Kind::Commit | Kind::Demand | Kind::Offer | Kind::Agree => true,
        // "warned that it would have to answer": what the one who warns will do himself.
        Kind::Warn => {
            let own = tree
                .subject(t)
                .map(|s| scene.parties(s))
                .unwrap_or_default();
            scene.parties(subject).iter().any(|p| own.contains(p))
        }
        _ => false,
    };
    if !acts {
        return (content::clause(scene, v), party);
    }
    let deed = deed(scene, v);
    (
        content::verb_phrase(scene, deed, splits(scene, deed)),
        party,
    )
}

/// What is to be done: the verb itself, or the infinitive under "need", "have", "be going".
pub(crate) fn deed(scene: &Scene, v: usize) -> usize {
    let tree = &scene.tree;
    let mut here = v;
    for _ in 0..3 {
        if !matches!(tree.lemma(here), "need" | "have" | "go") {
            break;
        }
        match tree
            .children(here)
            .find(|&c| tree.rel(c) == "xcomp" && tree.is_verb(c))
        {
            Some(below) => here = below,
            None => break,
        }
    }
    here
}

/// True when the verbs coordinated with `v` are things of their own: three or more, or each with its "to".
pub(crate) fn splits(scene: &Scene, v: usize) -> bool {
    let tree = &scene.tree;
    let others: Vec<_> = same_subject(scene, v)
        .into_iter()
        .skip(1)
        .filter(|&c| tree.is_verb(c))
        .collect();
    others.len() >= 2 || others.iter().any(|&c| tree.mark(c) == Some("to"))
}

/// `v` and what is coordinated with it, without the clauses that have a subject of their own.
fn same_subject(scene: &Scene, v: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let mut all = vec![v];
    let mut i = 0;
    while i < all.len() && all.len() < 32 {
        let here = all[i];
        all.extend(tree.children(here).filter(|&c| {
            tree.rel(c) == "conj" && !(tree.is_verb(c) && tree.child(c, &["nsubj"]).is_some())
        }));
        i += 1;
    }
    all
}

/// The contents of a coordination: one for each thing.
pub(crate) fn split(scene: &Scene, row: &Row, first: Content) -> Vec<Content> {
    let tree = &scene.tree;
    let mut all = vec![first];
    let verbs = tree.is_verb(first.head);
    if row.slot == Slot::Itself && row.kind == Kind::Accuse && !verbs {
        // "voiced dismay and anger": one charge.
        return vec![content::noun_phrase(scene, first.head, false)];
    }
    if row.slot == Slot::Infinitive {
        let end = scene.reading.parse.sentence(first.head).end as usize - 1;
        let series = content::infinitive_series(scene, first.head, end);
        if !series.is_empty() {
            return series;
        }
    }
    if verbs && !splits(scene, first.head) {
        return all;
    }
    let nouns = matches!(
        row.kind,
        Kind::Demand | Kind::Commit | Kind::Offer | Kind::Accuse
    );
    if !verbs && !nouns {
        let whole = content::noun_phrase(scene, first.head, false);
        all[0] = Content {
            // "warned that the risk was real": the clause keeps its subject.
            lo: whole.lo.min(first.lo),
            hi: whole.hi.max(first.hi),
            ..whole
        };
        return all;
    }
    let subjects = row.slot == Slot::Infinitive;
    let further = if subjects || !verbs {
        tree.with_conjuncts(first.head)
    } else {
        same_subject(scene, first.head)
    };
    for c in further.into_iter().skip(1) {
        if tree.is_verb(c) != verbs {
            continue;
        }
        let content = if subjects && tree.is_verb(c) && tree.child(c, &["nsubj"]).is_some() {
            // "wants supplies to resume and insurers to be freed"
            if !matches!(tree.mark(c), Some("to")) {
                continue;
            }
            content::clause(scene, c)
        } else if tree.is_verb(c) {
            content::verb_phrase(scene, c, true)
        } else {
            content::noun_phrase(scene, c, true)
        };
        all.push(content);
    }
    all
}

/// "demands that the bank be admitted, that parts be delivered and that the port open": each later clause with
/// a "that" of its own is a thing of its own.
fn further_clauses(scene: &Scene, t: usize, row: &Row, first: usize) -> Vec<Filled> {
    let tree = &scene.tree;
    let listed = matches!(row.kind, Kind::Demand | Kind::Offer) && row.slot == Slot::That;
    if !listed || tree.mark(first) != Some("that") {
        return Vec::new();
    }
    let beside = tree
        .children(t)
        .filter(|&c| c > first && tree.rel(c) == "ccomp");
    let mut all: Vec<usize> = std::iter::once(first)
        .chain(beside)
        .flat_map(|v| tree.with_conjuncts(v))
        .filter(|&c| c > first && tree.mark(c) == Some("that"))
        .filter(|&c| tree.child(c, &["nsubj"]).is_some())
        .collect();
    all.sort_unstable();
    all.dedup();
    let filled = |c: usize| {
        let (content, own_subject) = clause_content(scene, t, c, row);
        Filled {
            content,
            own_subject,
            toward: None,
        }
    };
    all.into_iter().map(filled).collect()
}

/// The infinitive that complements `t`: "to withdraw", "not to attend".
pub(crate) fn infinitive_of(scene: &Scene, t: usize) -> Option<usize> {
    let tree = &scene.tree;
    tree.children(t).find(|&c| {
        matches!(
            tree.rel(c),
            "xcomp" | "acl" | "ccomp" | "advcl" | "csubj" | "obl"
        ) && c > t
            && scene.reading.parse.deprel[c] != "acl:relcl"
            && tree
                .children(c)
                .any(|m| tree.rel(m) == "mark" && tree.is(m, "to") && m < c)
            // "in order to", "decide how to organise it".
            && !tree.children(c).any(|m| {
                m < c && matches!(tree.lemma(m), "order" | "how" | "what" | "whether" | "when" | "where")
            })
    })
}

/// "promised in this week's talks to open the border": parsers hang the infinitive on the talks.
fn behind_a_setting(scene: &Scene, t: usize, row: &Row) -> Option<usize> {
    let tree = &scene.tree;
    if row.toward != Toward::Any || !matches!(row.kind, Kind::Commit | Kind::Offer | Kind::Reject) {
        return None;
    }
    tree.children(t)
        .filter(|&c| {
            c > t
                && tree.rel(c) == "obl"
                && matches!(tree.case(c), Some("in" | "during" | "at" | "after" | "on"))
                && (scene.in_time(c) || lexicon().in_class("meeting", tree.lemma(c)))
        })
        .find_map(|c| infinitive_of(scene, c))
}

/// The infinitive right behind the nominal `n`, wherever the parser hung it: "on all sides to hold back".
fn infinitive_after(scene: &Scene, n: usize) -> Option<usize> {
    let tree = &scene.tree;
    let parse = scene.reading.parse;
    let end = parse.sentence(n).end as usize;
    // "on the union, whose ministers met on Monday, to act"
    let (_, last) = tree.extent(n, &|_| false);
    let behind = last + 2;
    if behind + 1 < end
        && tree.is(last + 1, ",")
        && tree.is(behind, "to")
        && parse.xpos[behind + 1] == "VB"
    {
        return Some(behind + 1);
    }
    let within = tree
        .children(n)
        .filter(|&r| parse.deprel[r] == "acl:relcl")
        .flat_map(|r| tree.children(r))
        .find(|&v| {
            parse.xpos[v] == "VB"
                && tree.mark(v) == Some("to")
                && tree.is(v - 1, "to")
                && v >= 2
                && tree.is(v - 2, ",")
        });
    if within.is_some() {
        return within;
    }
    let to = (n + 1..end.min(n + 14))
        .take_while(|&c| !matches!(parse.xpos[c], "VBD" | "VBZ" | "VBP" | "MD"))
        .find(|&c| tree.is(c, "to") && c + 1 < end)?;
    (to + 1..end.min(to + 3)).find(|&c| parse.xpos[c] == "VB")
}

/// The clause that complements `t`, with or without "that".
pub(crate) fn that_clause(scene: &Scene, t: usize) -> Option<usize> {
    let tree = &scene.tree;
    let own = tree.children(t).find(|&c| {
        matches!(tree.rel(c), "ccomp" | "acl" | "advcl" | "parataxis")
            && scene.reading.parse.deprel[c] != "acl:relcl"
            && c > t
            && match tree.mark(c) {
                Some("that") => true,
                None => {
                    tree.rel(c) == "ccomp"
                        // "rejected that, saying …"
                        && scene.reading.parse.xpos[c] != "VBG"
                        && tree.child(c, &["nsubj", "expl", "csubj"]).is_some()
                        && question_word(scene, c).is_none()
                }
                _ => false,
            }
    });
    // "proposed that talks on disarmament go hand in hand": a plural noun was taken for the clause's verb.
    let second = own
        .filter(|&c| tree.child(c, &["nsubj", "expl"]).is_none())
        .and_then(|c| {
            tree.children(t)
                .find(|&d| d > c && tree.rel(d) == "ccomp" && tree.is_verb(d))
        });
    second
        .or(own)
        .or_else(|| strayed_clause(scene, t))
        .or_else(|| inverted(scene, t))
}

/// "The shield would upset the balance, it warned": the main clause is what is said.
fn inverted(scene: &Scene, t: usize) -> Option<usize> {
    let tree = &scene.tree;
    let main = scene
        .reading
        .parse
        .parent(t)
        .filter(|&p| tree.rel(t) == "parataxis" && p < t)?;
    let bare = tree.child(t, &["ccomp", "obj", "xcomp", "aux"]).is_none()
        && tree.child(t, &["nsubj"]).is_some();
    let set_off = (main + 1..t).any(|c| matches!(tree.word(c), "," | "”" | "\"" | "''"));
    (bare && set_off && tree.child(main, &["nsubj", "expl"]).is_some()).then_some(main)
}

/// "warned in recent months that Russia could": parsers hang the clause on the last noun before it.
fn strayed_clause(scene: &Scene, t: usize) -> Option<usize> {
    let tree = &scene.tree;
    let end = scene.reading.parse.sentence(t).end as usize;
    let that = (t + 1..end.min(t + 12))
        .take_while(|&c| !tree.is_verb(c) && !matches!(tree.word(c), ";" | ":" | "."))
        .find(|&c| tree.is(c, "that") && tree.rel(c) == "mark")?;
    let v = scene.reading.parse.parent(that)?;
    let noun = scene.reading.parse.parent(v)?;
    // "insisted once more that"
    let free = tree.rel(noun) != "obj" || scene.reading.parse.upos[noun] != "NOUN";
    let between = (t..that).contains(&noun) && free && tree.under(noun, t);
    (between && tree.child(v, &["nsubj", "expl"]).is_some()).then_some(v)
}

/// The indirect question that complements `t`.
pub(crate) fn question(scene: &Scene, t: usize) -> Option<usize> {
    let tree = &scene.tree;
    tree.children(t).find(|&c| {
        matches!(tree.rel(c), "ccomp" | "advcl" | "xcomp" | "obj" | "acl")
            && c > t
            && (matches!(tree.mark(c), Some("whether" | "if")) || question_word(scene, c).is_some())
    })
}

fn question_word(scene: &Scene, clause: usize) -> Option<usize> {
    let tree = &scene.tree;
    let first = tree.extent(clause, &|_| false).0;
    (first..=clause).find(|&c| {
        matches!(
            tree.word(c).to_ascii_lowercase().as_str(),
            "what" | "when" | "where" | "who" | "how" | "why" | "which" | "whom" | "whose"
        ) && c <= first + 2
    })
}

/// The nominal with preposition `p` under `t`.
pub(crate) fn oblique(scene: &Scene, t: usize, p: &str) -> Option<usize> {
    let tree = &scene.tree;
    // "called on all those concerned to": a preposition that was taken for a particle.
    let particle = |c: usize| {
        let prt = tree.child(t, &["compound"]);
        prt.is_some_and(|q| q == t + 1 && q < c && tree.is(q, p))
            && tree.case(c).is_none()
            && matches!(tree.rel(c), "obl" | "obj")
            && tree.extent(c, &|_| false).0 == t + 2
    };
    tree.children(t)
        .find(|&c| {
            matches!(
            tree.rel(c),
            "obl" | "nmod" | "iobj" | "obj" | "advcl" | "xcomp"
        ) && tree.is_noun(c)
            && (tree.case(c) == Some(p) || particle(c))
            // "called on Friday on the government": a day is nobody.
            && !scene.in_time(c)
        })
        .or_else(|| behind_a_day(scene, t, p))
}

/// "pulled out on Monday of the deal", "agreed on Thursday to a truce": parsers hang the phrase on the day.
fn behind_a_day(scene: &Scene, t: usize, p: &str) -> Option<usize> {
    let tree = &scene.tree;
    let day = tree
        .children(t)
        .find(|&c| c > t && tree.rel(c) == "obl" && scene.in_time(c))?;
    tree.children(day)
        .find(|&c| c > day && tree.rel(c) == "nmod" && tree.case(c) == Some(p) && !scene.in_time(c))
}

/// The nominal or gerund with preposition `p` under `t`.
pub(crate) fn oblique_or_gerund(scene: &Scene, t: usize, p: &str) -> Option<usize> {
    let tree = &scene.tree;
    oblique(scene, t, p).or_else(|| {
        tree.children(t).find(|&c| {
            c > t
                && matches!(
                    tree.rel(c),
                    "advcl" | "acl" | "xcomp" | "ccomp" | "obl" | "nmod"
                )
                && tree
                    .children(c)
                    .any(|m| matches!(tree.rel(m), "mark" | "case") && m < c && tree.lemma(m) == p)
                // "asked for 24 hours" names what is asked, "called on Friday" does not.
                && !scene.in_dated_time(c)
        })
    })
}

/// The phrase that the preposition `p` opens right behind the nominal `n`, wherever it was hung.
pub(crate) fn phrase_after(scene: &Scene, t: usize, n: usize, p: &str) -> Option<usize> {
    let tree = &scene.tree;
    let end = scene.reading.parse.sentence(t).end as usize;
    let (_, last) = tree.extent(n, &|c| {
        !matches!(tree.rel(c), "flat" | "compound" | "appos")
    });
    let n = last.max(n);
    let at = (n + 1..end.min(n + 5)).find(|&c| tree.is(c, p) && c > t)?;
    let head = scene.reading.parse.parent(at)?;
    (head > at && (tree.is_noun(head) || scene.reading.parse.xpos[head] == "VBG")).then_some(head)
}

/// "will not ratify the treaty": the deed is refused, not the treaty as such.
fn named_deal(scene: &Scene, t: usize, found: &Filled) -> bool {
    let verdict = matches!(
        scene.tree.lemma(t),
        "accept" | "endorse" | "recognise" | "recognize"
    );
    !verdict && head_in_class(scene, found.content.head, "deal")
}

/// True when the head of the content, or a noun it counts ("a series of talks"), belongs to the class.
pub(crate) fn head_in_class(scene: &Scene, head: usize, class: &str) -> bool {
    let tree = &scene.tree;
    let words = lexicon();
    let people = class.split('|').any(|c| c == "captives")
        && scene
            .reading
            .cast
            .at(head)
            .is_some_and(|m| m.person.is_some() || m.rule == "who/people");
    people
        || words.in_class(class, &tree.lemma(head).to_ascii_lowercase())
        || tree.children(head).any(|c| {
            matches!(tree.rel(c), "compound" | "nmod")
                && matches!(tree.case(c), None | Some("of"))
                && words.in_class(class, tree.lemma(c))
        })
}

/// True for a move made in words, whose actor is its speaker too.
fn is_speech(kind: Kind, lemma: &str) -> bool {
    match kind {
        Kind::Deliver | Kind::Meet => false,
        Kind::Agree => lexicon().in_class("opinion-verb", lemma),
        _ => !lexicon().in_class("deed-verb", lemma),
    }
}

/// Whose deed a delivery is: "the American sanctions were lifted" by those whose they were; and a truce that was
/// extended, or that two extended, was agreed on.
fn delivered(
    scene: &Scene,
    t: usize,
    row: &Row,
    content: Content,
    actor: Vec<u32>,
) -> (Kind, Vec<u32>) {
    let tree = &scene.tree;
    let done = tree.passive(t) && tree.finite(t) && tree.agent(t).is_none();
    let actor = if actor.is_empty() && done {
        scene.owners(content.head)
    } else {
        actor
    };
    let jointly = actor.len() >= 2 || done;
    if jointly && matches!(row.rule, "deliver/extend" | "deliver/prolong") {
        return (Kind::Agree, actor);
    }
    (Kind::Deliver, actor)
}

/// Fills in who and toward whom.
#[expect(
    clippy::too_many_arguments,
    reason = "the pieces of one frame, gathered in one place"
)]
fn complete(
    scene: &Scene,
    t: usize,
    row: &Row,
    kind: Kind,
    positive: bool,
    subject: Option<usize>,
    content: Content,
    found: &Filled,
) -> Candidate {
    let mut actor = subject.map(|s| scene.parties(s)).unwrap_or_default();
    let mut addressee = found
        .toward
        .map(|a| scene.parties_about(a))
        .unwrap_or_default();
    let speaker_token = subject;
    let mut kind = kind;
    if let Some(writer) = subject.filter(|_| actor.is_empty()) {
        (kind, actor) = super::papers::written(scene, writer, kind);
    }
    if let Some(own) = found.own_subject {
        let theirs = scene.parties(own);
        match row.kind {
            // "agreed that Russia will …": who owes is the clause's subject.
            Kind::Commit | Kind::Agree => {
                if addressee.is_empty() {
                    addressee = actor
                        .iter()
                        .copied()
                        .filter(|p| !theirs.contains(p))
                        .collect();
                }
                actor = theirs;
            }
            Kind::Demand | Kind::Accuse | Kind::Warn if addressee.is_empty() => addressee = theirs,
            _ => {}
        }
    }
    if kind == Kind::Agree {
        let with = oblique(scene, t, "with").or_else(|| oblique(scene, content.head, "with"));
        for p in with.map(|w| scene.parties(w)).unwrap_or_default() {
            if !actor.contains(&p) {
                actor.push(p);
            }
        }
    }
    if kind == Kind::Deliver {
        (kind, actor) = delivered(scene, t, row, content, actor);
    }
    let speech = is_speech(kind, scene.tree.lemma(t));
    Candidate {
        kind,
        rule: row.rule,
        trigger: t,
        content,
        actor,
        unresolved: found.toward.is_some() && addressee.is_empty(),
        deadline_from: None,
        addressee,
        speaker: if speech {
            speaker_token.and_then(|s| scene.as_speaker(s))
        } else {
            None
        },
        positive: positive && !scene.tree.negated(content.head),
        weak: row.weak,
        confidence: if row.weak { 0.5 } else { 0.8 },
        swallows: !matches!(row.slot, Slot::Object) && scene.tree.is_verb(content.head),
    }
}
