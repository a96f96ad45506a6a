//! Days, kinds and standings in the words of a page.

use demarche::record::Kind;
use jiff::civil::{Date, Weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(day: Date) -> &'static str {
    MONTHS[day.month().unsigned_abs() as usize - 1]
}

/// "21 Jan 2022".
pub(crate) fn day(day: Date) -> String {
    format!("{} {}", short(day), day.year())
}

/// "21 Jan".
fn short(day: Date) -> String {
    format!("{} {}", day.day(), &month(day)[..3])
}

/// "Friday, 21 January 2022".
pub(crate) fn long_day(day: Date) -> String {
    let weekday = match day.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    format!("{weekday}, {} {} {}", day.day(), month(day), day.year())
}

/// "24–30 Jan 2022", "until 28 Jan 2022"; none where neither end is known.
pub(crate) fn window(from: Option<Date>, to: Option<Date>) -> Option<String> {
    Some(match (from, to) {
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) if from.year() != to.year() => {
            format!("{} – {}", day(from), day(to))
        }
        (Some(from), Some(to)) if from.month() != to.month() => {
            format!("{} – {}", short(from), day(to))
        }
        (Some(from), Some(to)) => format!("{}–{}", from.day(), day(to)),
        (Some(from), None) => format!("from {}", day(from)),
        (None, Some(to)) => format!("by {}", day(to)),
        (None, None) => return None,
    })
}

/// "1 day", "3 days".
pub(crate) fn count(n: i64, what: &str) -> String {
    format!("{} {what}{}", thousands(n), if n == 1 { "" } else { "s" })
}

/// "1,234".
pub(crate) fn thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    if n < 0 { format!("−{said}") } else { said }
}

/// What a mover does: "demands".
pub(crate) fn verb(kind: Kind) -> &'static str {
    match kind {
        Kind::Demand => "demands",
        Kind::Offer => "offers",
        Kind::Commit => "undertakes",
        Kind::Agree => "agrees",
        Kind::Concede => "concedes",
        Kind::Reject => "refuses",
        Kind::Warn => "warns",
        Kind::Accuse => "accuses",
        Kind::Deny => "denies",
        Kind::Meet => "meets",
        Kind::Deliver => "delivers",
        Kind::Withhold => "withholds",
    }
}

/// What a standing means, for those who read the word for the first time.
pub(crate) fn meaning(standing: &str) -> &'static str {
    match standing {
        "overdue" => "the last day is past, and no report says it was done",
        "due" => "its days have begun, or the last one is within two weeks",
        "outstanding" => "its days have not begun",
        "waiting" => "it hangs on a condition that has not come true",
        "open" => "nothing has come of it, and no day was named",
        "undertaken" => "the other side has promised it",
        "kept" => "done, in time where there was a time",
        "kept late" => "done after its last day",
        "answered" => "replied to without yes or no",
        "agreed" => "accepted, or given way to",
        "refused" => "turned down",
        "withdrawn" => "taken back by the side it came from",
        "called off" => "an arranged meeting that did not come about",
        "lapsed" => "its condition cannot come true any more",
        "denied" => "an allegation that was denied",
        _ => "",
    }
}

/// What became of a thing by the move that stands in this tie to it: "keeps" says that it was "Kept".
pub(crate) fn became(tie: &str) -> &'static str {
    match tie {
        "keeps" => "Kept",
        "answers" => "Answered",
        "refuses" => "Refused",
        "accepts" => "Accepted",
        "undertakes" => "Undertaken",
        "concedes" => "Conceded",
        "denies" => "Denied",
        "holds" => "Held",
        "cancels" => "Called off",
        "withdraws" => "Withdrawn",
        "fulfils" => "Came true",
        "forecloses" => "Foreclosed",
        _ => "Closed",
    }
}

/// The shape of a standing, so that colour is never the only sign.
pub(crate) fn shape(standing: &str) -> &'static str {
    match standing {
        "overdue" => "overdue",
        "due" => "due",
        "outstanding" => "outstanding",
        "waiting" => "waiting",
        "open" => "open",
        "undertaken" => "undertaken",
        "kept" | "kept late" | "agreed" => "done",
        "answered" => "answered",
        _ => "no",
    }
}

/// "kept-late".
pub(crate) fn slug(words: &str) -> String {
    words.replace(' ', "-")
}

/// "Overdue".
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// Words on one line and not endless.
pub(crate) fn shortened(words: &str, most: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = cut
        .rfind(' ')
        .filter(|&at| at > most / 2)
        .unwrap_or(cut.len());
    format!("{} …", &cut[..whole])
}

/// An address that may be linked; others are shown as words.
pub(crate) fn web(url: &str) -> Option<&str> {
    let head: String = url.chars().take(8).collect::<String>().to_ascii_lowercase();
    let known = head.starts_with("http://") || head.starts_with("https://");
    let clean = url.chars().all(|c| !c.is_whitespace() && !c.is_control());
    (known && clean).then_some(url)
}

/// "2022-02-01 12:00".
pub(crate) fn moment(at: &str) -> String {
    let minutes = at.get(..16).unwrap_or(at);
    minutes.replacen('T', " ", 1)
}

/// "sergei-lavrov" → "Sergei Lavrov", for a person no report names.
pub(crate) fn from_id(id: &str) -> String {
    let words: Vec<String> = id.split('-').map(capital).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn windows_say_no_more_than_they_need() {
        let check = |from, to, want: &str| assert_eq!(window(from, to).as_deref(), Some(want));
        let (a, b) = (date(2022, 1, 24), date(2022, 1, 30));
        check(Some(a), Some(b), "24–30 Jan 2022");
        check(Some(a), Some(a), "24 Jan 2022");
        check(Some(a), Some(date(2022, 2, 2)), "24 Jan – 2 Feb 2022");
        check(
            Some(date(2021, 12, 30)),
            Some(a),
            "30 Dec 2021 – 24 Jan 2022",
        );
        check(None, Some(b), "by 30 Jan 2022");
        assert_eq!(window(None, None), None);
        assert_eq!(long_day(date(2022, 1, 21)), "Friday, 21 January 2022");
    }

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        assert!(web("https://example.org/a?b=c").is_some());
        assert!(web("HTTP://example.org").is_some());
        for bad in [
            "javascript:alert(1)",
            " https://x",
            "data:text/html,x",
            "//x",
            "https://x\ny",
            "JaVaScript:x",
        ] {
            assert_eq!(web(bad), None, "{bad}");
        }
    }

    #[test]
    fn numbers_and_cuts() {
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(12), "12");
        assert_eq!(count(1, "day"), "1 day");
        assert_eq!(shortened("one two three four", 9), "one two …");
        assert_eq!(shortened("ééé", 3), "ééé");
    }
}
