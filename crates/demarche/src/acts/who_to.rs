//! Toward whom a move is made, where its frame does not say.

use super::candidate::Candidate;
use super::condition;
use super::reading::Scene;
use crate::record::{Entry, Kind};
use std::collections::{BTreeMap, HashMap};

/// Prepositions whose object is the one a move is directed at.
const TOWARD: [&str; 6] = ["to", "toward", "towards", "against", "on", "upon"];

/// Prepositions that lead from a promise to the one who gets it.
const FOR: [&str; 6] = ["to", "with", "for", "toward", "towards", "from"];

/// The parties that face each other in a report.
pub(crate) struct Sides {
    /// The set that meets or agrees most often in it.
    table: Vec<u32>,
    /// Two parties each mentioned three times or more, and at least twice as often as any third.
    two: Option<(u32, u32)>,
    /// For a party the one that most of its moves have at their other end, either way, where the words say so.
    counterpart: HashMap<u32, u32>,
    /// The party that the report is about: named half as often again as any other.
    focus: Option<u32>,
}

impl Sides {
    pub(crate) fn of(scene: &Scene, candidates: &[Candidate]) -> Sides {
        let ranked = ranked(scene);
        Sides {
            table: table(candidates),
            two: two(&ranked),
            counterpart: counterparts(candidates),
            focus: focus(&ranked),
        }
    }

    /// Names who met, where a meeting is told of without them: those who sit at the table of the report.
    pub(crate) fn seat(&self, scene: &Scene, c: &mut Candidate) {
        // "It was agreed that experts would look into it": by those at the table.
        let agreed = matches!(c.kind, Kind::Agree | Kind::Commit)
            && matches!(scene.tree.lemma(c.trigger), "agree" | "arrange" | "decide")
            && scene.tree.passive(c.trigger)
            && scene.tree.agent(c.trigger).is_none();
        if !c.actor.is_empty() {
            return;
        }
        if sealed(scene, c) && !agreed {
            // "the truce was extended": by both who say so, or by those who sit at the table.
            let speaking = scene.speaking(c.trigger);
            if speaking.len() >= 2 {
                c.actor = speaking;
            } else if self.table.len() >= 2 {
                c.actor.clone_from(&self.table);
            }
            return;
        }
        if c.kind != Kind::Meet && !agreed {
            return;
        }
        if self.table.len() >= 2 {
            c.actor.clone_from(&self.table);
        } else if let Some(both) = super::meet::joint_subject(scene, c.trigger) {
            c.actor = both;
        } else if let Some((a, b)) = self.two {
            c.actor = vec![a, b];
        }
    }

