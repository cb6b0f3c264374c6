//! Which values of a tag select which alternative, from what is known about each. Knows no schema.

use std::collections::HashSet;

use crate::ir::plain;

/// All that is known about the tag of one alternative.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Known {
    /// The values that the discriminator maps to it.
    pub(in crate::lower) mapped: Vec<String>,
    /// The values that its own schema allows.
    pub(in crate::lower) allowed: Vec<String>,
    /// The default of its own schema.
    pub(in crate::lower) default: Option<String>,
    /// The name of its schema.
    pub(in crate::lower) name: Option<String>,
    /// Whether it is a union itself: then `allowed` are the tags of its alternatives.
    pub(in crate::lower) is_union: bool,
}

/// A value that is mapped to an alternative which does not allow it: the position of the alternative, and the value.
pub(in crate::lower) type Conflict = (usize, String);

/// Returns the values that select each alternative, and the conflicts with the mapping.
///
/// A mapping takes precedence, unless an alternative allows none of the values that are mapped to it: then its own
/// values are what a validator accepts. Without a mapping, the values that it allows count, without those that belong
/// to another one. Its name counts only if it says nothing.
pub(in crate::lower) fn choose_values(known: &[Known]) -> (Vec<Vec<String>>, Vec<Conflict>) {
    let mut conflicts = Vec::new();
    let mut values: Vec<Vec<String>> = Vec::with_capacity(known.len());
    let mapped: HashSet<&String> = known.iter().flat_map(|known| &known.mapped).collect();
    for (index, own) in known.iter().enumerate() {
        let is_allowed = |value: &&String| own.allowed.is_empty() || own.allowed.contains(value);
        let taken = |value: &&String| !mapped.contains(value) || own.mapped.contains(value);
        let free: Vec<String> = own.allowed.iter().filter(taken).cloned().collect();
        let free = if free.is_empty() { own.allowed.clone() } else { free };
        if own.is_union {
            let beyond = own.mapped.iter().filter(|value| !own.allowed.contains(value));
            values.push(free.iter().chain(beyond).cloned().collect());
            continue;
        }
        if own.mapped.is_empty() {
            values.push(free);
            continue;
        }
        let (fitting, refused): (Vec<_>, Vec<_>) = own.mapped.iter().partition(is_allowed);
        conflicts.extend(refused.into_iter().map(|value| (index, value.clone())));
        values.push(if fitting.is_empty() { free } else { fitting.into_iter().cloned().collect() });
    }
    narrow(known, &mut values);
    for (index, own) in known.iter().enumerate().filter(|(_, own)| own.mapped.is_empty()) {
        if values[index].is_empty() {
            values[index] = unique_default(known, index).or(own.name.as_ref()).into_iter().cloned().collect();
        }
    }
    (values, conflicts)
}

/// Where alternatives share values, because they share an enumeration of all of them: assigns to each its default or
/// the value that it is named after, and removes that value from the others.
fn narrow(known: &[Known], values: &mut [Vec<String>]) {
    let has_other = |index: usize, value: &String| {
        values.iter().enumerate().any(|(other, list)| other != index && list.contains(value))
    };
    let open = |index: &usize| known[*index].mapped.is_empty() && !known[*index].is_union && values[*index].len() > 1;
    // Each with the values that no other one has.
    let sharing: Vec<(usize, Vec<String>)> = (0..known.len())
        .filter(open)
        .map(|index| {
            (index, values[index].iter().filter(|value| !has_other(index, value)).cloned().collect::<Vec<_>>())
        })
        .filter(|(index, own)| own.len() < values[*index].len())
        .collect();
    let mut picked: HashSet<String> = HashSet::new();
    let mut left = Vec::new();
    for (index, alone) in sharing {
        let own = |value: &&String| values[index].contains(value);
        match unique_default(known, index).filter(own).or_else(|| named(&values[index], known[index].name.as_deref()?))
        {
            Some(value) => {
                let value = value.clone();
                picked.insert(value.clone());
                values[index].retain(|other| *other == value || alone.contains(other));
            }
            None => left.push(index),
        }
    }
    for index in left {
        let rest: Vec<String> = values[index].iter().filter(|value| !picked.contains(*value)).cloned().collect();
        if !rest.is_empty() {
            values[index] = rest;
        }
    }
}

/// Returns the default of an alternative, if no other one has the same: a default that all inherit selects none.
fn unique_default(known: &[Known], index: usize) -> Option<&String> {
    let default = known[index].default.as_ref()?;
    (known.iter().filter(|other| other.default.as_ref() == Some(default)).count() == 1).then_some(default)
}

