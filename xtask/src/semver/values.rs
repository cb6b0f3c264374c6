//! What a user passes to a function: expressions for the type of an argument. They are never evaluated.

use syn::{GenericArgument, PathArguments, PathSegment, Type, TypeParamBound};

use super::scope::text;

/// Returns the expressions that users write for an argument of this type; none if it is a trait of which nothing is
/// known.
pub(super) fn values(ty: &Type) -> Vec<String> {
    match ty {
        Type::ImplTrait(bounds) => match bounds.bounds.first() {
            Some(TypeParamBound::Trait(bound)) => bound.path.segments.last().map(of_bound).unwrap_or_default(),
            _ => Vec::new(),
        },
        Type::Reference(reference) if text(&reference.elem) == "str" => vec![quoted(), any("&str")],
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if last.ident == "Option" => vec![any(&text(ty)), "None".to_owned()],
            _ => vec![any(&text(ty))],
        },
        ty => vec![any(&text(ty))],
    }
}

fn quoted() -> String {
    "\"text\"".to_owned()
}

fn any(ty: &str) -> String {
    format!("any::<{ty}>()")
}

fn of_bound(bound: &PathSegment) -> Vec<String> {
    let Some(argument) = argument(bound) else { return Vec::new() };
    match (bound.ident.to_string().as_str(), argument) {
        ("Into", Argument::Type(ty)) => into(ty),
        ("IntoPatch", Argument::Type(ty)) => {
            let own = any(&text(ty));
            vec![own.clone(), format!("&{own}"), format!("None::<{}>", text(ty)), any(&format!("Option<{}>", text(ty)))]
        }
        ("Borrow" | "IntoValue", Argument::Type(ty)) => vec![any(&text(ty)), format!("&{}", any(&text(ty)))],
        ("AsRef", Argument::Type(Type::Slice(slice))) => {
            let item = text(&slice.elem);
            let list = any(&format!("Vec<{item}>"));
            vec![list.clone(), format!("&{list}"), format!("[{}]", any(&item))]
        }
        ("AsRef", Argument::Type(ty)) if text(ty) == "str" => vec![quoted(), any("String")],
        ("IntoIterator", Argument::Item(ty)) => items(ty),
        _ => Vec::new(),
    }
}

fn into(ty: &Type) -> Vec<String> {
    let own = any(&text(ty));
    let Type::Path(path) = ty else { return vec![own] };
    let Some(last) = path.path.segments.last() else { return vec![own] };
    match (last.ident.to_string().as_str(), argument(last)) {
        ("String", _) => vec![quoted(), own],
        ("Secret", _) => vec![quoted(), any("String"), own],
        // Both are made from a value, a reference to one, and an `Option`.
        ("Patch" | "Clearable", Some(Argument::Type(inner))) => {
            let mut all = into(inner);
            all.push(format!("None::<{}>", text(inner)));
            all.push(format!("&{}", any(&text(inner))));
            all
        }
        _ => vec![own],
    }
}

fn items(item: &Type) -> Vec<String> {
    let lists = |item: &str| {
        let list = any(&format!("Vec<{item}>"));
        vec![list.clone(), format!("[{}]", any(item)), format!("{list}.into_iter()")]
    };
    let Type::ImplTrait(bounds) = item else { return lists(&text(item)) };
    let Some(TypeParamBound::Trait(bound)) = bounds.bounds.first() else { return Vec::new() };
    match bound.path.segments.last().and_then(argument) {
        Some(Argument::Type(ty)) if text(ty) == "str" => {
            let mut all = lists("String");
            all.push(format!("[{}]", quoted()));
            all
        }
        Some(Argument::Type(ty)) => lists(&text(ty)),
        _ => Vec::new(),
    }
}

/// The first argument of a generic type or trait.
enum Argument<'a> {
    Type(&'a Type),
    /// `Item = …`
    Item(&'a Type),
}

fn argument(segment: &PathSegment) -> Option<Argument<'_>> {
    let PathArguments::AngleBracketed(list) = &segment.arguments else { return None };
    list.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(Argument::Type(ty)),
        GenericArgument::AssocType(item) => Some(Argument::Item(&item.ty)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::values;

    fn of(ty: &str) -> Vec<String> {
        values(&syn::parse_str(ty).expect("it is a type"))
    }

    #[test]
    fn arguments_get_what_users_pass() {
        assert_eq!(of("i64"), ["any::<i64>()"]);
        assert_eq!(of("&str"), ["\"text\"", "any::<&str>()"]);
        assert_eq!(of("impl Into<String>"), ["\"text\"", "any::<String>()"]);
        assert_eq!(of("impl std::borrow::Borrow<sdk::models::A>").len(), 2);
        assert_eq!(of("impl Into<sdk::Patch<i64>>"), ["any::<i64>()", "None::<i64>", "&any::<i64>()"]);
        assert_eq!(of("impl IntoIterator<Item = impl AsRef<str>>").last().map(String::as_str), Some("[\"text\"]"));
        assert_eq!(of("impl sdk::IntoPatch<i64>")[2], "None::<i64>");
        assert_eq!(of("impl IntoIterator<Item = impl sdk::IntoValue<sdk::models::A>>").len(), 3);
        assert!(of("impl sdk::Transport").is_empty());
    }
}
