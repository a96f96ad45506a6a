//! What the weights make of a report: which moves of the frames stay, and which are added.

use super::places::{Hold, Place};
use super::{Beside, DENSE, Vectors, Weights, class_of, features, places};
use crate::acts::candidate::Candidate;
use crate::acts::content::Content;
use crate::acts::reading::Scene;
use crate::acts::scope::{Status, scope};
use crate::model::engine::Engine;
use crate::record::{Entry, Kind};
use crate::text::Span;

/// A move that the frames did not see is added from this probability on.
const ADD: f32 = 0.5;

/// A move that the frames saw goes below this one.
const KEEP: f32 = 0.2;

/// What the weights say.
pub(crate) struct Found {
    /// For each entry of the frames how probable it is.
    pub(crate) chance: Vec<f32>,
    /// Moves that the frames did not see.
    pub(crate) added: Vec<Candidate>,
}

impl Found {
    /// Whether the entry `i` of the frames is too improbable to stay.
    pub(crate) fn drops(&self, i: usize) -> bool {
        self.chance[i] < KEEP
    }
}

/// Weighs the entries of the frames, and finds those that they did not see.
pub(crate) fn weigh(scene: &Scene, entries: &[Entry], weights: &Weights, engine: &Engine) -> Found {
    let mut vectors = Vectors::new(scene, engine);
    let beside = Beside::new(scene, entries);
    let mut dense = vec![0.0; DENSE];
    let mut chance = vec![0.0_f32; entries.len()];
    let mut likely: Vec<(f32, Kind, Place)> = Vec::new();
    let mut hashes = Vec::new();
    for place in places::all(scene) {
        hashes.clear();
        let touched = beside.of(&place);
        features::of(scene, &place, &touched, &mut hashes);
        vectors.of(&place, &mut dense);
        let judged = weights.judge(&hashes, &dense);
        for (i, entry) in touched {
            chance[i] = judged[class_of(entry.kind)].max(chance[i]);
        }
        let (kind, p) = Kind::ALL
            .into_iter()
            .zip(&judged[1..])
            .max_by(|a, b| a.1.total_cmp(b.1))
            .expect("there are kinds");
        if *p >= ADD {
            likely.push((*p, kind, place));
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut taken: Vec<(Span, Span)> = Vec::new();
    for (entry, &chance) in entries.iter().zip(&chance) {
        if chance >= KEEP {
            taken.push((entry.content, entry.trigger));
        }
    }
    let mut added = Vec::new();
    for (p, kind, place) in likely {
        let span = place.content.span(scene);
        let trigger = scene.reading.parse.span[place.trigger];
        let free = |(content, other): &(Span, Span)| !overlap(*content, span) && *other != trigger;
        if taken.iter().all(free)
            && let Some(candidate) = candidate(scene, &place, kind, p)
        {
            taken.push((span, trigger));
            added.push(candidate);
        }
    }
    Found { chance, added }
}

/// True when two spans share half of the shorter one.
pub fn overlap(a: Span, b: Span) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    shared > 0 && 2 * shared >= a.len().min(b.len()) as u32
}

/// A place with those who act.
fn candidate(scene: &Scene, place: &Place, kind: Kind, chance: f32) -> Option<Candidate> {
    let (actor, addressee) = sides(scene, place, kind);
    (!actor.is_empty()).then(|| Candidate {
        kind,
        rule: RULES[class_of(kind) - 1],
        trigger: place.trigger,
        content: place.content,
        actor,
        addressee,
        unresolved: false,
        speaker: None,
        positive: positive(scene, place, kind),
        weak: false,
        confidence: chance,
        deadline_from: None,
        swallows: false,
    })
}

/// Names of the rules, in the order of [`Kind::ALL`].
const RULES: [&str; Kind::ALL.len()] = [
    "demand/learnt",
    "offer/learnt",
    "commit/learnt",
    "agree/learnt",
    "concede/learnt",
    "reject/learnt",
    "warn/learnt",
    "accuse/learnt",
    "deny/learnt",
    "meet/learnt",
    "deliver/learnt",
    "withhold/learnt",
];

/// Who acts and toward whom, as far as the place itself says.
fn sides(scene: &Scene, place: &Place, kind: Kind) -> (Vec<u32>, Vec<u32>) {
    let tree = &scene.tree;
    let t = place.trigger;
    if scene.reading.parse.upos[t] == "NOUN" {
        let verb = crate::acts::nouns::governing_verb(scene, t);
        let owners = scene.owners(t);
        let subject = verb.and_then(|v| scene.subject(v));
        let actor = if owners.is_empty() {
            subject.map(|s| scene.parties(s)).unwrap_or_default()
        } else {
            owners
        };
        return (or_else(actor, || scene.claiming(t)), Vec::new());
    }
    let passive = tree.passive(t);
    let subject = if passive {
        tree.agent(t)
    } else {
        scene.subject(t)
    };
    let own = subject.map(|s| scene.parties(s)).unwrap_or_default();
    let speaking = scene.claiming(t);
    let of_another = !own.is_empty() && !speaking.iter().any(|p| own.contains(p));
    let itself = place.hold == Hold::Itself && !speaking.is_empty();
    let told = match kind {
        Kind::Demand => scope(scene, t).status == Status::Obliged,
        Kind::Accuse | Kind::Deny | Kind::Warn => true,
        _ => false,
    };
    if itself && told && of_another {
        return (speaking, own);
    }
    let object = tree.object(t).filter(|_| place.hold != Hold::Object);
    let toward = object.map(|o| scene.parties(o)).unwrap_or_default();
    let toward = toward.into_iter().filter(|p| !own.contains(p)).collect();
    (or_else(own, || speaking), toward)
}

fn or_else(first: Vec<u32>, second: impl FnOnce() -> Vec<u32>) -> Vec<u32> {
    if first.is_empty() { second() } else { first }
}

/// Whether the content is something to be done.
fn positive(scene: &Scene, place: &Place, kind: Kind) -> bool {
    let Content { head, .. } = place.content;
    let negated = scene.tree.is_verb(head) && scene.tree.negated(head);
    !negated
        || matches!(
            kind,
            Kind::Reject | Kind::Deny | Kind::Withhold | Kind::Accuse
        )
}
