//! Adam (Kingma and Ba), dense for the weights, by touched rows for the table.

use super::net::{Batch, Gradients, Net};

const BETA1: f32 = 0.9;
const BETA2: f32 = 0.99;
/// Longest gradient; a longer one is shortened to this.
const CLIP: f32 = 5.0;

/// Running means of gradients and their squares.
pub(crate) struct Adam {
    pub(crate) step: u32,
    pub(crate) dense: [Vec<f32>; 2],
    pub(crate) table: [Vec<f32>; 2],
    /// Place of a row's gradient in `summed`, plus 1; 0 when the batch lacks it.
    slot: Vec<u32>,
    summed: Vec<f32>,
    touched: Vec<u32>,
}

impl Adam {
    pub(crate) fn new(net: &Net) -> Adam {
        let zeros = |like: &[f32]| [vec![0.0; like.len()], vec![0.0; like.len()]];
        Adam {
            step: 0,
            dense: zeros(&net.dense),
            table: zeros(&net.table),
            slot: vec![0; net.table.len() / net.shape.word],
            summed: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// Moves the weights against their gradients.
    pub(crate) fn update(
        &mut self,
        net: &mut Net,
        batch: &Batch,
        g: &Gradients,
        rate: f32,
        table_rate: f32,
    ) {
        let width = net.shape.word;
        self.sum_rows(batch, g, width);
        let square: f64 = g
            .dense
            .iter()
            .chain(&self.summed)
            .map(|&x| f64::from(x * x))
            .sum();
        let scale = (f64::from(CLIP) / square.sqrt().max(1e-9)).min(1.0) as f32;
        self.step += 1;
        let t = self.step.min(100_000) as i32;
        let fix1 = 1.0 / (1.0 - BETA1.powi(t));
        let fix2 = 1.0 / (1.0 - BETA2.powi(t));
        let [m, v] = &mut self.dense;
        adapt(&mut net.dense, &g.dense, (m, v), scale, rate, (fix1, fix2));
        let [m, v] = &mut self.table;
        for (i, &row) in self.touched.iter().enumerate() {
            let at = row as usize * width..(row as usize + 1) * width;
            let (m, v) = (&mut m[at.clone()], &mut v[at.clone()]);
            let g = &self.summed[i * width..][..width];
            adapt(
                &mut net.table[at],
                g,
                (m, v),
                scale,
                table_rate,
                (fix1, fix2),
            );
            self.slot[row as usize] = 0;
        }
    }

    /// Sums the gradients of the words that share a row.
    fn sum_rows(&mut self, batch: &Batch, g: &Gradients, width: usize) {
        self.summed.clear();
        self.touched.clear();
        for (rows, d) in batch.rows.iter().zip(g.words.chunks_exact(width)) {
            for &row in rows {
                let slot = &mut self.slot[row as usize];
                if *slot == 0 {
                    self.touched.push(row);
                    *slot = self.touched.len() as u32;
                    self.summed.extend_from_slice(d);
                } else {
                    let sum = &mut self.summed[(*slot as usize - 1) * width..][..width];
                    sum.iter_mut().zip(d).for_each(|(s, d)| *s += d);
                }
            }
        }
    }
}

fn adapt(
    w: &mut [f32],
    g: &[f32],
    (m, v): (&mut [f32], &mut [f32]),
    scale: f32,
    rate: f32,
    (fix1, fix2): (f32, f32),
) {
    for (((w, &g), m), v) in w.iter_mut().zip(g).zip(m).zip(v) {
        let g = g * scale;
        *m = BETA1 * *m + (1.0 - BETA1) * g;
        *v = BETA2 * *v + (1.0 - BETA2) * g * g;
        *w -= rate * (*m * fix1) / ((*v * fix2).sqrt() + 1e-8);
    }
}
