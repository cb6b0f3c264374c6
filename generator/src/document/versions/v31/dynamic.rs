//! Resolves `$dynamicRef` with several bindings (JSON Schema 2020-12, section 8.2.3.2): a generic schema is copied once
//! for each schema that binds its anchors, so each has its own type. With one binding there is no choice, and
//! [`super::resolve_names`] treats the reference as a plain one. Knows no types.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::super::super::grammar::{Kind, walk, walk_mut};
use super::super::super::notes::Notes;
use super::super::super::path::Path;
use crate::diagnostics::{Diagnostics, codes};
use crate::pointer::{Pointer, escaped, unescaped};

/// The most copies, and the most generic schemas in a chain. Real documents have far fewer.
const MOST: usize = 1_000;
const MOST_IN_A_ROW: usize = 16;

/// The most schemas that are copied.
const MOST_COPIED: usize = 200_000;

/// The schema of each anchor, as a reference.
type Bindings = BTreeMap<String, String>;

/// Creates a schema for each binding of a generic schema.
pub(in super::super) fn bind(root: &mut Value, notes: &Notes, diagnostics: &mut Diagnostics) {
    let mut bound: HashMap<String, usize> = HashMap::new();
    let mut dynamic = false;
    walk(root, Kind::Document, &Path::Root, &mut |value, kind, _| {
        if kind == Kind::Schema {
            dynamic |= value.get("$dynamicRef").is_some();
            if let Some(anchor) = value.get("$dynamicAnchor").and_then(Value::as_str) {
                *bound.entry(anchor.to_owned()).or_default() += 1;
            }
        }
    });
    if !dynamic || bound.values().all(|count| *count < 2) {
        return;
    }
    let Some(Value::Object(schemas)) = root.pointer("/components/schemas") else { return };
    let mut binder = Binder::of(schemas.clone());
    let names: Vec<String> = binder.originals.keys().cloned().collect();
    for name in names {
        let bindings = binder.facts[&name].binds.clone();
        let mut value = binder.originals[&name].clone();
        binder.rewrite(&mut value, &bindings, &section().child(&name), Some(&name), 0);
        binder.made.insert(name, value);
    }
    walk_mut(root, Kind::Document, &Path::Root, &mut |value, kind, at| {
        if kind == Kind::Schema
            && value.get("$defs").is_some()
            && !at.pointer().as_str().starts_with(section().as_str())
        {
            let at = at.pointer();
            let bindings = binds(value, &at);
            binder.rewrite(value, &bindings, &at, None, 0);
        }
    });
    binder.instances();
    if let Some(at) = &binder.too_many {
        let message = "generic schemas have too many bindings; the remaining ones share one type";
        notes.warn(codes::UNSUPPORTED_KEYWORD, &Path::At(at), message);
    }
    if let Some(Value::Object(schemas)) = root.pointer_mut("/components/schemas") {
        *schemas = binder.made;
    }
    for (to, from) in binder.moves {
        diagnostics.moved(to, from);
    }
}

/// The facts about a component.
#[derive(Default)]
struct Facts {
    /// The anchors that it binds.
    binds: Bindings,
    /// The anchors that it needs, directly or through components that it refers to.
    needs: BTreeSet<String>,
    /// The components that it refers to.
    refers: BTreeSet<String>,
}

struct Binder {
    originals: Map<String, Value>,
    facts: HashMap<String, Facts>,
    /// Components by their `$id`.
    ids: HashMap<String, String>,
    made: Map<String, Value>,
    /// The components that represent a generic one with bindings.
    known: HashMap<(String, Bindings), String>,
    /// Copies that have a name but are not made yet.
    queue: Vec<(String, String, Bindings)>,
    moves: Vec<(Pointer, Pointer)>,
    copied: usize,
    too_many: Option<Pointer>,
}