    /// Those across the table from `actor`.
    fn others(&self, actor: &[u32], kind: Kind) -> Vec<u32> {
        let across: Vec<u32> = self
            .table
            .iter()
            .copied()
            .filter(|p| !actor.contains(p))
            .collect();
        if !across.is_empty() && actor.iter().all(|p| self.table.contains(p)) {
            return across;
        }
        match (self.two, actor) {
            (Some((a, b)), &[one]) if one == a => vec![b],
            (Some((a, b)), &[one]) if one == b => vec![a],
            (_, &[one]) => self
                .counterpart
                .get(&one)
                .copied()
                .or(self.focus.filter(|&p| {
                    // A promise may be made to the world; who demands, warns or offers means somebody.
                    p != one && matches!(kind, Kind::Demand | Kind::Warn | Kind::Offer)
                }))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }
}

/// A deal made, extended or signed, by nobody knows whom: "the accord was renewed on Friday".
fn sealed(scene: &Scene, c: &Candidate) -> bool {
    let tree = &scene.tree;
    let dated = scene
        .times_near(c.trigger)
        .iter()
        .any(|time| scene.reading.parse.parent(time.head as usize) == Some(c.trigger));
    c.kind == Kind::Agree
        && tree.passive(c.trigger)
        && tree.finite(c.trigger)
        && tree.agent(c.trigger).is_none()
        && dated
        && matches!(tree.rel(c.trigger), "root" | "ccomp" | "parataxis")
        && super::frames::head_in_class(scene, c.content.head, "deal")
}

/// For each party the one at the other end of most of its moves, by what their own words say.
fn counterparts(candidates: &[Candidate]) -> HashMap<u32, u32> {
    let mut ends: BTreeMap<u32, BTreeMap<u32, usize>> = BTreeMap::new();
    for c in candidates {
        let pair = match (c.kind, &c.actor[..], &c.addressee[..]) {
            (Kind::Meet | Kind::Agree, &[a, b], _) => (a, b),
            (_, &[a], &[b]) if a != b => (a, b),
            _ => continue,
        };
        for (a, b) in [pair, (pair.1, pair.0)] {
            *ends.entry(a).or_default().entry(b).or_default() += 1;
        }
    }
    let most = |others: BTreeMap<u32, usize>| {
        let mut others: Vec<(usize, u32)> = others.into_iter().map(|(p, n)| (n, p)).collect();
        others.sort_unstable_by(|a, b| b.cmp(a));
        // One move alone makes no pair.
        match others[..] {
            [(2.., only)] => Some(only),
            [(n @ 2.., first), (m, _), ..] if n > m => Some(first),
            _ => None,
        }
    };
    ends.into_iter()
        .filter_map(|(party, others)| Some((party, most(others)?)))
        .collect()
}

/// Parties with how often each is mentioned, most first.
fn ranked(scene: &Scene) -> Vec<(usize, u32)> {
    let cast = scene.reading.cast;
    let mut count: Vec<(usize, u32)> = (0..cast.parties.len() as u32).map(|p| (0, p)).collect();
    for m in &cast.mentions {
        for &p in &m.parties {
            count[p as usize].0 += 1;
        }
    }
    count.sort_by_key(|&(n, _)| std::cmp::Reverse(n));
    count
}

/// The party that a report is about.
fn focus(ranked: &[(usize, u32)]) -> Option<u32> {
    match *ranked {
        [(n, a), (m, _), ..] if n >= 4 && 2 * n >= 3 * m => Some(a),
        [(4.., a)] => Some(a),
        _ => None,
    }
}

/// The largest of the sets of parties that most meetings and agreements of the report name.
fn table(candidates: &[Candidate]) -> Vec<u32> {
    let mut sets: Vec<(Vec<u32>, usize)> = Vec::new();
    for c in candidates {
        if !matches!(c.kind, Kind::Meet | Kind::Agree) || c.actor.len() < 2 {
            continue;
        }
        let mut set = c.actor.clone();
        set.sort_unstable();
        // A deal says more about who faces whom than a meeting.
        let weight = if c.kind == Kind::Agree { 2 } else { 1 };
        match sets.iter_mut().find(|(s, _)| *s == set) {
            Some((_, n)) => *n += weight,
            None => sets.push((set, weight)),
        }
    }
    let most = sets.iter().max_by_key(|(set, n)| (*n, set.len())).cloned();
    // Two tables of the same weight say nothing about who faces whom.
    let (set, n) = most.unwrap_or_default();
    let rivals = sets.iter().filter(|(s, m)| *m == n && *s != set).count();
    if rivals == 0 { set } else { Vec::new() }
}

fn two(ranked: &[(usize, u32)]) -> Option<(u32, u32)> {
    match *ranked {
        [(_, a), (3.., b)] => Some((a, b)),
        [(_, a), (n @ 3.., b), (m, _), ..] if n >= 2 * m => Some((a, b)),
        _ => None,
    }
}

/// Fills in the addressee of a candidate from the words around it.
pub(crate) fn complete(
    scene: &Scene,
    c: &mut Candidate,
    sides: &Sides,
    entries: &[(usize, Entry)],
) {
    let actor = c.actor.clone();
    c.addressee.retain(|p| !actor.contains(p));
    if !c.addressee.is_empty()
        || c.unresolved
        || matches!(c.kind, Kind::Meet | Kind::Withhold | Kind::Deny)
    {
        return;
    }
    let found = beside(scene, c)
        .or_else(|| threatened_if(scene, c))
        .or_else(|| told(scene, c))
        .or_else(|| {
            (c.kind == Kind::Agree && c.actor.len() == 1)
                .then(|| offered(scene, c))
                .flatten()
        })
        .or_else(|| (!joint(c)).then(|| within(scene, c)).flatten())
        .or_else(|| asked_before(scene, c, entries))
        .or_else(|| (!joint(c)).then(|| across(scene, c, sides)).flatten());
    c.addressee = found.unwrap_or_default();
}

/// What the sides agree or promise together has no addressee.
fn joint(c: &Candidate) -> bool {
    c.kind == Kind::Agree || (c.actor.len() > 1 && c.kind == Kind::Commit)
}

/// The parties that are not the actor's own; none when nobody is left.
fn others(c: &Candidate, parties: Vec<u32>) -> Option<Vec<u32>> {
    let left: Vec<u32> = parties
        .into_iter()
        .filter(|p| !c.actor.contains(p))
        .collect();
    (!left.is_empty()).then_some(left)
}

/// A phrase under the trigger or the content that points at somebody: "to Iran", "against NATO"; or the
/// object of what is promised: "admit Poland and Hungary".
fn beside(scene: &Scene, c: &Candidate) -> Option<Vec<u32>> {
    let tree = &scene.tree;
    let promise = matches!(c.kind, Kind::Commit | Kind::Offer | Kind::Warn);
    for d in tree
        .children(c.trigger)
        .chain(tree.children(c.content.head))
    {
        let case = tree.case(d);
        let points = match tree.rel(d) {
            "iobj" => true,
            "obj" => promise && d > c.content.head && tree.is_verb(c.content.head),
            "obl" | "nmod" => case.is_some_and(|p| {
                if c.kind == Kind::Accuse {
                    matches!(p, "by" | "from")
                } else {
                    TOWARD.contains(&p) || (promise && FOR.contains(&p))
                }
            }),
            _ => false,
        };
        if points && let Some(found) = others(c, scene.parties(d)) {
            return Some(found);
        }
    }
    None
}

/// "will respond if Ukraine joins NATO", "will not talk until that group frees them": meant for the one whose
/// deed it hangs on.
fn threatened_if(scene: &Scene, c: &Candidate) -> Option<Vec<u32>> {
    if !matches!(c.kind, Kind::Warn | Kind::Reject) {
        return None;
    }
    let condition = condition::of_move(scene, c.trigger, c.content.head)?;
    let subject = scene.tree.child(condition.head, &["nsubj"])?;
    others(c, scene.parties(subject)).or_else(|| others(c, scene.owners(subject)))
}

/// Whom the enclosing statement is said to: "told Israel that".
fn told(scene: &Scene, c: &Candidate) -> Option<Vec<u32>> {
    others(c, scene.statement(c.trigger)?.addressee.clone())
}

/// "accepted an invitation from South Korea": whose offer was taken up.
fn offered(scene: &Scene, c: &Candidate) -> Option<Vec<u32>> {
    let tree = &scene.tree;
    others(c, scene.owners(c.content.head)).or_else(|| {
        (c.content.lo..=c.content.hi)
            .filter(|&t| matches!(tree.case(t), Some("from" | "by")))
            .find_map(|t| others(c, scene.parties(t)))
    })
}

/// A refusal answers whoever asked or offered last: "Russia put forward two drafts. NATO has refused".
fn asked_before(scene: &Scene, c: &Candidate, entries: &[(usize, Entry)]) -> Option<Vec<u32>> {
    if c.kind != Kind::Reject || c.actor.is_empty() {
        return None;
    }
    let here = scene.reading.parse.sentence_of[c.trigger];
    let near = |head: usize| here.saturating_sub(scene.reading.parse.sentence_of[head]) <= 3;
    entries
        .iter()
        .rev()
        .take(8)
        .filter(|(head, e)| near(*head) && matches!(e.kind, Kind::Demand | Kind::Offer))
        // Who calls on both sides at once only mediates.
        .filter(|(_, e)| e.addressee.iter().all(|p| c.actor.contains(p)))
        .find(|(_, e)| !e.actor.iter().any(|p| c.actor.contains(p)))
        .map(|(_, e)| e.actor.clone())
}

/// The owner of the content, or the only other party in it.
fn within(scene: &Scene, c: &Candidate) -> Option<Vec<u32>> {
    // "close its door": a pronoun inside is nearly always the actor, whatever it was taken for.
    let pronoun = scene
        .tree
        .children(c.content.head)
        .any(|d| scene.reading.parse.xpos[d] == "PRP$");
    let owner = others(c, scene.owners(c.content.head)).filter(|o| o.len() == 1);
    if let Some(owner) = owner.filter(|_| !pronoun) {
        return Some(owner);
    }
    let inside = others(c, scene.named(c.content.lo, c.content.hi))?;
    if inside.len() == 1 && !(c.kind == Kind::Accuse && victim(scene, c)) {
        return Some(inside);
    }
    let tree = &scene.tree;
    let promise = matches!(c.kind, Kind::Commit | Kind::Offer);
    (c.content.lo..=c.content.hi)
        .filter(|&t| promise && tree.case(t).is_some_and(|p| FOR.contains(&p)))
        .find_map(|t| others(c, scene.parties(t)))
}

/// "attacks against Israel": the party in a charge is the one who suffered.
fn victim(scene: &Scene, c: &Candidate) -> bool {
    // "hit out at Brussels": the preposition of the phrase itself is none of its words.
    (c.content.lo..=c.content.hi)
        .filter(|&t| t != c.content.head)
        .any(|t| {
            matches!(scene.tree.case(t), Some("against" | "on" | "in" | "at"))
                && !scene.parties_of_one(t).is_empty()
        })
}

/// Whoever faces the actor in this report, or the only other party of the clause.
fn across(scene: &Scene, c: &Candidate, sides: &Sides) -> Option<Vec<u32>> {
    let inside = scene.named(c.content.lo, c.content.hi);
    if c.kind == Kind::Accuse {
        // "We denounce terrorism" accuses nobody in particular.
        return None;
    }
    let other = sides.others(&c.actor, c.kind);
    let strangers = inside.iter().any(|p| !c.actor.contains(p));
    let fits = !strangers || inside.iter().any(|p| other.contains(p));
    if !other.is_empty() && fits {
        return Some(other);
    }
    if strangers || scene.tree.is_noun(c.trigger) {
        return None;
    }
    let tree = &scene.tree;
    // "Washington rejected it, and NATO refused": who acts in the clause beside is not meant.
    let beside = |d: usize| {
        matches!(tree.rel(d), "conj" | "parataxis") && tree.child(d, &["nsubj"]).is_some()
            || d < c.trigger && matches!(tree.rel(d), "ccomp" | "advcl")
    };
    let (lo, hi) = tree.extent(c.trigger, &beside);
    let near = others(c, scene.mentioned(lo, hi))?;
    (near.len() == 1).then_some(near)
}
