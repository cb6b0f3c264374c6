//! Writes our crate without the bodies of its functions, so that only types, their derives and signatures remain.
//! Checking it is the least cost of any crate with these types and signatures. Knows Rust's syntax, nothing about our
//! output.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{fs, io};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::crates;

/// The body of every function: it has every type.
const BODY: &str = "{ loop {} }";

/// Writes a copy without bodies beside the crate, and returns its path.
pub(super) fn write(folder: &Path) -> Result<PathBuf, String> {
    let bare = crates::beside(folder, "bare");
    // It may exist from an earlier run.
    let _ = fs::remove_dir_all(&bare);
    let failed = |error: io::Error| format!("cannot write a crate without bodies: {error}");
    for path in crates::files(&folder.join("src"))? {
        let text = without_bodies(&crates::text(&path)?).map_err(|error| format!("{}: {error}", path.display()))?;
        let target = bare.join(path.strip_prefix(folder).unwrap_or(&path));
        fs::create_dir_all(target.parent().unwrap_or(&bare)).map_err(failed)?;
        fs::write(target, text).map_err(failed)?;
    }
    for file in ["Cargo.toml", "Cargo.lock", "README.md"] {
        // Some files may be missing; without a manifest, cargo fails.
        let _ = fs::copy(folder.join(file), bare.join(file));
    }
    Ok(bare)
}

/// Replaces the bodies in a source. A function that returns `impl Trait` keeps its body, which determines the type.
fn without_bodies(text: &str) -> Result<String, syn::Error> {
    let mut bodies = Bodies(Vec::new());
    bodies.visit_file(&syn::parse_file(text)?);
    let mut rest = 0;
    let mut bare = String::with_capacity(text.len());
    for body in bodies.0 {
        bare += text.get(rest..body.start).unwrap_or_default();
        bare += BODY;
        rest = body.end;
    }
    bare += text.get(rest..).unwrap_or_default();
    Ok(bare)
}

/// The byte ranges of bodies, in order.
struct Bodies(Vec<Range<usize>>);

impl Bodies {
    fn body(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let mut opaque = Opaque(false);
        opaque.visit_return_type(&signature.output);
        if !opaque.0 {
            self.0.push(block.span().byte_range());
        }
    }
}

impl Visit<'_> for Bodies {
    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        self.body(&function.sig, &function.block);
    }

    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        self.body(&function.sig, &function.block);
    }
}

/// Whether a type contains `impl Trait`.
struct Opaque(bool);

impl Visit<'_> for Opaque {
    fn visit_type_impl_trait(&mut self, opaque: &syn::TypeImplTrait) {
        self.0 = true;
        visit::visit_type_impl_trait(self, opaque);
    }
}

#[cfg(test)]
mod tests {
    use super::without_bodies;

    #[test]
    fn types_and_signatures_stay() {
        let text = "struct Pet { name: String }\n\nimpl Pet {\n    /// Ä\n    pub fn name(&self) -> &str { &self.name }\n\n    \
                    fn all() -> impl Iterator<Item = u8> { [1].into_iter() }\n}\n\nfn two() { fn one() {} one() }\n";
        let bare = without_bodies(text).unwrap();
        assert!(bare.contains("pub fn name(&self) -> &str { loop {} }"), "{bare}");
        assert!(bare.contains("impl Iterator<Item = u8> { [1].into_iter() }"), "{bare}");
        assert!(bare.ends_with("fn two() { loop {} }\n"), "{bare}");
        assert!(without_bodies("fn").is_err());
    }
}
