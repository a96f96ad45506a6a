//! Who stands with whom: a demand put to an alliance is put to its members, and a member may answer for it.
//!
//! Reports name now the one, now the other. Only blocs whose members speak for them in negotiations are here.

/// A bloc and its members, as they were for most of the last twenty years.
const BLOCS: [(&str, &[&str]); 4] = [
    (
        "EU",
        &[
            "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC",
            "HRV", "HUN", "IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU",
            "SVK", "SVN", "SWE",
        ],
    ),
    ("G7", &["CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"]),
    ("GCC", &["ARE", "BHR", "KWT", "OMN", "QAT", "SAU"]),
    (
        "NATO",
        &[
            "ALB", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR",
            "GRC", "HRV", "HUN", "ISL", "ITA", "LTU", "LUX", "LVA", "MKD", "MNE", "NLD", "NOR",
            "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "TUR", "USA",
        ],
    ),
];

/// True when the two are one party, or one is a bloc and the other its member.
pub(super) fn is_akin(a: &str, b: &str) -> bool {
    a == b || has_member(a, b) || has_member(b, a)
}

fn has_member(bloc: &str, state: &str) -> bool {
    let found = BLOCS.iter().find(|(id, _)| *id == bloc);
    found.is_some_and(|(_, members)| members.contains(&state))
}

/// True when somebody of `a` is, or stands with, somebody of `b`.
pub(super) fn akin<S: AsRef<str>>(a: &[S], b: &[S]) -> bool {
    let with = |p: &S| b.iter().any(|q| is_akin(p.as_ref(), q.as_ref()));
    a.iter().any(with)
}
