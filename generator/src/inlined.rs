//! Component schemas without a definition: where what they describe stands, or that nothing uses them.

use std::collections::HashSet;

use crate::diagnostics::codes;
use crate::document::Mentions;
use crate::ir;
use crate::pointer::Pointer;
use crate::report::Skipped;

/// Finds where component schemas without a definition stand. Returns those that nothing uses.
pub(crate) fn place(api: &mut ir::Api, removed: Vec<ir::Inlined>, mentions: &Mentions) -> Vec<Skipped> {
    let shown = api.types.iter().map(|def| &def.at).chain(api.operations.iter().map(|one| &one.at));
    let shown: HashSet<&Pointer> = shown.chain(api.events.iter().map(|one| &one.at)).collect();
    let (mut inlined, mut unused) = (Vec::new(), Vec::new());
    for one in removed {
        let places = mentions.of(&one.at, &|place| shown.contains(place));
        if places.is_empty() {
            unused.push(Skipped::new(one.at, codes::UNUSED_SCHEMA, format!("no operation uses `{}`", one.name)));
        } else {
            inlined.push(ir::Inlined { places, ..one });
        }
    }
    api.inlined = inlined;
    unused
}
