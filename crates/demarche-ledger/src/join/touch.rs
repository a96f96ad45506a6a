//! Moves that speak of the same thing though neither says again, does or answers the other: the demand of
//! one ally and that of another, a promise and the refusal that follows from it. Such a tie puts the two into
//! one matter, and changes the standing of neither.

use super::{
    Face, Likeness, Link, Tie, because, common, compatible, disclosure, is_telling, meeting, round,
    sides, weight,
};
use demarche::record::Kind;

/// Days within which two moves touch.
const WITHIN: i64 = 60;
/// And within which "the answer" is one.
const TEXTS_WITHIN: i64 = 14;

/// The least likeness of contents: of moves of one kind and side with two telling words in common, of such
/// promises of two kinds, of a refusal with what it may be about, and of demands with one word in common.
const LIKE_OF_ONE_KIND: f64 = 0.5;
const LIKE_OF_PROMISES: f64 = 0.5;
const LIKE_OF_REFUSAL: f64 = 0.45;
const LIKE_OF_WARNINGS: f64 = 0.3;
const LIKE_OF_MANY: f64 = 0.38;
const LIKE_OF_DEMANDS: f64 = 0.5;

/// Whether `later` touches `earlier`.
pub fn link(earlier: &Face, later: &Face) -> Option<Link> {
    let apart = later.day? - earlier.day?;
    let in_order = earlier.rank < later.rank && earlier.doc != later.doc;
    let meets = meeting::is_about_one(earlier) || meeting::is_about_one(later);
    if !in_order || meets || apart > WITHIN {
        return None;
    }
    if let Some(party) = disclosure::both_about_one(earlier, later) {
        return Some(Link {
            parent: earlier.number,
            tie: Tie::Touches,
            confidence: 0.5,
            reason: format!(
                "{}; who may read the text, of {party}",
                because(Tie::Touches)
            ),
        });
    }
    let likeness = super::likeness(earlier, later);
    if likeness.share < least(earlier, later, &likeness)? {
        return None;
    }
    Some(Link {
        parent: earlier.number,
        tie: Tie::Touches,
        confidence: round(0.3 + 0.2 * likeness.share),
        reason: format!(
            "{}; both speak of {}",
            because(Tie::Touches),
            likeness.words()
        ),
    })
}

/// How like the contents must be; none where kinds and sides speak against it.
fn least(earlier: &Face, later: &Face, likeness: &Likeness) -> Option<f64> {
    use Kind::{Agree, Commit, Deliver, Demand, Deny, Offer, Reject, Warn};
    let same = sides::akin(&earlier.actor, &later.actor);
    let facing = sides::akin(&later.actor, &earlier.addressee)
        || sides::akin(&later.addressee, &earlier.actor);
    let meant = sides::akin(&involved(earlier), &involved(later));
    // "The answer" and "the draft" are of whatever is spoken of.
    let told = likeness.common.iter();
    let soon = matches!((earlier.day, later.day), (Some(a), Some(b)) if b - a <= TEXTS_WITHIN);
    let texts = same && soon && sides::akin(&earlier.addressee, &later.addressee);
    let told = told.filter(|t| is_telling(t) && (texts || !disclosure::is_text(t)));
    let n_told: usize = told.map(|t| 1 + usize::from(weight(t) > 1.0)).sum();
    let of_one = earlier.kind == later.kind;
    let least = match (earlier.kind, later.kind) {
        // "They asked for no new members; NATO will not close its door."
        (Demand | Offer, Reject) if !same && (facing || meant) => LIKE_OF_REFUSAL,
        (Reject, Demand | Offer) if !same && facing && likeness.leads_agree => LIKE_OF_REFUSAL,
        (Reject, Reject) if same && likeness.leads_agree => LIKE_OF_REFUSAL,
        (Commit | Reject, Reject) if (facing || same) && n_told > 1 => LIKE_OF_REFUSAL,
        (Demand | Offer, Demand | Offer)
            if likeness.leads_agree && meant && common(&earlier.actor, &later.actor) =>
        {
            LIKE_OF_DEMANDS
        }
        (Demand, Demand) if likeness.leads_agree && meant && n_told > 1 => LIKE_OF_DEMANDS,
        // "They want 77 percent", "they are offered 50".
        (Demand, Offer | Commit) if facing && !same && n_told > 1 => LIKE_OF_REFUSAL,
        (Agree, Agree) if same && likeness.leads_agree => LIKE_OF_ONE_KIND,
        (Deny, Deny) if same && likeness.leads_agree => LIKE_OF_REFUSAL,
        (Warn, Warn)
            if same && meant && (n_told > 1 || is_of_condition(earlier, later, likeness)) =>
        {
            LIKE_OF_WARNINGS
        }
        _ if same && meant && of_one && (n_told > 2 || n_told > 1 && likeness.leads_agree) => {
            LIKE_OF_MANY
        }
        _ if same && meant && n_told > 2 => LIKE_OF_REFUSAL,
        _ if pair(earlier, later) && n_told > 2 && tells_rare(likeness) => LIKE_OF_MANY,
        _ if !same || !compatible(earlier, later) || n_told < 2 => return None,
        (Commit | Demand | Offer | Warn | Reject | Agree, kind) if earlier.kind == kind => {
            LIKE_OF_ONE_KIND
        }
        (Commit | Offer, Commit | Offer | Agree | Deliver) => LIKE_OF_PROMISES,
        _ => return None,
    };
    (n_told > 0).then_some(least)
}

/// Those to whom a move is put, and those of whom it speaks.
fn involved(face: &Face) -> Vec<&str> {
    let named = face.terms.iter().filter_map(|t| t.strip_prefix('@'));
    let named = named.filter(|p| !face.actor.iter().any(|a| a == p));
    let addressed = face.addressee.iter().map(String::as_str);
    addressed.chain(named).collect()
}

/// "If it invaded, they would respond", "an invasion would bring costs": of two warnings of one event.
fn is_of_condition(earlier: &Face, later: &Face, likeness: &Likeness) -> bool {
    let told = |t: &str| likeness.common.iter().any(|c| *c == t && is_telling(c));
    let waits = |f: &Face| f.condition.iter().any(|t| told(t));
    waits(earlier) || waits(later)
}

/// True when two parties or more are of both.
fn pair(earlier: &Face, later: &Face) -> bool {
    let other: Vec<&str> = disclosure::sides(later).collect();
    let own = disclosure::sides(earlier);
    own.filter(|p| other.contains(p)).count() > 1
}

/// True when a word that few reports have is common to both.
fn tells_rare(likeness: &Likeness) -> bool {
    likeness.common.iter().any(|t| weight(t) > 1.0)
}
