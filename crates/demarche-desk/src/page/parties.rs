//! The parties of the ledger, which every page needs for their names.

use crate::desk::{Desk, locked};
use crate::fault::Fault;
use demarche_ledger::Ledger;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Parties, the busiest first, and who faces whom.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Id, name and number of lines.
    pub(crate) parties: Vec<(String, String, i64)>,
    /// Two ids and the number of lines between them.
    pub(crate) pairs: Vec<(String, String, i64)>,
    names: HashMap<String, String>,
}

impl Known {
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.names.get(id).map_or(id, String::as_str)
    }

    /// The id that a person means by an id or a name.
    pub(crate) fn id_of(&self, words: &str) -> Option<String> {
        if self.names.contains_key(words) {
            return Some(words.to_owned());
        }
        let same = |a: &str| a.to_lowercase() == words.to_lowercase();
        let found = self
            .parties
            .iter()
            .find(|(id, name, _)| same(id) || same(name));
        found.map(|(id, _, _)| id.clone())
    }
}

/// Pairs that are offered.
const PAIRS: usize = 12;
/// The parties are counted anew when so many times the time that it took has passed.
const PATIENCE: u32 = 20;

/// The parties as they were counted last.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    tip: i64,
    counted: Option<(Instant, Duration)>,
    known: Arc<Known>,
}

impl Parties {
    /// The parties as they are, or, where counting takes long, as they were a moment ago.
    pub(crate) fn get(desk: &Desk, ledger: &Ledger) -> Result<Arc<Known>, Fault> {
        let tip = ledger.tip()?;
        {
            let parties = locked(&desk.parties);
            let soon = |(at, took): (Instant, Duration)| at.elapsed() < took * PATIENCE;
            let long = |(_, took): (Instant, Duration)| took > Duration::from_millis(50);
            let fresh = parties
                .counted
                .is_some_and(|c| parties.tip == tip || long(c) && soon(c));
            if fresh {
                return Ok(parties.known.clone());
            }
        }
        let start = Instant::now();
        let parties = ledger.parties()?;
        let known = Arc::new(Known {
            names: parties
                .iter()
                .map(|(id, name, _)| (id.clone(), name.clone()))
                .collect(),
            pairs: ledger.pairs(PAIRS)?,
            parties,
        });
        *locked(&desk.parties) = Parties {
            tip,
            counted: Some((Instant::now(), start.elapsed())),
            known: known.clone(),
        };
        Ok(known)
    }
}
