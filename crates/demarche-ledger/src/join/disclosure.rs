//! Disclosure: what is public of the texts in play, what is kept back, and whose consent it needs.
//!
//! A text is in play when a move promises it, offers it or hands it over. A move that speaks of publishing,
//! leaking or keeping a text secret bears on the last such text of the same sides.

use super::{Face, Link, Tie, because, round};
use demarche::record::Kind;

/// Days after which a word about "the text" means another.
const WITHIN: i64 = 60;

/// Terms that name texts.
const TEXTS: [&str; 8] = [
    "answer",
    "text",
    "draft",
    "plan",
    "accord",
    "statement",
    "report",
    "protocol",
];
/// Terms that speak of who may read them.
const READERS: [&str; 2] = ["publish", "secret"];

/// How public a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Public {
    /// It was published, handed out or leaked.
    Yes,
    /// It is promised, or allowed, that it will be.
    ToBe,
    /// Only if the other side, or somebody else, consents.
    WithConsent,
    /// It is kept back, or somebody asks that it be.
    No,
    /// It was left open.
    Unsaid,
}

impl Public {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Public::Yes => "public",
            Public::ToBe => "to be made public",
            Public::WithConsent => "public only with consent",
            Public::No => "kept back",
            Public::Unsaid => "left open whether it will be public",
        }
    }
}

/// True for a move by which a text comes into play.
pub fn is_of_text(face: &Face) -> bool {
    let brings = matches!(face.kind, Kind::Commit | Kind::Offer | Kind::Deliver);
    // "discuss the documents" brings none.
    let talks = face.terms.iter().any(|t| t == "discuss" || t == "meet");
    brings && !talks && !is_about_one(face) && texts(face).next().is_some()
}

/// Days within which a promised text that is handed over is the one that was promised.
const HANDED_OVER_WITHIN: i64 = 30;

/// True when `later` hands over the text that `earlier` promises to the same side: "the written answer",
/// "the paper".
pub fn hands_over(earlier: &Face, later: &Face) -> bool {
    let soon =
        matches!((earlier.day, later.day), (Some(a), Some(b)) if b - a <= HANDED_OVER_WITHIN);
    let kinds = earlier.kind == Kind::Commit && later.kind == Kind::Deliver && later.positive;
    let to_whom = super::common(&earlier.addressee, &later.addressee);
    // "The paper" is any text.
    let same = |t: &str, u: &str| t == u || t == "text" || u == "text";
    let named = to_whom && texts(earlier).any(|t| texts(later).any(|u| same(t, u)));
    kinds && soon && named && is_of_text(earlier) && is_of_text(later)
}

/// True for a move about who may read a text.
pub fn is_about_one(face: &Face) -> bool {
    let reads = face.terms.iter().any(|t| READERS.contains(&t.as_str()));
    // "Release the paper".
    reads || face.terms.iter().any(|t| t == "free") && texts(face).next().is_some()
}

/// Days within which two moves about who may read a text mean the same one.
const READ_WITHIN: i64 = 14;

/// What ties two moves that say who may read a text of the same side.
pub(super) fn both_about_one(earlier: &Face, later: &Face) -> Option<String> {
    let soon = matches!((earlier.day, later.day), (Some(a), Some(b)) if b - a <= READ_WITHIN);
    let named = |f: &Face| texts(f).next().is_some() && is_about_one(f);
    if !soon || !named(earlier) || !named(later) {
        return None;
    }
    let spoken = |f: &Face| -> Vec<String> {
        let named = f.terms.iter().filter_map(|t| t.strip_prefix('@'));
        sides(f).chain(named).map(str::to_owned).collect()
    };
    let others = spoken(later);
    spoken(earlier).into_iter().find(|p| others.contains(p))
}

/// What a move about a text says of it.
pub fn says(face: &Face) -> Public {
    let secret = face.terms.iter().any(|t| t == "secret");
    match face.kind {
        Kind::Deliver if face.positive => Public::Yes,
        Kind::Withhold => Public::Unsaid,
        Kind::Reject | Kind::Warn | Kind::Accuse => Public::No,
        _ if secret || !face.positive => Public::No,
        _ if !face.condition.is_empty() => Public::WithConsent,
        Kind::Commit | Kind::Agree | Kind::Concede | Kind::Offer => Public::ToBe,
        _ => Public::Unsaid,
    }
}

/// Everybody whom a text concerns.
pub(super) fn sides(face: &Face) -> impl Iterator<Item = &str> {
    face.actor.iter().chain(&face.addressee).map(String::as_str)
}

/// True for a term that names texts.
pub(super) fn is_text(term: &str) -> bool {
    TEXTS.contains(&term)
}

fn texts(face: &Face) -> impl Iterator<Item = &str> {
    let terms = face.terms.iter().map(String::as_str);
    terms.filter(|t| is_text(t))
}

/// Whether `later` says how public the text of `earlier` is.
pub fn link(earlier: &Face, later: &Face) -> Option<Link> {
    let in_order = earlier.rank < later.rank || earlier.doc == later.doc && earlier.doc != 0;
    let apart = later.day? - earlier.day?;
    if !in_order || !is_of_text(earlier) || !is_about_one(later) || apart > WITHIN {
        return None;
    }
    let common = sides(earlier).find(|p| sides(later).any(|q| q == *p))?;
    // "the text" and "the paper" mean whatever text was spoken of last.
    let named = |f: &'_ Face| {
        texts(f)
            .filter(|t| *t != "text")
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (own, meant) = (named(earlier), named(later));
    let same: Vec<&String> = own.iter().filter(|t| meant.contains(t)).collect();
    if same.is_empty() && !meant.is_empty() {
        return None;
    }
    // Whoever speaks of a text speaks of his own first.
    let own = if earlier.actor.iter().any(|p| later.actor.contains(p)) {
        0.1
    } else {
        0.0
    };
    let words = same.first().map_or("text", |t| t.as_str());
    Some(Link {
        parent: earlier.number,
        tie: Tie::Discloses,
        confidence: round(own + if same.is_empty() { 0.5 } else { 0.65 }),
        reason: format!("{}: “{words}”, of {common}", because(Tie::Discloses)),
    })
}
