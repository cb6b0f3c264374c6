//! The keys of definitions: by them, two versions of an API are compared.

use std::collections::HashMap;

use super::{Api, Origin, TypeDef};

impl Api {
    /// Returns the key of each definition, no key twice: its location in the document. An inline schema within a schema
    /// that several others include (`allOf`) is a definition in each of them; where that makes several of one location,
    /// those whose owner is elsewhere have its location in their key: `/components/schemas/Base/properties/a of
    /// /components/schemas/Heir`.
    #[must_use]
    pub fn type_keys(&self) -> Vec<String> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for def in &self.types {
            *counts.entry(def.at.as_str()).or_default() += 1;
        }
        let mut used: HashMap<String, usize> = HashMap::new();
        let key = |def: &TypeDef| {
            let at = def.at.as_str();
            let owner = self.owner(&def.origin);
            let is_elsewhere = |owner: &&str| !at.strip_prefix(owner).is_some_and(|rest| rest.starts_with('/'));
            let key = match owner.filter(is_elsewhere) {
                Some(owner) if counts[at] > 1 => format!("{at} of {owner}"),
                _ => at.to_owned(),
            };
            let times = used.entry(key.clone()).or_default();
            *times += 1;
            if *times > 1 { format!("{key} ({times})") } else { key }
        };
        self.types.iter().map(key).collect()
    }

    /// Returns the location of what a definition belongs to.
    fn owner(&self, origin: &Origin) -> Option<&str> {
        match origin {
            Origin::Component(_) => None,
            Origin::Member { parent, .. } => Some(self.def(*parent).at.as_str()),
            Origin::Input { operation, .. }
            | Origin::RequestBody { operation, .. }
            | Origin::ResponseBody { operation, .. } => Some(self.operations[operation.index()].at.as_str()),
            Origin::Repeated { first, .. } => self.owner(first),
        }
    }
}
