//! The best tree over scored arcs: Chu-Liu and Edmonds' algorithm, with one root word.

/// Buffers of [`tree`], kept between sentences.
#[derive(Debug, Default)]
pub struct Scratch {
    scores: Vec<f32>,
    best: Vec<usize>,
}

/// Writes into `heads` the head of each of `n` words in the tree of highest total score.
///
/// `score[d * (n + 1) + h]` is the score of word `d` (from 0) under head `h`, where 0 is the root and `h`
/// the word `h - 1`. Exactly one word hangs on the root. Heads are given in the same numbering.
/// When the best head of every word already makes a tree, which is usual, this costs n²; at worst n³.
pub fn tree(n: usize, score: &[f32], heads: &mut Vec<usize>, scratch: &mut Scratch) {
    heads.clear();
    if n == 0 {
        return;
    }
    let width = n + 1;
    for d in 0..n {
        heads.push(argmax(&score[d * width..][..width], d + 1));
    }
    let roots = heads.iter().filter(|&&h| h == 0).count();
    if roots == 1 && !has_cycle(heads) {
        return;
    }
    // Every arc from the root pays so much that a second one never pays off.
    let mut low = f32::INFINITY;
    let mut high = f32::NEG_INFINITY;
    for d in 0..n {
        for h in (0..=n).filter(|&h| h != d + 1) {
            low = low.min(score[d * width + h]);
            high = high.max(score[d * width + h]);
        }
    }
    let fine = (high - low + 1.0) * n as f32;
    scratch.scores.clear();
    for d in 0..n {
        let row = &score[d * width..][..width];
        scratch.scores.push(row[0] - fine);
        scratch.scores.extend_from_slice(&row[1..]);
    }
    contract(n, &scratch.scores, heads);
    scratch.best.clear();
}

fn argmax(row: &[f32], except: usize) -> usize {
    let mut best = usize::MAX;
    for h in 0..row.len() {
        if h != except && (best == usize::MAX || row[h] > row[best]) {
            best = h;
        }
    }
    best
}

/// Whether following heads from some word never reaches the root.
fn has_cycle(heads: &[usize]) -> bool {
    find_cycle(heads).is_some()
}

/// A word (from 0) on a cycle.
fn find_cycle(heads: &[usize]) -> Option<usize> {
    let mut seen = vec![0u32; heads.len()];
    for start in 0..heads.len() {
        let mut d = start;
        let mark = start as u32 + 1;
        while seen[d] == 0 {
            seen[d] = mark;
            match heads[d] {
                0 => break,
                h => d = h - 1,
            }
        }
        if seen[d] == mark && heads[d] != 0 && on_cycle(heads, d) {
            return Some(d);
        }
    }
    None
}

fn on_cycle(heads: &[usize], start: usize) -> bool {
    let mut d = start;
    for _ in 0..heads.len() {
        match heads[d] {
            0 => return false,
            h => d = h - 1,
        }
        if d == start {
            return true;
        }
    }
    false
}

/// Edmonds' algorithm with an explicit stack of contractions: nodes are merged in place in a dense
/// matrix, so that the whole costs n² a contraction.
fn contract(n: usize, score: &[f32], heads: &mut [usize]) {
    // Node 0 is the root, node i the word i - 1. `s[d][h]` is the score of the arc h -> d between
    // (super)nodes, `from[d][h]` the words it joins.
    let m = n + 1;
    let mut s = vec![f32::NEG_INFINITY; m * m];
    let mut from = vec![(0u32, 0u32); m * m];
    for d in 1..m {
        for h in 0..m {
            if h != d {
                s[d * m + h] = score[(d - 1) * m + h];
                from[d * m + h] = (d as u32, h as u32);
            }
        }
    }
    let mut alive: Vec<usize> = (1..m).collect();
    let mut levels: Vec<Level> = Vec::new();
    let mut chosen = vec![0usize; m];
    loop {
        for &d in &alive {
            let nodes = std::iter::once(0).chain(alive.iter().copied());
            chosen[d] = nodes.filter(|&h| h != d).fold(usize::MAX, |best, h| {
                if best == usize::MAX || s[d * m + h] > s[d * m + best] {
                    h
                } else {
                    best
                }
            });
        }
        let Some(cycle) = cycle_among(&alive, &chosen, m) else {
            break;
        };
        merge(
            &cycle,
            &mut alive,
            &mut levels,
            (&mut s, &mut from),
            &chosen,
            m,
        );
    }
    // Arcs into the nodes that are left, then into the words of each cycle, the last one first.
    let mut arc: Vec<(u32, u32)> = alive.iter().map(|&d| from[d * m + chosen[d]]).collect();
    while let Some(level) = levels.pop() {
        let entered = level
            .members
            .iter()
            .position(|words| words.iter().any(|w| arc.iter().any(|&(d, _)| d == *w)));
        for (i, inner) in level.arcs.iter().enumerate() {
            if Some(i) != entered {
                arc.push(*inner);
            }
        }
    }
    for (d, h) in arc {
        heads[d as usize - 1] = h as usize;
    }
}

/// A contracted cycle: the words of each of its nodes, and the arc that enters each node from within.
struct Level {
    members: Vec<Vec<u32>>,
    arcs: Vec<(u32, u32)>,
}

fn cycle_among(alive: &[usize], chosen: &[usize], m: usize) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; m];
    for &start in alive {
        let mut d = start;
        while d != 0 && seen[d] == 0 {
            seen[d] = start;
            d = chosen[d];
        }
        if d != 0 && seen[d] == start {
            let mut cycle = vec![d];
            let mut e = chosen[d];
            while e != d {
                cycle.push(e);
                e = chosen[e];
            }
            return Some(cycle);
        }
    }
    None
}

fn merge(
    cycle: &[usize],
    alive: &mut Vec<usize>,
    levels: &mut Vec<Level>,
    (s, from): (&mut [f32], &mut [(u32, u32)]),
    chosen: &[usize],
    m: usize,
) {
    let words = |node: usize, from: &[(u32, u32)]| -> Vec<u32> {
        // The words of a node are the ends of the arcs that may enter it.
        let mut words: Vec<u32> = (0..m)
            .map(|h| from[node * m + h].0)
            .filter(|&d| d != 0)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    levels.push(Level {
        members: cycle.iter().map(|&c| words(c, from)).collect(),
        arcs: cycle.iter().map(|&c| from[c * m + chosen[c]]).collect(),
    });
    let kept = cycle[0];
    let inside = |node: usize| cycle.contains(&node);
    let outside: Vec<usize> = std::iter::once(0)
        .chain(alive.iter().copied())
        .filter(|&o| !inside(o))
        .collect();
    for &o in &outside {
        let (mut into, mut out) = ((f32::NEG_INFINITY, (0, 0)), (f32::NEG_INFINITY, (0, 0)));
        for &c in cycle {
            let gain = s[c * m + o] - s[c * m + chosen[c]];
            if gain > into.0 {
                into = (gain, from[c * m + o]);
            }
            if o != 0 && s[o * m + c] > out.0 {
                out = (s[o * m + c], from[o * m + c]);
            }
        }
        s[kept * m + o] = into.0;
        from[kept * m + o] = into.1;
        s[o * m + kept] = out.0;
        from[o * m + kept] = out.1;
    }
    alive.retain(|&node| node == kept || !inside(node));
}
