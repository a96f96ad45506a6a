//! Who acts in a move and who is addressed: each party near a move is judged by where it is mentioned.

use super::Weights;
use super::features::Bag;
use crate::acts::reading::{Reading, Scene};
use crate::record::Entry;
use crate::who::PartyKind;
use std::collections::{BTreeMap, BTreeSet};

/// Parties that are looked at for one move.
const NEAR: usize = 24;

/// A party is seated from this probability on.
const SEATED: f32 = 0.5;

/// Where no party reaches that, the likeliest is addressed from this probability on.
const LIKELY: f32 = 0.25;

/// A party beside a move, as training sees it.
#[derive(Clone, Debug)]
pub struct Chair {
    /// Indices of the entry and of the party in the cast.
    pub entry: usize,
    pub party: u32,
    /// Hashes of what is known of the party beside this move.
    pub features: Vec<u32>,
}

/// Every party beside every move of a report, for training.
pub fn chairs(reading: &Reading, entries: &[Entry]) -> Vec<Chair> {
    let scene = Scene::new(reading);
    let table = Table::new(&scene, entries);
    let mut out = Vec::new();
    for entry in 0..entries.len() {
        for party in table.near(entry) {
            let mut features = Vec::new();
            table.features(entry, party, &mut features);
            out.push(Chair {
                entry,
                party,
                features,
            });
        }
    }
    out
}

/// Gives each move those who act in it and those who are addressed.
pub(crate) fn seat(scene: &Scene, entries: &mut [Entry], weights: &Weights) {
    if weights.sides.is_empty() {
        return;
    }
    let seats: Vec<(Vec<u32>, Vec<u32>)> = {
        let table = Table::new(scene, entries);
        let mut features = Vec::new();
        let mut seats = Vec::new();
        for entry in 0..entries.len() {
            let (mut actor, mut addressee) = (Vec::new(), Vec::new());
            let mut best = (LIKELY, None);
            for party in table.near(entry) {
                features.clear();
                table.features(entry, party, &mut features);
                let [acts, addressed] = weights.side(&features);
                if acts >= SEATED && acts >= addressed {
                    actor.push(party);
                } else if addressed >= SEATED {
                    addressee.push(party);
                } else if addressed > best.0 {
                    best = (addressed, Some(party));
                }
            }
            if addressee.is_empty() {
                addressee.extend(best.1);
            }
            seats.push((actor, addressee));
        }
        seats
    };
    for (entry, (actor, mut addressee)) in entries.iter_mut().zip(seats) {
        if !actor.is_empty() {
            entry.actor = actor;
        }
        addressee.retain(|p| !entry.actor.contains(p));
        entry.addressee = addressee;
    }
}

/// What is known of a report's parties and moves.
struct Table<'a> {
    scene: &'a Scene<'a>,
    entries: &'a [Entry],
    /// The token of each entry's trigger.
    triggers: Vec<usize>,
    /// For each sentence the mentions in it.
    mentions: Vec<Vec<u32>>,
    /// Parties, most mentioned first, and the place of each in that order.
    ranked: Vec<u32>,
    rank: Vec<usize>,
    /// How many moves go from one party to another.
    pairs: BTreeMap<(u32, u32), usize>,
}

