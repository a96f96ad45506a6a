//! Codes: the PLOVER class of an entry.

use crate::record::Kind;

/// The PLOVER root of a move. Statements that withhold, and denials, have none.
pub fn plover(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Demand => Some("REQUEST"),
        Kind::Offer | Kind::Commit | Kind::Agree => Some("AGREE"),
        Kind::Concede => Some("CONCEDE"),
        Kind::Reject => Some("REJECT"),
        Kind::Warn => Some("THREATEN"),
        Kind::Accuse => Some("ACCUSE"),
        Kind::Meet => Some("CONSULT"),
        Kind::Deliver => Some("COOPERATE"),
        Kind::Deny | Kind::Withhold => None,
    }
}
