//! Reads and changes JSON values by path. Knows no pages.

use crate::ir::Literal;

/// Splits a JSON Pointer (RFC 6901) into its steps; another text is one step.
pub(super) fn steps(pointer: &str) -> Vec<String> {
    match pointer.strip_prefix('/') {
        Some(rest) => rest.split('/').map(|step| step.replace("~1", "/").replace("~0", "~")).collect(),
        None => vec![pointer.to_owned()],
    }
}

/// Returns the JSON Pointer of steps.
pub(super) fn pointer(steps: &[String]) -> String {
    steps.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect()
}

/// Returns the value at a path of properties and positions in lists.
pub(super) fn get<'l>(value: &'l Literal, path: &[String]) -> Option<&'l Literal> {
    path.iter().try_fold(value, |value, step| match value {
        Literal::Object(members) => members.iter().find(|(key, _)| key == step).map(|(_, value)| value),
        Literal::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Sets the value at a path. Whatever leads to it and is missing becomes an object, or a list before a number.
pub(super) fn set(value: &mut Literal, path: &[String], new: Literal) {
    let Some((step, rest)) = path.split_first() else {
        *value = new;
        return;
    };
    if let (Ok(position), true) = (step.parse::<usize>(), matches!(value, Literal::List(_) | Literal::Null)) {
        if !matches!(value, Literal::List(_)) {
            *value = Literal::List(Vec::new());
        }
        if let (Literal::List(items), true) = (value, position < LONGEST) {
            items.resize(items.len().max(position + 1), Literal::Null);
            set(&mut items[position], rest, new);
        }
        return;
    }
    if !matches!(value, Literal::Object(_)) {
        *value = Literal::Object(Vec::new());
    }
    if let Literal::Object(members) = value {
        let position = members.iter().position(|(key, _)| key == step).unwrap_or_else(|| {
            members.push((step.clone(), Literal::Null));
            members.len() - 1
        });
        set(&mut members[position].1, rest, new);
    }
}

/// Positions in lists from this one on are not set.
const LONGEST: usize = 16;

/// Removes the property at a path, if there is one.
pub(super) fn remove(value: &mut Literal, path: &[String]) {
    let (Some((step, rest)), Literal::Object(members)) = (path.split_first(), value) else { return };
    if rest.is_empty() {
        members.retain(|(key, _)| key != step);
    } else if let Some((_, inner)) = members.iter_mut().find(|(key, _)| key == step) {
        remove(inner, rest);
    }
}

/// Returns a value as a parameter spells it.
pub(super) fn text(value: &Literal) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{get, pointer, remove, set, steps, text};
    use crate::ir::Literal;

    fn number(number: &str) -> Literal {
        Literal::Number(number.to_owned())
    }

    #[test]
    fn values_are_set_read_and_removed_by_path() {
        let mut value = Literal::Object(vec![("a".to_owned(), number("1"))]);
        set(&mut value, &steps("/b/c~1d"), number("2"));
        set(&mut value, &steps("/links/1/next"), Literal::String("x".to_owned()));
        assert_eq!(value.to_string(), r#"{"a":1,"b":{"c/d":2},"links":[null,{"next":"x"}]}"#);
        assert_eq!(get(&value, &steps("/links/1/next")).map(text), Some("x".to_owned()));
        assert_eq!(get(&value, &steps("/links/2")), None);
        remove(&mut value, &steps("/b/c~1d"));
        remove(&mut value, &steps("/links/1"));
        remove(&mut value, &steps("a"));
        assert_eq!(value.to_string(), r#"{"b":{},"links":[null,{"next":"x"}]}"#);
    }

    #[test]
    fn pointers_are_what_their_steps_make() {
        assert_eq!(pointer(&steps("/a~1b/c~0")), "/a~1b/c~0");
        assert_eq!(pointer(&steps("page[after]")), "/page[after]");
    }
}