impl<'a> Table<'a> {
    fn new(scene: &'a Scene, entries: &'a [Entry]) -> Table<'a> {
        let (parse, cast) = (scene.reading.parse, scene.reading.cast);
        let token = |e: &Entry| parse.span.partition_point(|s| s.end <= e.trigger.start);
        let mut mentions = vec![Vec::new(); parse.sentences.len()];
        let mut count = vec![0_usize; cast.parties.len()];
        for (i, m) in cast.mentions.iter().enumerate() {
            mentions[parse.sentence_of[m.head as usize] as usize].push(i as u32);
            m.parties.iter().for_each(|&p| count[p as usize] += 1);
        }
        let mut ranked: Vec<u32> = (0..count.len() as u32).collect();
        ranked.sort_by_key(|&p| std::cmp::Reverse(count[p as usize]));
        let mut rank = vec![0; count.len()];
        ranked
            .iter()
            .enumerate()
            .for_each(|(at, &p)| rank[p as usize] = at);
        let mut pairs: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for e in entries {
            for (&a, &d) in e
                .actor
                .iter()
                .flat_map(|a| e.addressee.iter().map(move |d| (a, d)))
            {
                *pairs.entry((a, d)).or_default() += 1;
            }
        }
        Table {
            scene,
            entries,
            triggers: entries.iter().map(token).collect(),
            mentions,
            ranked,
            rank,
            pairs,
        }
    }

    fn sentence(&self, entry: usize) -> usize {
        self.scene.reading.parse.sentence_of[self.triggers[entry]] as usize
    }

    /// The parties worth a look: the move's own, those mentioned in its sentence and the two before, and
    /// the four that the report mentions most.
    fn near(&self, entry: usize) -> Vec<u32> {
        let e = &self.entries[entry];
        let cast = self.scene.reading.cast;
        let here = self.sentence(entry);
        let around = (here.saturating_sub(2)..=here).rev();
        let mentioned = around.flat_map(|s| self.mentions[s].iter().take(NEAR));
        let mentioned = mentioned.flat_map(|&m| cast.mentions[m as usize].parties.iter());
        let mut seen = BTreeSet::new();
        let all = e.actor.iter().chain(&e.addressee).chain(mentioned);
        let all = all.chain(self.ranked.iter().take(4));
        let mut near: Vec<u32> = all.copied().filter(|&p| seen.insert(p)).collect();
        near.truncate(NEAR);
        near
    }

    fn features(&self, entry: usize, party: u32, out: &mut Vec<u32>) {
        let e = &self.entries[entry];
        let kind = e.kind.as_str();
        let flag = if e.actor.contains(&party) {
            "acts"
        } else if e.addressee.contains(&party) {
            "addressed"
        } else {
            "beside"
        };
        let number = |n: usize| ["0", "1", "2", "3"][n.min(3)];
        let (acts, addressed) = (number(e.actor.len()), number(e.addressee.len()));
        let mut bag = Bag { out };
        bag.add(100, &[flag]);
        bag.add(101, &[flag, kind]);
        bag.add(102, &[flag, e.rule]);
        bag.add(103, &[flag, acts, addressed, kind]);
        let rank = number(self.rank[party as usize]);
        let sort = match self.scene.reading.cast.parties[party as usize].kind {
            PartyKind::State => "state",
            PartyKind::Organisation => "organisation",
            _ => "body",
        };
        bag.add(104, &[flag, rank, addressed]);
        bag.add(105, &[flag, rank, addressed, kind]);
        bag.add(106, &[flag, sort, kind]);
        for word in self.signs(entry, party) {
            bag.add(107, &[flag, &word]);
            bag.add(108, &[flag, &word, kind]);
            bag.add(109, &[flag, &word, kind, addressed]);
            bag.add(110, &[flag, &word, e.rule]);
        }
    }

    /// Where a party stands to a move, as words.
    fn signs(&self, entry: usize, party: u32) -> Vec<String> {
        let e = &self.entries[entry];
        let scene = self.scene;
        let mut signs = self.mentioned(entry, party);
        let t = self.triggers[entry];
        if let Some(said) = scene.statement(t) {
            if scene.parties_of_statement(said).contains(&party) {
                signs.push("speaks".into());
            }
            if said.addressee.contains(&party) {
                signs.push("told".into());
            }
        }
        let of = |pair: (u32, u32)| self.pairs.get(&pair).copied().unwrap_or(0);
        let own = usize::from(e.addressee.contains(&party));
        let forth: usize = e.actor.iter().map(|&a| of((a, party))).sum();
        let back: usize = e.actor.iter().map(|&a| of((party, a))).sum();
        signs.push(format!("forth {}", forth.saturating_sub(own).min(3)));
        signs.push(format!("back {}", back.min(3)));
        if let Some(before) = entry.checked_sub(1).map(|i| &self.entries[i]) {
            let same = before.actor.iter().any(|a| e.actor.contains(a));
            if before.actor.contains(&party) {
                signs.push(format!("acted before {same}"));
                signs.push(format!("acted before {}", before.kind.as_str()));
            }
            if before.addressee.contains(&party) {
                signs.push(format!("addressed before {same}"));
            }
        }
        signs
    }

    /// How the sentence of a move mentions a party, or how far back it was mentioned.
    fn mentioned(&self, entry: usize, party: u32) -> Vec<String> {
        let scene = self.scene;
        let (parse, cast) = (scene.reading.parse, scene.reading.cast);
        let t = self.triggers[entry];
        let content = self.entries[entry].content;
        let inside = |t: usize| content.contains(parse.span[t]);
        let here = self.sentence(entry);
        let mut signs = Vec::new();
        let own = self.mentions[here]
            .iter()
            .take(NEAR)
            .map(|&m| &cast.mentions[m as usize]);
        for m in own.filter(|m| m.parties.contains(&party)) {
            let head = m.head as usize;
            let rel = parse.deprel[head];
            let case = scene.tree.case(head).unwrap_or("");
            let above = parse.parent(head);
            let place = match above {
                Some(a) if a == t => "trigger",
                Some(a) if inside(a) && parse.parent(a).is_none_or(|b| !inside(b)) => "content",
                Some(_) if inside(head) => "within",
                Some(a) if Some(a) == parse.parent(t) => "above",
                _ if head < t => "before",
                _ => "after",
            };
            signs.push(format!("{place} {rel} {case}"));
            signs.push(format!("{place} {}", if m.locative { "place" } else { "" }));
            if parse.upos[head] == "PRON" {
                signs.push(format!("{place} pronoun"));
            }
        }
        if signs.is_empty() {
            let mentions = |s: usize| {
                let mut own = self.mentions[s].iter().take(NEAR);
                own.any(|&m| cast.mentions[m as usize].parties.contains(&party))
            };
            let back = (1..=3).find(|&n| n <= here && mentions(here - n));
            signs.push(format!("back by {}", back.unwrap_or(4)));
        }
        signs
    }
}
