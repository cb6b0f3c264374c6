//! Finds what a program uses of an SDK: calls of methods that return resources, paths of their modules, names of
//! models.

use std::collections::{BTreeMap, BTreeSet};

use super::sdk::Sdk;
use super::tokens::{Kind, Token, tokens};
use super::{Reason, Text};

/// What was found.
pub(super) struct Found {
    /// Features that are needed whatever else is.
    pub(super) features: BTreeMap<String, Vec<Reason>>,
    /// Models that stand behind features.
    pub(super) models: BTreeMap<String, Vec<Reason>>,
    pub(super) unfinished: Vec<(String, usize)>,
}

/// Searches all files: names that one of them imports without naming them may be used in any.
pub(super) fn search(sdk: &Sdk, sources: &[Text]) -> Found {
    let mut found = Found { features: BTreeMap::new(), models: BTreeMap::new(), unfinished: Vec::new() };
    let files: Vec<(&str, Vec<Token<'_>>)> = sources
        .iter()
        .map(|source| {
            let (tokens, unfinished) = tokens(&source.text);
            found.unfinished.extend(unfinished.map(|line| (source.name.clone(), line)));
            (source.name.as_str(), tokens)
        })
        .collect();
    let hidden = Hidden::of(sdk, files.iter().flat_map(|(_, tokens)| tokens.windows(3)));
    for (file, tokens) in &files {
        let listed = Listed::of(tokens);
        for at in 0..tokens.len() {
            Spot { sdk, file, tokens, at, hidden: &hidden, listed: &listed }.look(&mut found);
        }
    }
    found
}

/// Ways by which names come without being named.
#[derive(Default)]
struct Hidden {
    /// Models may go by their bare names.
    models: bool,
    /// Modules of resources may.
    resources: bool,
    /// Macros make calls of names that they are given.
    calls: bool,
}

impl Hidden {
    fn of<'a>(sdk: &Sdk, triples: impl Iterator<Item = &'a [Token<'a>]>) -> Self {
        let library = sdk.library();
        let mut hidden = Self::default();
        for triple in triples {
            let [first, second, third] = triple else { continue };
            let is_open =
                (second.text == "::" && third.text == "*") || (second.text == "as" && third.kind == Kind::Word);
            hidden.models |= is_open && (first.text == "models" || (first.text == library && third.text == "*"));
            hidden.resources |= is_open && first.text == "resources";
            hidden.calls |= second.text == "$" && matches!(first.text, "." | "::") && third.kind == Kind::Word;
        }
        hidden
    }
}

/// The tokens within `models::{…}` and `resources::{…}`.
struct Listed {
    models: BTreeSet<usize>,
    resources: BTreeSet<usize>,
}

impl Listed {
    fn of(tokens: &[Token<'_>]) -> Self {
        let within = |module: &str| {
            let is_list = |triple: &[Token<'_>]| triple.iter().map(|token| token.text).eq([module, "::", "{"]);
            let starts = tokens.windows(3).enumerate().filter(|(_, triple)| is_list(triple));
            starts.flat_map(|(at, _)| inside(tokens, at + 2)).collect()
        };
        Self { models: within("models"), resources: within("resources") }
    }
}

/// The tokens from the brace at `open` to the one that closes it.
fn inside(tokens: &[Token<'_>], open: usize) -> std::ops::Range<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open).filter(|(_, token)| token.kind == Kind::Mark) {
        match token.text {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return open..at;
        }
    }
    open..tokens.len()
}

/// A token and all that is around it.
struct Spot<'a> {
    sdk: &'a Sdk,
    file: &'a str,
    tokens: &'a [Token<'a>],
    at: usize,
    hidden: &'a Hidden,
    listed: &'a Listed,
}

impl Spot<'_> {
    fn look(&self, found: &mut Found) {
        let Some(token) = self.tokens.get(self.at).filter(|token| token.kind == Kind::Word) else { return };
        let name = token.text;
        let reason = |what: String| Reason { file: self.file.to_owned(), line: token.line, what };
        if let (Some(feature), Some(what)) = (self.sdk.of_resource(name), self.resource(name)) {
            found.features.entry(feature.to_owned()).or_default().push(reason(what));
        }
        if self.sdk.is_model(name) && self.is_model() {
            found.models.entry(name.to_owned()).or_default().push(reason(format!("`models::{name}`")));
        }
        if let Some(feature) = self.usual(name).filter(|feature| self.sdk.has(feature)) {
            found.features.entry(feature.to_owned()).or_default().push(reason(format!("`{name}`")));
        }
    }

    /// How a resource is used here, if it is one that is meant.
    fn resource(&self, name: &str) -> Option<String> {
        let is_call = self.before(1) == "." && self.after(1) == "(" && self.after(2) == ")";
        if is_call {
            return Some(format!("`.{name}()`"));
        }
        let is_path = self.before(1) == "::" || self.listed.resources.contains(&self.at);
        let is_hidden =
            (self.hidden.resources && self.after(1) == "::") || (self.hidden.calls && self.before(1) != ".");
        (is_path || is_hidden).then(|| format!("`{name}`"))
    }

    fn is_model(&self) -> bool {
        let is_path = self.before(1) == "::" && self.before(2) == "models";
        is_path || self.hidden.models || self.listed.models.contains(&self.at)
    }

    /// The feature that every SDK has for this.
    fn usual(&self, name: &str) -> Option<&'static str> {
        match name {
            "send_blocking" if self.before(1) == "." => Some("blocking"),
            "MockTransport" => Some("testing"),
            _ => None,
        }
    }

    fn before(&self, steps: usize) -> &str {
        self.at.checked_sub(steps).and_then(|at| self.tokens.get(at)).map_or("", |token| token.text)
    }

    fn after(&self, steps: usize) -> &str {
        self.tokens.get(self.at + steps).map_or("", |token| token.text)
    }
}
