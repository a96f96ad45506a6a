//! `cargo lab data`: writes the world facts of the library from the sets marked *ship*.
//!
//! States from the CIA World Factbook, CLDR and GeoNames; holders of offices from the Factbook, the
//! cabinet tables of every-politician (Wikidata) and REIGN. The words that no table gives ("the
//! Kremlin", "Downing Street") are ours and stand in `crates/demarche/rules/en/who`.

use crate::{Outcome, paths};
use demarche::who::spelling::skeleton;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Terms that ended before this day serve no report that anybody is likely to read.
const OLDEST: u32 = 19_880_000;

/// Dependent territories, whose head of state is that of another state.
const DEPENDENT: &str = "ABW AIA ALA ASM BES BMU BVT CCK COK CUW CXR CYM FLK FRO GGY GIB GLP GRL GUF GUM IMN IOT JEY \
    MAF MNP MSR MTQ MYT NCL NFK NIU PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL UMI VGB VIR WLF BLM";

/// Codes of REIGN's states where they are not ISO's.
const REIGN: &str = "AAB ATG ALG DZA ANG AGO BAH BHR BAR BRB BFO BFA BHM BHS BHU BTN BNG BGD BOS BIH BOT BWA BRU BRN \
    BUI BDI BUL BGR CAM KHM CAO CMR CAP CPV CDI CIV CEN CAF CHA TCD CON COG COS CRI CRO HRV CZR CZE DEN DNK DRC COD \
    EQG GNQ ETM TLS FIJ FJI FRN FRA GAM GMB GFR DEU GMY DEU GRG GEO GRN GRD GUA GTM GUI GIN HAI HTI HON HND ICE ISL \
    INS IDN IRE IRL KOS XKX KUW KWT KYR KGZ KZK KAZ LAT LVA LEB LBN LES LSO LIB LBY LIT LTU MAA MRT MAD MDV MAG MDG \
    MAL MYS MAS MUS MAW MWI MLD MDA MNC MCO MON MNG MOR MAR MSI MHL MYA MMR MZM MOZ NAU NRU NEP NPL NEW VUT NIG NGA \
    NIR NER NTH NLD OMA OMN PAL PLW PAR PRY PHI PHL POR PRT ROK KOR ROM ROU SAF ZAF SAL SLV SEY SYC SIE SLE SIN SGP \
    SKN KNA SLO SVK SLU LCA SNM SMR SOL SLB SPN ESP SRI LKA SUD SDN SVG VCT SWA SWZ SWD SWE SWZ CHE TAJ TJK TAZ TZA \
    THI THA TOG TGO TRI TTO UAE ARE UKG GBR URU URY VAN VUT YAR YEM YPR YEM YUG SRB ZAM ZMB ZIM ZWE DRV VNM CHL CHL \
    AUL AUS AUS AUT BLR BLR SLV SVN";

/// The ISO code of a state as REIGN writes it ("FRN/220").
fn reign(country: &str) -> Option<&'static str> {
    let code = country.split('/').next()?;
    let words: Vec<&'static str> = REIGN.split_whitespace().collect();
    words
        .chunks(2)
        .find(|pair| pair[0] == code)
        .map(|pair| pair[1])
}

/// States whose people put the family name first.
const FAMILY_FIRST: [&str; 6] = ["CHN", "HKG", "KOR", "PRK", "TWN", "VNM"];

/// Writes `states.tsv` and `holders.tsv` under `crates/demarche/data/world`.
pub(crate) fn command(_arguments: &[String]) -> Outcome {
    let from = paths::shared("data/world").ok_or("the sets of world facts are not here")?;
    let read = |name: &str| std::fs::read_to_string(from.join(name));
    let into = paths::root().join("crates/demarche/data/world");
    std::fs::create_dir_all(&into)?;

    let countries = read("countries_factbook.tsv")?;
    let states = states(
        &countries,
        &read("capitals_geonames_ccby.tsv")?,
        &cldr(&read("cldr/territories_en.json")?)?,
    );
    std::fs::write(into.join("states.tsv"), states)?;

    let iso3: BTreeMap<&str, &str> = rows(&countries).map(|row| (row[1], row[2])).collect();
    let holders = holders(&read("offices.tsv")?, &iso3);
    std::fs::write(into.join("holders.tsv"), holders)?;
    Ok(())
}

/// The rows of a table without its heading.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}

