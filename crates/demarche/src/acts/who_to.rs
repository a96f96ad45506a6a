//! Toward whom a move is made, where its frame does not say.

use super::candidate::Candidate;
use super::reading::Scene;
use crate::record::Kind;

/// Prepositions whose object is the one a move is directed at.
const TOWARD: [&str; 6] = ["to", "toward", "towards", "against", "on", "upon"];

/// The two parties that a report is mostly about, if two stand out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TwoSides(pub(crate) Option<(u32, u32)>);

impl TwoSides {
    /// Two parties each mentioned three times or more, and at least twice as often as any third.
    pub(crate) fn of(scene: &Scene) -> TwoSides {
        let cast = scene.reading.cast;
        let mut count = vec![0usize; cast.parties.len()];
        for m in &cast.mentions {
            for &p in &m.parties {
                count[p as usize] += 1;
            }
        }
        let mut order: Vec<usize> = (0..count.len()).collect();
        order.sort_by_key(|&p| std::cmp::Reverse(count[p]));
        TwoSides(match order[..] {
            [a, b] if count[b] >= 3 => Some((a as u32, b as u32)),
            [a, b, c, ..] if count[b] >= 3 && count[b] >= 2 * count[c] => {
                Some((a as u32, b as u32))
            }
            _ => None,
        })
    }

    fn other(self, actor: &[u32]) -> Option<u32> {
        match (self.0, actor) {
            (Some((a, b)), &[one]) if one == a => Some(b),
            (Some((a, b)), &[one]) if one == b => Some(a),
            _ => None,
        }
    }
}

/// Fills in the addressee of a candidate from the words around it.
pub(crate) fn complete(scene: &Scene, c: &mut Candidate, sides: TwoSides) {
    let actor = c.actor.clone();
    c.addressee.retain(|p| !actor.contains(p));
    if !c.addressee.is_empty() || matches!(c.kind, Kind::Meet | Kind::Withhold | Kind::Deny) {
        return;
    }
    let others = |parties: Vec<u32>| -> Vec<u32> {
        parties.into_iter().filter(|p| !actor.contains(p)).collect()
    };
    let tree = &scene.tree;
    for d in tree
        .children(c.trigger)
        .chain(tree.children(c.content.head))
    {
        if matches!(tree.rel(d), "obl" | "iobj" | "nmod")
            && (tree.rel(d) == "iobj" || tree.case(d).is_some_and(|p| TOWARD.contains(&p)))
        {
            let found = others(scene.parties(d));
            if !found.is_empty() {
                c.addressee = found;
                return;
            }
        }
    }
    let told = scene
        .statement(c.trigger)
        .map(|s| s.addressee.clone())
        .unwrap_or_default();
    let told = others(told);
    if !told.is_empty() {
        c.addressee = told;
        return;
    }
    if matches!(c.kind, Kind::Agree) || actor.len() > 1 && c.kind == Kind::Commit {
        return;
    }
    let owner = others(scene.owners(c.content.head));
    if owner.len() == 1 {
        c.addressee = owner;
        return;
    }
    let inside = others(scene.mentioned(c.content.lo, c.content.hi));
    if inside.len() == 1 {
        c.addressee = inside;
        return;
    }
    if let Some(other) = sides.other(&actor) {
        if inside.is_empty() || inside.contains(&other) {
            c.addressee = vec![other];
            return;
        }
    }
    if inside.is_empty() {
        let s = scene.reading.parse.sentence(c.trigger);
        let near = others(scene.mentioned(s.start as usize, s.end as usize - 1));
        if near.len() == 1 {
            c.addressee = near;
        }
    }
}
