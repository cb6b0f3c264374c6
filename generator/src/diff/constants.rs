//! Compares what every request of an operation sends, and users cannot set: parameters and fields with one value.

use super::effects::{of_added, of_removed};
use super::inputs::by_key;
use super::sides::MethodPair;
use super::wire::Direction;
use super::{Change, rules};

/// Compares them; the other inputs are compared elsewhere.
pub(super) fn compare(pair: &MethodPair<'_, '_>, list: &mut Vec<Change>) {
    let Some((before, after)) = pair.wires() else { return };
    let Some((old_wire, new_wire)) = pair.pairs.old.wire.zip(pair.pairs.new.wire) else { return };
    let (old_inputs, new_inputs) = (old_wire.inputs(before), new_wire.inputs(after));
    let set = [by_key(pair.old), by_key(pair.new)];
    let added = new_inputs.keys().filter(|key| !old_inputs.contains_key(*key));
    for key in old_inputs.keys().chain(added).filter(|key| !set.iter().any(|inputs| inputs.contains_key(*key))) {
        let (old, new) = (old_inputs.get(key), new_inputs.get(key));
        let values = [old, new].map(|member| member.and_then(|member| member.constant));
        let (rule, effects) = match (values, old, new) {
            ([None, Some(_)], None, Some(new)) => (&rules::I43, Some(of_added(Direction::SENT, new.presence.required))),
            ([Some(_), None], Some(old), None) => {
                (&rules::I44, Some(of_removed(Direction::SENT, old.presence.required)))
            }
            ([before, after], ..) if before != after => (&rules::I45, None),
            _ => continue,
        };
        let wire_name = key.split_once(' ').map_or(key.as_str(), |(_, name)| name);
        let subject = format!("{}({wire_name})", pair.subject);
        let mut change = Change::new(rule, format!("{} {key}", pair.key), subject).effects(effects);
        change.at = (old.map(|member| member.at.to_owned()), new.map(|member| member.at.to_owned()));
        [change.old, change.new] = values.map(|value| value.map(ToString::to_string));
        list.push(change);
    }
}
