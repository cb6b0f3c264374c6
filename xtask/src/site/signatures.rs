//! Whether each signature on a site is that of the emitted source.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use quote::ToTokens;
use syn::visit::Visit;
use syn::{ImplItemFn, ItemImpl, Type, Visibility};

use super::pages::Site;
use crate::crates;

/// What was compared.
pub(super) struct Compared {
    /// How many signatures the pages show.
    pub(super) shown: usize,
    /// Those that the source does not have.
    pub(super) wrong: Vec<String>,
}

/// Compares the signatures on the pages of operations with the source of a crate.
pub(super) fn compare(site: &Site, krate: &Path) -> Result<Compared, String> {
    let mut methods = Methods::default();
    let folder = krate.join("src").join("resources");
    // An API of webhooks alone has none.
    let files = if folder.is_dir() { crates::files(&folder)? } else { Vec::new() };
    for path in files {
        let file = syn::parse_file(&crates::text(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        methods.visit_file(&file);
    }
    let mut compared = Compared { shown: 0, wrong: Vec::new() };
    let mut without: BTreeMap<&str, &str> = BTreeMap::new();
    let mut with: HashSet<&str> = HashSet::new();
    for (path, page) in &site.pages {
        let Some(endpoint) = &page.endpoint else { continue };
        let Some(code) = page.codes.iter().find(|code| code.contains("pub fn ")) else {
            without.insert(endpoint, path);
            continue;
        };
        with.insert(endpoint);
        compared.shown += 1;
        match shown(code) {
            Some(signature) if methods.0.contains(&signature) => {}
            _ => compared.wrong.push(format!("{path}: {code}")),
        }
    }
    // A page of examples has none beside the page of its operation.
    without.retain(|endpoint, _| !with.contains(endpoint));
    compared.wrong.extend(without.values().map(|path| format!("{path} has no signature")));
    Ok(compared)
}

/// The public methods of a crate, each with the type that has it.
#[derive(Default)]
struct Methods(HashSet<String>);

impl<'ast> Visit<'ast> for Methods {
    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let Type::Path(owner) = &*item.self_ty else { return };
        let owner = owner.to_token_stream().to_string();
        for inner in &item.items {
            if let syn::ImplItem::Fn(function) = inner
                && matches!(function.vis, Visibility::Public(_))
            {
                self.0.insert(spelled(&owner, function));
            }
        }
    }
}

/// Returns a method as it is compared: without paths before names, which a file may import.
fn spelled(owner: &str, function: &ImplItemFn) -> String {
    let text = function.sig.to_token_stream().to_string();
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut kept: Vec<&str> = Vec::with_capacity(words.len());
    for word in words {
        if word == "::" {
            kept.pop();
        } else {
            kept.push(word);
        }
    }
    // A list that stands in several lines ends with a comma.
    let text = kept.join(" ").replace(" ,", ",");
    let ends = [(",)", ")"), (", )", ")"), (" )", ")"), (",>", ">"), (", >", ">"), (" >", ">")];
    let text = ends.into_iter().fold(text, |text, (end, plain)| text.replace(end, plain));
    format!("{owner} {text}")
}

/// Returns the signature of a page as it is compared.
fn shown(code: &str) -> Option<String> {
    let (owner, signature) = code.strip_prefix("// ")?.split_once(": ")?;
    let (_, signature) = signature.split_once('\n')?;
    let function: ImplItemFn = syn::parse_str(&format!("{} {{}}", signature.trim())).ok()?;
    Some(spelled(owner, &function))
}

#[cfg(test)]
mod tests {
    use super::{shown, spelled};

    #[test]
    fn signatures_are_compared_without_paths() {
        let function = syn::parse_str("pub fn list(&self, at: time::Date) -> ListPets {}").unwrap();
        let page = "// Pets: client.pets()\npub fn list(\n    &self,\n    at: Date,\n) -> ListPets";
        assert_eq!(shown(page), Some(spelled("Pets", &function)));
        assert_ne!(shown(&page.replace("at:", "on:")), Some(spelled("Pets", &function)));
    }
}