/// English names of territories by ISO alpha-2 code, with CLDR's short and variant forms.
fn cldr(json: &str) -> Result<BTreeMap<String, Vec<String>>, serde_json::Error> {
    let all: serde_json::Value = serde_json::from_str(json)?;
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if let Some(names) = all["main"]["en"]["localeDisplayNames"]["territories"].as_object() {
        for (code, name) in names {
            let code = code.split('-').next().unwrap_or_default().to_string();
            out.entry(code)
                .or_default()
                .push(name.as_str().unwrap_or_default().replace(" & ", " and "));
        }
    }
    Ok(out)
}

/// One line a state: code, name, names, adjectives, people, capitals; forms separated by `|`.
fn states(countries: &str, capitals: &str, cldr: &BTreeMap<String, Vec<String>>) -> String {
    let seats: BTreeMap<&str, &str> = rows(capitals).map(|row| (row[0], row[1])).collect();
    let mut out = String::from("code\tname\tnames\tadjectives\tpeople\tcapitals\n");
    let mut lines = BTreeSet::new();
    for row in rows(countries).filter(|row| row.len() > 10 && row[2].len() == 3) {
        let (iso2, iso3) = (row[1], row[2]);
        let mut names: Vec<String> = Vec::new();
        for field in [3, 4, 7] {
            names.extend(choices(row[field]));
        }
        names.extend(
            cldr.get(iso2)
                .into_iter()
                .flatten()
                .flat_map(|name| choices(name)),
        );
        tidy(&mut names);
        let Some(name) = names.first().cloned() else {
            continue;
        };
        let mut adjectives = choices(&row[9].replace("(s)", ""));
        tidy(&mut adjectives);
        let mut people = people(row[8]);
        people.extend(
            adjectives
                .iter()
                .filter(|a| a.ends_with("ese") || a.ends_with("an"))
                .cloned(),
        );
        tidy(&mut people);
        let mut seat: Vec<String> = seats
            .get(iso2)
            .map(|s| (*s).to_string())
            .into_iter()
            .collect();
        seat.extend(
            choices(row[10])
                .into_iter()
                .filter(|c| c.split(' ').count() < 4),
        );
        tidy(&mut seat);
        lines.insert(format!(
            "{iso3}\t{name}\t{}\t{}\t{}\t{}\n",
            names.join("|"),
            adjectives.join("|"),
            people.join("|"),
            seat.join("|")
        ));
    }
    out.extend(lines);
    out
}

/// Singular and plural of the nouns for a people: "Dutchman(men)", "Briton(s), British".
fn people(field: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in cut(field).split(", ").flat_map(|part| part.split(" or ")) {
        if let Some(stem) = part
            .trim()
            .strip_suffix("man(men)")
            .or(part.strip_suffix("man (men)"))
        {
            out.push(format!("{stem}man"));
            out.push(format!("{stem}men"));
        } else if let Some((stem, _)) = part.split_once("(s)") {
            out.push(stem.to_string());
            out.push(format!("{stem}s"));
        } else {
            out.extend(choices(part));
        }
    }
    out
}

/// What stands before a note.
fn cut(field: &str) -> &str {
    let field = field.split("; note").next().unwrap_or_default();
    field.split(" (prior to").next().unwrap_or_default()
}

/// The forms a field of the Factbook gives: alternatives by "or", commas and slashes, parentheses
/// dropped.
fn choices(field: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0;
    for c in cut(field).chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
        .split([';', '/'])
        .flat_map(|part| part.split(", "))
        .flat_map(|part| part.split(" or "))
        .map(|part| {
            part.trim()
                .trim_start_matches("The ")
                .trim_start_matches("the ")
                .trim()
                .to_string()
        })
        .collect()
}

/// Drops empty, repeated and impossible forms, keeping the order.
fn tidy(forms: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    forms.retain(|form| {
        let plain =
            form != "none" && form != "NA" && form.chars().next().is_some_and(char::is_uppercase);
        plain && form.len() > 1 && seen.insert(form.clone())
    });
}

