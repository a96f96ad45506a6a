//! The table of results: one row a measure, in a stable order, three decimals.

/// The first line of `eval/results.tsv`.
const HEADING: &str = "area\tset\tmeasure\tvalue\tn\n";

/// One measured figure.
#[derive(Clone, Debug)]
struct Row {
    area: &'static str,
    set: String,
    measure: String,
    value: f64,
    n: usize,
}

/// Figures in the order in which they were added, and the arguments of the run that makes them.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    rows: Vec<Row>,
    arguments: Vec<String>,
}

impl Table {
    /// An empty table for a run with these arguments.
    pub(crate) fn new(arguments: Vec<String>) -> Table {
        Table {
            rows: Vec::new(),
            arguments,
        }
    }

    /// Adds a figure: `area` is the part that measured it, `set` the data, `n` how many things were
    /// counted (entries, tokens, phrases).
    pub(crate) fn add(
        &mut self,
        area: &'static str,
        set: impl Into<String>,
        measure: impl Into<String>,
        value: f64,
        n: usize,
    ) {
        let (set, measure) = (set.into(), measure.into());
        self.rows.push(Row {
            area,
            set,
            measure,
            value,
            n,
        });
    }

    /// True when the run was given this flag ("--misses").
    pub(crate) fn asked(&self, flag: &str) -> bool {
        self.arguments.iter().any(|a| a == flag)
    }

    /// The argument that follows this flag ("--write-predictions DIR").
    pub(crate) fn value_of(&self, flag: &str) -> Option<&str> {
        let at = self.arguments.iter().position(|a| a == flag)?;
        self.arguments.get(at + 1).map(String::as_str)
    }

    /// The rows as tab-separated text with a heading.
    pub(crate) fn to_tsv(&self) -> String {
        let lines = self.rows.iter().map(Row::line);
        HEADING
            .chars()
            .chain(lines.collect::<String>().chars())
            .collect()
    }

    /// The results file with the rows of the areas measured here replaced, in the order of `areas`.
    pub(crate) fn merged_with<'a>(
        &self,
        before: &str,
        areas: impl Iterator<Item = &'a str>,
    ) -> String {
        let mut out = HEADING.to_string();
        for area in areas {
            if self.rows.iter().any(|r| r.area == area) {
                out.extend(self.rows.iter().filter(|r| r.area == area).map(Row::line));
            } else {
                let old = before
                    .lines()
                    .filter(|l| l.split('\t').next() == Some(area));
                out.extend(old.map(|l| format!("{l}\n")));
            }
        }
        out
    }
}

impl Row {
    fn line(&self) -> String {
        let Row {
            area,
            set,
            measure,
            value,
            n,
        } = self;
        format!("{area}\t{set}\t{measure}\t{value:.3}\t{n}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_replaces_only_its_own_rows() {
        let mut table = Table::new(vec![]);
        table.add("record", "seed", "found F1", 0.75, 16);
        let before = "area\tset\tmeasure\tvalue\tn\n\
                      record\tseed\tfound F1\t0.500\t16\n\
                      syntax\tewt\tLAS\t0.840\t25000\n";
        let after = table.merged_with(before, ["record", "syntax"].into_iter());
        assert_eq!(
            after,
            "area\tset\tmeasure\tvalue\tn\n\
             record\tseed\tfound F1\t0.750\t16\n\
             syntax\tewt\tLAS\t0.840\t25000\n"
        );
    }
}
