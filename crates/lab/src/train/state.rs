//! What a training keeps between epochs, in memory and on disk.

use std::path::Path;

use super::adam::Adam;
use super::net::Net;
use super::rng::Rng;

/// Epochs done, the optimiser, and the mean of the last epochs' weights.
pub(crate) struct State {
    pub(crate) epochs: usize,
    pub(crate) adam: Adam,
    mean: Net,
}

impl State {
    pub(crate) fn new(net: &Net) -> State {
        State {
            epochs: 0,
            adam: Adam::new(net),
            mean: net.copy(),
        }
    }

    /// Takes the weights into the mean, of which they are number `k`.
    pub(crate) fn blend(&mut self, net: &Net, k: usize) {
        self.mean.blend(net, 1.0 / k as f32);
    }

    pub(crate) fn mean(&self) -> Net {
        self.mean.copy()
    }

    /// Every number that is kept, in a fixed order.
    fn numbers<'a>(&'a mut self, net: &'a mut Net) -> [&'a mut [f32]; 8] {
        let [m, v] = &mut self.adam.dense;
        let [table_m, table_v] = &mut self.adam.table;
        let mean = &mut self.mean;
        [
            &mut net.dense,
            &mut net.table,
            m,
            v,
            table_m,
            table_v,
            &mut mean.dense,
            &mut mean.table,
        ]
    }

    /// Writes everything, first beside the file, so that an interruption leaves the old state.
    pub(crate) fn save(&mut self, file: &Path, net: &Net, rng: &Rng) -> Result<(), String> {
        let mut bytes = (self.epochs as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(&u64::from(self.adam.step).to_le_bytes());
        bytes.extend(rng.state().iter().flat_map(|x| x.to_le_bytes()));
        for part in self.numbers(&mut net.copy()) {
            bytes.extend(part.iter().flat_map(|x| x.to_le_bytes()));
        }
        let part = file.with_extension("part");
        std::fs::write(&part, bytes).map_err(|e| e.to_string())?;
        std::fs::rename(part, file).map_err(|e| e.to_string())
    }

    /// Reads a state of the same sizes, if there is one.
    pub(crate) fn load(&mut self, file: &Path, net: &mut Net, rng: &mut Rng) {
        let Ok(bytes) = std::fs::read(file) else {
            return;
        };
        let wanted: usize = self.numbers(net).iter().map(|part| part.len()).sum();
        if bytes.len() != 48 + 4 * wanted {
            return;
        }
        let (head, numbers) = bytes.split_at(48);
        let mut head = head
            .chunks_exact(8)
            .map(|b| u64::from_le_bytes(b.try_into().unwrap_or_default()));
        let mut next = || head.next().unwrap_or_default();
        self.epochs = next() as usize;
        self.adam.step = next() as u32;
        *rng = Rng::from_state([next(), next(), next(), next()]);
        let numbers = numbers
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let cells = self
            .numbers(net)
            .into_iter()
            .flat_map(|part| part.iter_mut());
        cells.zip(numbers).for_each(|(cell, x)| *cell = x);
        eprintln!("going on after epoch {}", self.epochs);
    }
}
