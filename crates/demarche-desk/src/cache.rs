//! Pages that were made, kept until the ledger or the day changes.

use std::collections::HashMap;
use std::sync::Arc;

/// Bytes that are kept at most; then all is dropped, and what is asked for again is made again.
const MOST: usize = 32 << 20;

/// A page without what differs from visitor to visitor.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) body: String,
    pub(crate) hash: String,
    pub(crate) kind: &'static str,
}

/// Pages by what was asked and by whom.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    tip: i64,
    pages: HashMap<String, Arc<Made>>,
    size: usize,
}

impl Cache {
    /// A page that was made from the ledger as it is now.
    pub(crate) fn get(&self, tip: i64, key: &str) -> Option<Arc<Made>> {
        let fresh = self.tip == tip;
        fresh.then(|| self.pages.get(key).cloned()).flatten()
    }

    /// Keeps a page that was made when the ledger stood at `tip`.
    pub(crate) fn put(&mut self, tip: i64, key: String, made: Arc<Made>) {
        if tip < self.tip {
            return;
        }
        let size = key.len() + made.body.len();
        if tip > self.tip || self.size + size > MOST {
            self.pages.clear();
            self.size = 0;
            self.tip = tip;
        }
        self.size += size;
        self.pages.insert(key, made);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> Arc<Made> {
        Arc::new(Made {
            body: body.to_owned(),
            hash: String::new(),
            kind: "text/html",
        })
    }

    #[test]
    fn a_page_of_an_older_ledger_is_not_shown() {
        let mut cache = Cache::default();
        cache.put(1, "/".to_owned(), page("one"));
        assert_eq!(
            cache.get(1, "/").map(|m| m.body.clone()).as_deref(),
            Some("one")
        );
        assert!(cache.get(2, "/").is_none());
        cache.put(2, "/".to_owned(), page("two"));
        cache.put(1, "/".to_owned(), page("late"));
        assert_eq!(
            cache.get(2, "/").map(|m| m.body.clone()).as_deref(),
            Some("two")
        );
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let mut cache = Cache::default();
        let long = "x".repeat(MOST / 2);
        for key in ["a", "b", "c"] {
            cache.put(1, key.to_owned(), page(&long));
        }
        assert!(cache.size <= MOST && cache.get(1, "c").is_some());
    }
}
