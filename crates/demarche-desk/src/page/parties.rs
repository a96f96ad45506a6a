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
/// Counting that takes longer than this is done beside the pages; a page then shows how it was a moment ago.
const LONG: Duration = Duration::from_millis(50);

/// The parties as they were counted last.
#[derive(Debug, Default)]
pub(crate) struct Parties {
    tip: i64,
    /// How long counting took; none before the first time.
    took: Option<Duration>,
    counting: bool,
    known: Arc<Known>,
}

impl Parties {
    /// The parties as they are, or, where counting takes long, as they were a moment ago.
    pub(crate) fn get(desk: &Desk, ledger: &Ledger) -> Result<Arc<Known>, Fault> {
        let tip = ledger.tip()?;
        {
            let parties = locked(&desk.parties);
            let good = parties.tip == tip || parties.took > Some(LONG);
            if good && parties.took.is_some() {
                return Ok(parties.known.clone());
            }
        }
        count(desk, ledger)
    }

    /// Counts for the first time, before anybody asks.
    pub(crate) fn begin(desk: &Arc<Desk>) {
        let desk = desk.clone();
        tokio::task::spawn_blocking(move || desk.read(|ledger| Parties::get(&desk, ledger)));
    }

    /// Counts anew beside the pages, where that takes long and the ledger has moved on.
    pub(crate) fn freshen(desk: &Arc<Desk>) {
        {
            let mut parties = locked(&desk.parties);
            let stale = parties.tip != *desk.tip.borrow() && parties.took > Some(LONG);
            if !stale || parties.counting {
                return;
            }
            parties.counting = true;
        }
        let desk = desk.clone();
        tokio::task::spawn_blocking(move || {
            // What could not be counted now will be tried with the next page.
            let _ = desk.read(|ledger| count(&desk, ledger));
            desk.cache.clear();
            locked(&desk.parties).counting = false;
        });
    }
}

fn count(desk: &Desk, ledger: &Ledger) -> Result<Arc<Known>, Fault> {
    let tip = ledger.tip()?;
    let start = Instant::now();
    let parties = ledger.parties()?;
    let names = parties
        .iter()
        .map(|(id, name, _)| (id.clone(), name.clone()));
    let known = Arc::new(Known {
        names: names.collect(),
        pairs: ledger.pairs(PAIRS)?,
        parties,
    });
    let mut parties = locked(&desk.parties);
    if tip >= parties.tip {
        parties.tip = tip;
        parties.took = Some(start.elapsed());
        parties.known = known.clone();
    }
    Ok(known)
}
