//! Pages that were made, kept until the ledger or the day changes.

use crate::desk::locked;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex};

/// Bytes that are kept at most; then all is dropped, and what is asked for again is made again.
const MOST: usize = 32 << 20;

/// Pages that are made side by side, told apart by their addresses.
const ROOMS: usize = 64;

/// A page without what differs from visitor to visitor.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) body: String,
    pub(crate) hash: String,
    pub(crate) kind: &'static str,
}

/// Pages by what was asked and by whom.
#[derive(Debug)]
pub(crate) struct Cache {
    pages: Mutex<Pages>,
    rooms: [tokio::sync::Mutex<()>; ROOMS],
    hasher: RandomState,
}

#[derive(Debug, Default)]
struct Pages {
    all: HashMap<String, (i64, Arc<Made>)>,
    size: usize,
}

impl Default for Cache {
    fn default() -> Cache {
        Cache {
            pages: Mutex::default(),
            rooms: std::array::from_fn(|_| tokio::sync::Mutex::new(())),
            hasher: RandomState::new(),
        }
    }
}

impl Cache {
    /// A page that was made when the ledger stood at `tip` or later.
    pub(crate) fn get(&self, tip: i64, key: &str) -> Option<Arc<Made>> {
        let pages = locked(&self.pages);
        let found = pages.all.get(key).filter(|(at, _)| *at >= tip);
        found.map(|(_, made)| made.clone())
    }

    /// Waits while the same page is being made for somebody else.
    pub(crate) async fn room(&self, key: &str) -> tokio::sync::MutexGuard<'_, ()> {
        let room = self.hasher.hash_one(key) as usize % ROOMS;
        self.rooms[room].lock().await
    }

    /// Drops all pages.
    pub(crate) fn clear(&self) {
        *locked(&self.pages) = Pages::default();
    }

    /// Keeps a page that was made when the ledger stood at `tip`.
    pub(crate) fn put(&self, tip: i64, key: String, made: Arc<Made>) {
        let mut pages = locked(&self.pages);
        let size = key.len() + made.body.len();
        if pages.size + size > MOST {
            *pages = Pages::default();
        }
        pages.size += size;
        if let Some((_, old)) = pages.all.insert(key.clone(), (tip, made)) {
            pages.size -= key.len() + old.body.len();
        }
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
        let cache = Cache::default();
        let body = |tip: i64| cache.get(tip, "/").map(|m| m.body.clone());
        cache.put(1, "/".to_owned(), page("one"));
        assert_eq!(body(1).as_deref(), Some("one"));
        assert_eq!(body(2), None);
        cache.put(3, "/".to_owned(), page("three"));
        assert_eq!(body(2).as_deref(), Some("three"));
        cache.clear();
        assert_eq!(body(2), None);
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let cache = Cache::default();
        let long = "x".repeat(MOST / 2);
        for key in ["a", "b", "c", "c", "c"] {
            cache.put(1, key.to_owned(), page(&long));
        }
        assert!(locked(&cache.pages).size <= MOST && cache.get(1, "c").is_some());
    }
}