impl Binder {
    fn of(originals: Map<String, Value>) -> Self {
        let id = |value: &Value| Some(value.get("$id")?.as_str()?.trim_end_matches('#').to_owned());
        let ids = originals.iter().filter_map(|(name, value)| Some((id(value)?, name.clone()))).collect();
        let mut binder = Self {
            originals,
            ids,
            facts: HashMap::new(),
            made: Map::new(),
            known: HashMap::new(),
            queue: Vec::new(),
            moves: Vec::new(),
            copied: 0,
            too_many: None,
        };
        for (name, value) in &binder.originals {
            let mut facts = Facts { binds: binds(value, &section().child(name)), ..Facts::default() };
            walk(value, Kind::Schema, &Path::Root, &mut |value, kind, _| {
                if kind == Kind::Schema {
                    facts.needs.extend(dynamic_anchor(value));
                    facts.refers.extend(value.get("$ref").and_then(Value::as_str).and_then(|it| binder.component(it)));
                }
            });
            binder.facts.insert(name.clone(), facts);
        }
        binder.spread_needs();
        binder
    }

    /// Adds the needs of each component to those that refer to it.
    fn spread_needs(&mut self) {
        let mut referred: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, facts) in &self.facts {
            for target in &facts.refers {
                referred.entry(target).or_default().push(name);
            }
        }
        let mut needs: HashMap<&str, BTreeSet<String>> =
            self.facts.iter().map(|(name, facts)| (name.as_str(), facts.needs.clone())).collect();
        let mut waiting: Vec<&str> = needs.keys().copied().collect();
        while let Some(name) = waiting.pop() {
            let own = needs[name].clone();
            for other in referred.get(name).into_iter().flatten() {
                let others = needs.entry(other).or_default();
                let before = others.len();
                others.extend(own.iter().cloned());
                if others.len() > before {
                    waiting.push(other);
                }
            }
        }
        let needs: HashMap<String, BTreeSet<String>> =
            needs.into_iter().map(|(name, needs)| (name.to_owned(), needs)).collect();
        for (name, needs) in needs {
            if let Some(facts) = self.facts.get_mut(&name) {
                facts.needs = needs;
            }
        }
    }

    /// Returns the component that a reference leads to.
    fn component(&self, reference: &str) -> Option<String> {
        let name = match reference.strip_prefix("#/components/schemas/") {
            Some(name) => unescaped(name),
            None => self.ids.get(reference.trim_end_matches('#'))?.clone(),
        };
        self.originals.contains_key(&name).then_some(name)
    }

    /// Returns the bindings that change a component.
    fn differing(&self, name: &str, bindings: &Bindings) -> Bindings {
        let Some(facts) = self.facts.get(name) else { return Bindings::new() };
        let needed = bindings.iter().filter(|(anchor, _)| facts.needs.contains(*anchor));
        let differs = |(anchor, target): &(&String, &String)| facts.binds.get(*anchor) != Some(*target);
        needed.filter(differs).map(|(anchor, target)| (anchor.clone(), target.clone())).collect()
    }

    /// Resolves the dynamic references of a schema with these bindings, and those of components that it refers to.
    fn rewrite(&mut self, value: &mut Value, bindings: &Bindings, at: &Pointer, owner: Option<&str>, row: usize) {
        if bindings.is_empty() {
            return;
        }
        self.extend_in_place(value, bindings, at, owner, row);
        walk_mut(value, Kind::Schema, &Path::At(at), &mut |value, kind, at| {
            if kind != Kind::Schema {
                return;
            }
            let anchor = dynamic_anchor(value);
            let Value::Object(members) = value else { return };
            if let Some(target) =
                anchor.and_then(|anchor| bindings.get(&anchor)).filter(|_| !members.contains_key("$ref"))
            {
                members.shift_remove("$dynamicRef");
                members.insert("$ref".to_owned(), json!(target));
            } else if let Some(name) = members.get("$ref").and_then(Value::as_str).and_then(|it| self.component(it)) {
                let differing = self.differing(&name, bindings);
                if !differing.is_empty()
                    && let Some(instance) = self.instance(&name, differing, owner, &at.pointer())
                {
                    members.insert("$ref".to_owned(), json!(format!("#/components/schemas/{}", escaped(&instance))));
                }
            }
        });
    }

    /// Replaces a reference to a generic schema beside bindings by the copy itself.
    fn extend_in_place(
        &mut self,
        value: &mut Value,
        bindings: &Bindings,
        at: &Pointer,
        owner: Option<&str>,
        row: usize,
    ) {
        let Value::Object(members) = value else { return };
        let Some(name) = members.get("$ref").and_then(Value::as_str).and_then(|it| self.component(it)) else { return };
        let differing = self.differing(&name, bindings);
        if differing.is_empty() || owner == Some(&name) || row >= MOST_IN_A_ROW {
            return;
        }
        let location = at.child("allOf").item(0);
        let Some(mut copy) = self.copy(&name, &location) else { return };
        const NAMES: [&str; 8] =
            ["$ref", "$id", "$defs", "$comment", "$schema", "$dynamicAnchor", "description", "title"];
        if let Some(owner) = owner.filter(|_| members.keys().all(|key| NAMES.contains(&key.as_str()))) {
            self.known.entry((name.clone(), differing)).or_insert_with(|| owner.to_owned());
        }
        let mut inner = self.facts[&name].binds.clone();
        inner.extend(bindings.clone());
        self.rewrite(&mut copy, &inner, &location, owner, row + 1);
        self.moves.push((location, section().child(&name)));
        members.shift_remove("$ref");
        match members.get_mut("allOf").and_then(Value::as_array_mut) {
            Some(all_of) => all_of.insert(0, copy),
            None => {
                members.insert("allOf".to_owned(), json!([copy]));
            }
        }
    }

    /// Returns the component that represents a generic one with these bindings; `None` if there are too many.
    fn instance(&mut self, name: &str, bindings: Bindings, owner: Option<&str>, at: &Pointer) -> Option<String> {
        let key = (name.to_owned(), bindings);
        if let Some(known) = self.known.get(&key) {
            return Some(known.clone());
        }
        if self.known.len() >= MOST {
            self.too_many.get_or_insert_with(|| at.clone());
            return None;
        }
        let base = format!("{}{name}", owner.unwrap_or_default());
        let taken = |name: &String| self.originals.contains_key(name) || self.known.values().any(|known| known == name);
        let numbered = (2..).map(|number| format!("{base}{number}"));
        let instance = std::iter::once(base.clone()).chain(numbered).find(|name| !taken(name))?;
        self.known.insert(key.clone(), instance.clone());
        self.queue.push((instance.clone(), key.0, key.1));
        Some(instance)
    }

    /// Makes the copies that have a name.
    fn instances(&mut self) {
        while let Some((instance, name, bindings)) = self.queue.pop() {
            let location = section().child(&instance);
            let Some(mut copy) = self.copy(&name, &location) else { continue };
            let mut inner = self.facts[&name].binds.clone();
            inner.extend(bindings);
            self.rewrite(&mut copy, &inner, &location, Some(&instance), 0);
            self.moves.push((location, section().child(&name)));
            self.made.insert(instance, copy);
        }
    }

    /// Copies a component without the names that schemas in it define; `None` if too much was copied.
    fn copy(&mut self, name: &str, at: &Pointer) -> Option<Value> {
        let mut copy = self.originals.get(name)?.clone();
        walk_mut(&mut copy, Kind::Schema, &Path::Root, &mut |value, kind, _| {
            self.copied += 1;
            if let (Kind::Schema, Value::Object(members)) = (kind, value) {
                for key in ["$id", "$anchor", "$dynamicAnchor"] {
                    members.shift_remove(key);
                }
            }
        });
        if self.copied > MOST_COPIED {
            self.too_many.get_or_insert_with(|| at.clone());
            // A name without a schema would be a dangling reference.
            return Some(json!({}));
        }
        Some(copy)
    }
}

/// Returns the anchors that schemas in a schema bind; a schema that only refers to another one counts as its target.
fn binds(value: &Value, at: &Pointer) -> Bindings {
    let mut binds = Bindings::new();
    walk(value, Kind::Schema, &Path::At(at), &mut |value, kind, at| {
        let Some(anchor) = value.get("$dynamicAnchor").and_then(Value::as_str).filter(|_| kind == Kind::Schema) else {
            return;
        };
        let is_plain = value.as_object().is_some_and(|members| members.len() == 2);
        let target = value.get("$ref").and_then(Value::as_str).filter(|_| is_plain).map(str::to_owned);
        binds.entry(anchor.to_owned()).or_insert_with(|| target.unwrap_or_else(|| format!("#{}", at.pointer())));
    });
    binds
}

/// Returns the anchor in a dynamic reference.
fn dynamic_anchor(value: &Value) -> Option<String> {
    let (_, anchor) = value.get("$dynamicRef")?.as_str()?.split_once('#')?;
    (!anchor.is_empty() && !anchor.starts_with('/')).then(|| anchor.to_owned())
}

fn section() -> Pointer {
    Pointer::root().child("components").child("schemas")
}
