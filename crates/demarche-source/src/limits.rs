//! A limit on everything, and why.

/// Longest single document in bytes. The longest pages of newsrooms hold some 5 MiB of scripts; a text
/// of this size would be forty novels.
pub const DOCUMENT: usize = 16 << 20;

/// Deepest nesting of elements in a page. Browsers stop at 512; the tree builder takes quadratic time in
/// the depth, and later steps recurse.
pub const DEPTH: usize = 128;

/// Most attributes on one tag: the tree builder compares each with all others.
pub const ATTRIBUTES: usize = 48;

/// Most formatting elements (`b`, `font`, `a` …) open at a time: each new paragraph opens them again.
pub const FORMATTING: usize = 16;

/// Most tags in a page. A page of a newsroom has some thousands.
pub const TAGS: usize = 100_000;

/// Longest run of text in one node of a page, in bytes: the tree's writer looks through the rest of a node
/// at each character that it must write as an entity.
pub const RUN: usize = 16 << 10;

/// Longest value of an attribute that is kept, in bytes.
pub const VALUE: usize = 16 << 10;

/// Longest block of JSON-LD that is parsed, in bytes.
pub const JSON_LD: usize = 1 << 20;