/// Returns the value that equals a schema's name, or the only one that equals it without case and punctuation.
fn named<'v>(values: &'v [String], name: &str) -> Option<&'v String> {
    let exact = values.iter().find(|value| *value == name);
    exact.or_else(|| {
        let mut alike = values.iter().filter(|value| plain(value) == plain(name));
        alike.next().filter(|_| alike.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    fn known(mapped: &[&str], allowed: &[&str], default: Option<&str>, name: &str) -> Known {
        let name = (!name.is_empty()).then(|| name.to_owned());
        let default = default.map(str::to_owned);
        Known { mapped: texts(mapped), allowed: texts(allowed), default, name, is_union: false }
    }

    fn chosen(known: &[Known]) -> Vec<Vec<String>> {
        let (values, conflicts) = choose_values(known);
        assert_eq!(conflicts, [], "{values:?}");
        values
    }

    #[test]
    fn an_alternative_that_says_nothing_is_known_by_its_name() {
        assert_eq!(chosen(&[known(&[], &[], None, "Cat"), known(&[], &["dog"], None, "Dog")]), [["Cat"], ["dog"]]);
        assert_eq!(chosen(&[known(&[], &[], None, "")]), [[""; 0]]);
    }

    #[test]
    fn a_default_goes_before_the_name_unless_it_is_inherited_by_all() {
        let own = [known(&[], &[], Some("a"), "A"), known(&[], &[], Some("b"), "B")];
        assert_eq!(chosen(&own), [["a"], ["b"]]);
        let inherited = [known(&[], &[], Some("x"), "A"), known(&[], &[], Some("x"), "B")];
        assert_eq!(chosen(&inherited), [["A"], ["B"]]);
    }

    #[test]
    fn a_mapping_goes_first_and_takes_its_values_from_the_others() {
        let shared = ["lamp", "lock", "bell"];
        let partly = [known(&["lamp"], &shared, None, "L"), known(&[], &shared, None, "M")];
        assert_eq!(chosen(&partly), [texts(&["lamp"]), texts(&["lock", "bell"])]);
        let free = [known(&["a", "b"], &[], None, "A"), known(&[], &[], None, "B")];
        assert_eq!(chosen(&free), [texts(&["a", "b"]), texts(&["B"])]);
    }

    #[test]
    fn shared_values_go_to_whom_they_name() {
        let all = ["lamp", "door_lock", "bell", "Other"];
        let of = |default, name| known(&[], &all, default, name);
        let values = chosen(&[of(None, "Lamp"), of(None, "DoorLock"), of(Some("bell"), "Ring"), of(None, "Rest")]);
        assert_eq!(values, [["lamp"], ["door_lock"], ["bell"], ["Other"]]);
        let nobody = chosen(&[known(&[], &["a", "b"], None, "X"), known(&[], &["a", "b"], None, "Y")]);
        assert_eq!(nobody, [["a", "b"], ["a", "b"]], "evidence decides");
        let derived = [known(&[], &["cat", "dog"], None, "Cat"), known(&[], &["dog", "puppy"], None, "Dog")];
        assert_eq!(chosen(&derived), [texts(&["cat"]), texts(&["dog", "puppy"])], "what nobody shares stays");
        let split = chosen(&[known(&[], &["a", "b"], None, "A"), known(&[], &["c"], None, "C")]);
        assert_eq!(split, [texts(&["a", "b"]), texts(&["c"])], "nothing is taken where nothing is shared");
    }

    #[test]
    fn what_an_alternative_does_not_allow_is_not_sent() {
        let (values, conflicts) = choose_values(&[known(&["cat"], &["CAT"], None, "Cat")]);
        assert_eq!((values, conflicts), (vec![texts(&["CAT"])], vec![(0, "cat".to_owned())]));
        let (values, conflicts) = choose_values(&[known(&["a", "b"], &["b", "c"], None, "A")]);
        assert_eq!((values, conflicts), (vec![texts(&["b"])], vec![(0, "a".to_owned())]));
    }

    #[test]
    fn a_union_within_has_the_tags_of_its_own() {
        let inner = Known { is_union: true, ..known(&["branch"], &["and", "or"], None, "Branch") };
        assert_eq!(
            chosen(&[inner, known(&[], &["leaf"], None, "Leaf")]),
            [texts(&["and", "or", "branch"]), texts(&["leaf"])]
        );
    }
}
