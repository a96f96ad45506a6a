//! Moves that speak of the same thing though neither says again, does or answers the other: the demand of
//! one ally and that of another, a promise and the refusal that follows from it. Such a tie puts the two into
//! one matter, and changes the standing of neither.

use super::{
    Face, Likeness, Link, Tie, because, common, compatible, disclosure, is_telling, meeting, round,
    same_side, weight,
};
use demarche::record::Kind;

/// Days within which two moves touch.
const WITHIN: i64 = 60;

/// The least likeness of contents: of moves of one kind and side with two telling words in common, of such
/// promises of two kinds, of a refusal with what it may be about, and of demands with one word in common.
const LIKE_OF_ONE_KIND: f64 = 0.5;
const LIKE_OF_PROMISES: f64 = 0.5;
const LIKE_OF_REFUSAL: f64 = 0.5;
const LIKE_OF_DEMANDS: f64 = 0.6;

/// Whether `later` touches `earlier`.
pub fn link(earlier: &Face, later: &Face) -> Option<Link> {
    let apart = later.day? - earlier.day?;
    let in_order = earlier.rank < later.rank && earlier.doc != later.doc;
    let meets = meeting::is_about_one(earlier) || meeting::is_about_one(later);
    if !in_order || meets || apart > WITHIN {
        return None;
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
    use Kind::{Agree, Commit, Deliver, Demand, Offer, Reject, Warn};
    let same = same_side(earlier, later);
    let facing =
        common(&later.actor, &earlier.addressee) || common(&later.addressee, &earlier.actor);
    let meant = same || common(&earlier.addressee, &later.addressee);
    // "The answer" and "the draft" are of whatever is spoken of.
    let told = likeness.common.iter();
    let told = told.filter(|t| is_telling(t) && !disclosure::is_text(t));
    let n_told: usize = told.map(|t| 1 + usize::from(weight(t) > 1.0)).sum();
    let least = match (earlier.kind, later.kind) {
        // "They asked for no new members; NATO will not close its door."
        (Demand | Offer, Reject) if !same && (facing || meant) => LIKE_OF_REFUSAL,
        (Commit | Reject, Reject) if facing || meant => LIKE_OF_REFUSAL,
        (Demand, Demand) if likeness.leads_agree && meant && n_told < 2 => LIKE_OF_DEMANDS,
        (Demand, Demand) if likeness.leads_agree && !same && meant => LIKE_OF_DEMANDS,
        _ if !same || !compatible(earlier, later) || n_told < 2 => return None,
        (Commit | Demand | Offer | Warn | Reject | Agree, kind) if earlier.kind == kind => {
            LIKE_OF_ONE_KIND
        }
        (Commit | Offer, Commit | Offer | Agree | Deliver) => LIKE_OF_PROMISES,
        _ => return None,
    };
    (n_told > 0).then_some(least)
}