/// One line a term: family skeleton, name, code, role, title, first day, last day. Days are numbers
/// (20220121), 0 or 99999999 when open.
fn holders(offices: &str, iso3: &BTreeMap<&str, &str>) -> String {
    // The same person, state and role in one line, with the widest term.
    let mut terms: BTreeMap<(String, String, String, String), (u32, u32)> = BTreeMap::new();
    for row in rows(offices) {
        let role = match row[2] {
            "head_of_state" => "state",
            "head_of_government" => "government",
            "effective_leader" => "leader",
            "foreign_minister" => "foreign",
            "defence_minister" => "defence",
            "deputy_foreign" => "deputy-foreign",
            "national_security" => "security",
            "spokesperson" => "spokesperson",
            "io_head" | "io_other" => "body",
            "other" => "other",
            _ => continue,
        };
        let title = row[3].trim();
        if [
            "Governor of",
            "Mayor of",
            "Lieutenant Governor",
            "First Lady",
        ]
        .iter()
        .any(|t| title.starts_with(t))
        {
            continue;
        }
        let Some(own) = state_of(&row, iso3) else {
            continue;
        };
        let role = second(role, title);
        let party = if role == "body" && title.contains("United Nations") {
            "UN"
        } else {
            own
        };
        let (from, to) = (day(row[6], 0), day(row[7], 99_999_999));
        if party.is_empty() || to < OLDEST || title.starts_with("Permanent") {
            continue;
        }
        let name = tidy_name(row[4]);
        let term = terms
            .entry((party.to_string(), role.to_string(), title.to_string(), name))
            .or_insert((from, to));
        // A repeated row is another spelling of the same term, or a second term; both may be joined,
        // since what matters is whether the office fits the day.
        *term = (term.0.min(from), term.1.max(to));
    }
    let mut lines = BTreeSet::new();
    for ((party, role, title, name), (from, to)) in terms {
        let family = family(&name, &party);
        let several = name.contains(',') && !name.contains("Jr.") && !name.contains(", III")
            || name.split(' ').count() > 7;
        if !family.is_empty() && !several {
            lines.insert(format!(
                "{family}\t{name}\t{party}\t{role}\t{title}\t{from}\t{to}\n"
            ));
        }
    }
    let mut out = String::from("family\tname\tparty\trole\ttitle\tfrom\tto\n");
    out.extend(lines);
    out
}

/// The code of the state of a row; empty for an organisation, none for a dependent territory.
fn state_of<'a>(row: &[&str], iso3: &BTreeMap<&str, &'a str>) -> Option<&'a str> {
    let code = row[1].split('/').next().unwrap_or_default();
    let own = if row[9] == "reign" {
        let known = iso3.values().copied().find(|c| *c == code);
        reign(row[1]).or(known).unwrap_or_default()
    } else {
        iso3.get(row[0]).copied().unwrap_or_default()
    };
    let dependent = DEPENDENT.split_whitespace().any(|d| d == own);
    (!dependent).then_some(own)
}

/// The role, "vice" for a deputy whom the table lists among the first.
fn second<'a>(role: &'a str, title: &str) -> &'a str {
    let deputy = ["Vice", "Deputy", "Second"]
        .iter()
        .any(|t| title.starts_with(t));
    match role {
        "state" | "government" if deputy => "vice",
        "other" if title.starts_with("Vice President") => "vice",
        _ => role,
    }
}

/// A name without what follows it: "Willem-Alexander of the Netherlands", "X, Baron Y".
fn tidy_name(name: &str) -> String {
    let name = name.split(" of ").next().unwrap_or_default();
    let name = name.split(", Baron").next().unwrap_or_default();
    let name = name.split(", also spelled").next().unwrap_or_default();
    let name = name.split(", aka").next().unwrap_or_default();
    let name = name.split(" serving as").next().unwrap_or_default();
    let name = name.split(" resigned").next().unwrap_or_default();
    // Titles that the table left before the name: "Commission President KIM Jong Un".
    let title = [
        "President ",
        "Chair ",
        "Gen. ",
        "General ",
        "Minister ",
        "minister ",
        "Chairman ",
        "Sheikh ",
        "Cardinal ",
    ];
    let start = title
        .iter()
        .filter_map(|t| name.rfind(t).map(|at| at + t.len()))
        .max()
        .unwrap_or(0);
    let name = name[start..]
        .trim_end_matches(", Dr.")
        .trim_end_matches(", Vice President");
    name.split(" (")
        .next()
        .unwrap_or_default()
        .trim()
        .to_string()
}

/// The skeleton of the family name.
fn family(name: &str, party: &str) -> String {
    let words: Vec<&str> = name
        .split([' ', ','])
        .filter(|w| {
            !w.is_empty() && !matches!(w.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV")
        })
        .collect();
    let word = if FAMILY_FIRST.contains(&party) {
        words.first()
    } else {
        words.last()
    };
    skeleton(word.copied().unwrap_or_default())
}

/// A day as a number; a month or a year alone counts from its first day.
fn day(text: &str, absent: u32) -> u32 {
    if text.is_empty() {
        return absent;
    }
    let mut number = String::new();
    for (part, width) in text.split('-').zip([4, 2, 2]) {
        let _ = write!(number, "{part:0>width$}");
    }
    while number.len() < 8 {
        number.push_str(if absent == 0 { "01" } else { "28" });
    }
    number.parse().unwrap_or(absent)
}
