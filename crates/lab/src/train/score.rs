//! Scores of packed weights on development sentences with gold words: what will really be read with.

use demarche::lang;
use demarche::lang::labels::DEPREL;
use demarche::model::Models;

use super::data::Sample;
use super::net::NONE;

/// UPOS, XPOS, UAS and LAS as one line; a dash where the set has no trees.
pub(crate) fn line(samples: &[Sample], models: &Models) -> String {
    let forms: Vec<&str> = samples
        .iter()
        .flat_map(|s| &s.forms)
        .map(|f| &**f)
        .collect();
    let mut at = 0;
    let bounds: Vec<(usize, usize)> = samples
        .iter()
        .map(|s| {
            at += s.len();
            (at - s.len(), at)
        })
        .collect();
    let found = lang::label(&forms, &bounds, models);
    let (mut n, mut right, mut t) = (0usize, [0usize; 4], 0);
    for s in samples {
        for i in 0..s.len() {
            let head = found.head[t] == u32::from(s.head[i]);
            let same = universal(found.rel[t]) == universal(s.rel[i]);
            let tests = [
                found.upos[t] == s.upos[i],
                found.xpos[t] == s.xpos[i],
                head,
                head && same,
            ];
            if s.upos[i] != NONE {
                n += 1;
                right
                    .iter_mut()
                    .zip(tests)
                    .for_each(|(r, test)| *r += usize::from(test));
            }
            t += 1;
        }
    }
    if n == 0 {
        return "names only".into();
    }
    let [upos, xpos, uas, las] = right.map(|r| 100.0 * r as f64 / n as f64);
    format!("UPOS {upos:.2}, XPOS {xpos:.2}, UAS {uas:.2}, LAS {las:.2}")
}

fn universal(rel: u8) -> &'static str {
    DEPREL
        .get(rel as usize)
        .map_or("", |l| l.split(':').next().unwrap_or(l))
}
