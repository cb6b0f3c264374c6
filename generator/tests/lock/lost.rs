//! What of a surface is not the same in a later one. `cargo xtask semver grow` has it too.

use sdkgen::surface::{Kind, Surface};

/// Returns what of a surface is not the same in a later one, which may have more.
pub(super) fn lost(before: &Surface, after: &Surface) -> Vec<String> {
    let mut lost = Vec::new();
    for (key, old) in &before.operations {
        let Some(new) = after.operations.get(key) else {
            lost.push(format!("{key} is gone"));
            continue;
        };
        let mut kept = new.clone();
        kept.setters.retain(|key, _| old.setters.contains_key(key));
        kept.outcomes.retain(|status, _| old.outcomes.contains_key(status));
        // The request that has the first setter is no alias any more; nobody writes what it was an alias of.
        kept.simple |= old.simple;
        kept.other_media_types &= old.other_media_types;
        // A body that begins to be sent has a media type.
        let inputs = old.arguments.iter().map(|(key, _)| key).chain(old.setters.keys());
        if !inputs.into_iter().any(|key| key.starts_with("body")) {
            kept.content_type.clone_from(&old.content_type);
        }
        // Methods for pages are added as soon as pages can be read.
        if old.item.is_none() {
            kept.item = None;
        }
        // Pages can be read backward as soon as there is an input for that.
        kept.backward &= old.backward;
        if kept != *old {
            lost.push(format!("{key}: {old:?} is now {kept:?}"));
        }
    }
    for (key, old) in &before.types {
        let Some(new) = after.types.get(key) else {
            lost.push(format!("{key} is gone"));
            continue;
        };
        let mut kept = new.clone();
        kept.features.retain(|feature| old.features.contains(feature));
        kept.places.retain(|place| old.places.contains(place));
        kept.conversions.retain(|ty| old.conversions.contains(ty));
        // What is read-only and always there need not be sent: a model that begins to be sent may get a default value.
        kept.derives.retain(|derive| old.derives.contains(derive));
        // A model that begins to be received has a sample.
        kept.sample &= old.sample;
        kept.constructor = kept.constructor.filter(|_| old.constructor.is_some());
        if let (Some(constructor), Some(known)) = (&mut kept.constructor, &old.constructor) {
            constructor.setters.retain(|wire, _| known.setters.contains_key(wire));
        }
        match (&mut kept.kind, &old.kind) {
            (Kind::Struct { fields, new, .. }, Kind::Struct { fields: known, new: had, .. }) => {
                fields.retain(|wire, _| known.contains_key(wire));
                // One that begins to be sent has a constructor.
                if had.is_none() {
                    *new = None;
                }
            }
            (Kind::Enumeration(values), Kind::Enumeration(known)) => {
                values.retain(|value, _| known.contains_key(value));
            }
            (Kind::Union { variants, accessors }, Kind::Union { variants: known, accessors: had }) => {
                variants.retain(|key, _| known.contains_key(key));
                accessors.retain(|name, _| had.contains_key(name));
            }
            _ => {}
        }
        if kept != *old {
            lost.push(format!("{key}: {old:?} is now {kept:?}"));
        }
    }
    let resources = before.resources.iter().filter(|(path, handle)| after.resources.get(*path) != Some(handle));
    lost.extend(resources.map(|(path, handle)| format!("{path}: {handle}")));
    let credentials = before.credentials.iter().filter(|(scheme, one)| after.credentials.get(*scheme) != Some(one));
    lost.extend(
        credentials.map(|(scheme, one)| format!("{scheme}: {one:?} is now {:?}", after.credentials.get(scheme))),
    );
    lost.extend(before.features.difference(&after.features).map(|feature| format!("feature {feature}")));
    lost
}
