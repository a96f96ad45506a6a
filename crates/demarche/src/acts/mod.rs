//! Acts: frames over the syntax that turn words into moves.
//!
//! A *trigger* is a word of the tables in `rules/en/acts`, or a construction (a future, an obligation, a
//! meeting). A *frame* says where its content, actor and addressee stand. What frames propose is then
//! completed, dropped where nothing is asserted or nobody acts, and merged where one move is told twice.

mod adjectives;
mod asides;
mod candidate;
mod changes;
mod charge;
mod condition;
mod confidence;
mod content;
mod days;
mod finish;
mod frames;
mod future;
pub mod learnt;
mod lexicon;
mod listing;
mod lists;
mod meet;
mod nouns;
mod obligation;
mod papers;
mod phrases;
mod reading;
mod refusal;
mod scope;
mod tree;
mod who_to;
mod withhold;

pub use candidate::Trace;
pub use reading::Reading;

use crate::record::{Entry, Kind};
use crate::text::Span;
use candidate::Candidate;
use reading::Scene;
use std::collections::{HashMap, HashSet};

/// The moves of a report, in text order of their evidence, and what became of every trigger.
pub fn read(reading: &Reading) -> (Vec<Entry>, Vec<Trace>) {
    let scene = Scene::new(reading);
    let (candidates, mut trace) = propose(&scene);
    let entries = finish::finish(&scene, candidates, &mut trace);
    (entries, trace)
}

/// The same, with what weights learnt from examples add and drop.
pub fn read_learnt(
    reading: &Reading,
    weights: &learnt::Weights,
    engine: &crate::model::engine::Engine,
) -> (Vec<Entry>, Vec<Trace>) {
    let scene = Scene::new(reading);
    let (mut candidates, mut trace) = propose(&scene);
    let framed = finish::finish(&scene, candidates.clone(), &mut Vec::new());
    let found = learnt::weigh(&scene, &framed, weights, engine);
    // Each entry of the frames by its trigger and rule, of two alike the first.
    let mut chances: HashMap<(Span, &str), f32> = HashMap::new();
    let mut dropped: HashSet<(Span, &str)> = HashSet::new();
    for (i, e) in framed.iter().enumerate() {
        chances
            .entry((e.trigger, e.rule))
            .or_insert(found.chance[i]);
        if found.drops(i) {
            dropped.insert((e.trigger, e.rule));
        }
    }
    // The frames' entries that are improbable go with their candidates.
    let gone = |c: &Candidate| dropped.contains(&(reading.parse.span[c.trigger], c.rule));
    for c in candidates.iter().filter(|c| gone(c)) {
        trace.push(Trace {
            token: c.trigger as u32,
            rule: c.rule,
            outcome: "improbable, by what was learnt",
        });
    }
    candidates.retain(|c| !gone(c));
    candidates.extend(found.added);
    candidates.sort_by_key(|c| c.trigger);
    let mut entries = finish::finish(&scene, candidates, &mut trace);
    for e in &mut entries {
        if let Some(chance) = chances.get(&(e.trigger, e.rule)) {
            // What the rule is worth and what the words around it say, in equal parts.
            e.confidence = 0.5 * (e.confidence + *chance);
        }
    }
    learnt::seat(&scene, &mut entries, weights);
    (entries, trace)
}

/// What the frames propose for every trigger, in text order, and why others proposed nothing.
fn propose(scene: &Scene) -> (Vec<Candidate>, Vec<Trace>) {
    let reading = scene.reading;
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut trace = Vec::new();
    for t in 0..reading.parse.len() {
        let first = candidates.len();
        withhold::at(scene, t, &mut candidates);
        let silent = candidates.len() > first;
        meet::at(scene, t, &mut candidates);
        if !silent {
            if let Err(why) = frames::at(scene, t, &mut candidates) {
                let rule = frames::rows_at(scene, t).first().map_or("", |r| r.rule);
                trace.push(Trace {
                    token: t as u32,
                    rule,
                    outcome: why,
                });
            }
            refusal::at(scene, t, &mut candidates);
            changes::at(scene, t, &mut candidates);
            // A frame that found nobody who acts leaves the word to the others.
            let framed = candidates[first..]
                .iter()
                .any(|c| !c.actor.is_empty() || c.kind == Kind::Meet);
            listing::at(scene, t, &mut candidates);
            if !framed {
                papers::at(scene, t, &mut candidates);
                future::at(scene, t, &mut candidates);
            }
            obligation::at(scene, t, &mut candidates);
            obligation::wish(scene, t, &mut candidates);
            charge::at(scene, t, &mut candidates);
            asides::charge(scene, t, &mut candidates);
        }
        drop_repeats(&mut candidates, first);
    }
    (candidates, trace)
}

/// Of two frames on one trigger with one content, the earlier and more specific stays.
fn drop_repeats(candidates: &mut Vec<Candidate>, first: usize) {
    let mut i = first;
    while i < candidates.len() {
        let c = &candidates[i];
        let repeated = candidates[first..i].iter().any(|d| {
            d.content == c.content
                && d.kind != Kind::Meet
                && (d.kind == c.kind || d.trigger == c.trigger)
        });
        if repeated {
            candidates.remove(i);
        } else {
            i += 1;
        }
    }
}
