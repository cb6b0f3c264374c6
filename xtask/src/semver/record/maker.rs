//! Expressions that make values: a value of each type that an operation accepts, different from all others in the same
//! request. They are evaluated: `n` counts the values of a request, and limits how deep they are.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use syn::{GenericArgument, PathArguments, PathSegment, Type, TypeParamBound};

use crate::semver::library::{Library, Making, Method, Receiver};
use crate::semver::scope::{SDK, text};

/// Writes expressions, and functions that make the types of an SDK.
pub(super) struct Maker<'a> {
    library: &'a Library,
    /// The numbers of the functions, by the paths of the types that they make.
    numbers: BTreeMap<String, usize>,
    /// The types whose functions are not written yet.
    open: Vec<String>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(library: &'a Library) -> Self {
        Self { library, numbers: BTreeMap::new(), open: Vec::new() }
    }

    /// Returns an expression for each of the arguments of a method; `None` if one of them cannot be made.
    pub(super) fn arguments(&mut self, method: &Method) -> Option<String> {
        let values: Option<Vec<String>> = method.arguments.iter().map(|ty| self.value(ty)).collect();
        values.map(|values| values.join(", "))
    }

    /// Returns an expression for an argument of this type; `None` if it cannot be made.
    pub(super) fn value(&mut self, ty: &Type) -> Option<String> {
        match ty {
            Type::ImplTrait(bounds) => match bounds.bounds.first()? {
                TypeParamBound::Trait(bound) => self.of_bound(bound.path.segments.last()?),
                _ => None,
            },
            Type::Reference(reference) => match &*reference.elem {
                Type::Slice(slice) => Some(format!("{}.as_slice()", self.list(&slice.elem)?)),
                elem if text(elem) == "str" => Some("n.text().as_str()".to_owned()),
                elem => Some(format!("&{}", self.value(elem)?)),
            },
            Type::Path(path) => self.of_path(path),
            _ => None,
        }
    }

    fn of_bound(&mut self, bound: &PathSegment) -> Option<String> {
        let inner = argument(bound)?;
        match (bound.ident.to_string().as_str(), inner) {
            // Users pass a value, and not what it is converted to.
            ("Into", Type::Path(path)) => match path.path.segments.last() {
                Some(last) if last.ident == "Patch" || last.ident == "Clearable" => self.value(argument(last)?),
                Some(last) if last.ident == "Secret" => Some("n.text()".to_owned()),
                _ => self.value(inner),
            },
            ("AsRef", Type::Slice(slice)) => self.list(&slice.elem),
            ("AsRef", ty) if text(ty) == "str" => Some("n.text()".to_owned()),
            ("Into" | "IntoValue" | "IntoPatch" | "Borrow" | "AsRef", ty) => self.value(ty),
            ("IntoIterator", item) => self.list(item),
            _ => None,
        }
    }

    fn list(&mut self, item: &Type) -> Option<String> {
        let item = match item {
            Type::Reference(reference) if text(&reference.elem) == "str" => "n.text()".to_owned(),
            // The entries of a map.
            Type::Tuple(entry) => return Some(format!("n.map(|n| {})", self.value(entry.elems.last()?)?)),
            item => self.value(item)?,
        };
        Some(format!("n.list(|n| {item})"))
    }

    fn of_path(&mut self, ty: &syn::TypePath) -> Option<String> {
        let last = ty.path.segments.last()?;
        let names: Vec<String> = ty.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let path = names.join("::");
        if let Some(making) = self.library.types.get(&path) {
            return match making {
                Making::Alias(ty) => self.value(ty),
                Making::Struct { default: false } if self.constructor(&path).is_none() => None,
                _ => Some(format!("make{}(n)", self.number(&path))),
            };
        }
        let inner = argument(last);
        match (last.ident.to_string().as_str(), inner) {
            ("Option", Some(inner)) => Some(format!("Some({})", self.value(inner)?)),
            ("Box", Some(inner)) => Some(format!("Box::new({})", self.value(inner)?)),
            ("Vec", Some(item)) => self.list(item),
            ("BTreeMap", Some(_)) => Some(format!("n.map(|n| {})", self.value(second_argument(last)?)?)),
            ("Patch" | "Clearable", Some(inner)) => Some(format!("{path}::from({})", self.value(inner)?)),
            ("Expandable", Some(_)) => Some(format!("{SDK}::Expandable::from(n.text())")),
            (name, None) => scalar(name, &path),
            _ => None,
        }
    }

    fn number(&mut self, path: &str) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(path.to_owned()).or_insert_with(|| {
            self.open.push(path.to_owned());
            next
        })
    }

    /// The function that makes a value: `new`, or `empty` for a model with too many required properties for arguments.
    fn constructor(&self, path: &str) -> Option<&'a Method> {
        let is_made_by = |method: &&Method| {
            method.receiver == Receiver::None
                && (method.name == "new" || method.name == "empty" && method.arguments.is_empty())
        };
        self.library.methods_of(path).iter().find(is_made_by)
    }

    /// Writes the functions that the expressions so far call.
    pub(super) fn functions(&mut self) -> String {
        let mut functions = String::new();
        while let Some(path) = self.open.pop() {
            let number = self.number(&path);
            let body = match self.library.types.get(&path) {
                Some(Making::Enum(variants)) => self.of_enum(&path, variants),
                _ => self.of_struct(&path),
            };
            // What cannot be made is found out when it is needed: another variant may be chosen.
            let body = body.unwrap_or_else(|| "panic!(\"no value\")".to_owned());
            let _ = write!(functions, "fn make{number}(n: &mut Values) -> {path} {{\n    n.deeper(|n| {body})\n}}\n\n");
        }
        functions
    }

    fn of_struct(&mut self, path: &str) -> Option<String> {
        let setters = self.setters(path, "new");
        let (made, when) = match self.constructor(path) {
            // Which of the properties are required cannot be seen.
            Some(empty) if empty.name == "empty" => (format!("{path}::empty()"), "true"),
            Some(new) => (format!("{path}::new({})", self.arguments(new)?), "n.full()"),
            None => (format!("{path}::default()"), "n.full()"),
        };
        Some(format!("{{ let mut it = {made}; if {when} {{ {setters} }} it }}"))
    }

    /// Returns the statements that set all of `it`, a value of the type at this path.
    pub(super) fn setters(&mut self, path: &str, except: &str) -> String {
        let mut statements = String::new();
        for setter in self.library.methods_of(path).iter().filter(|method| method.is_setter_of(path)) {
            if setter.name != except
                && let Some(arguments) = self.arguments(setter)
            {
                let _ = write!(statements, "it = it.{}({arguments}); ", setter.name);
            }
        }
        statements
    }

    fn of_enum(&mut self, path: &str, variants: &[(String, Option<Type>)]) -> Option<String> {
        let mut arms = Vec::new();
        for (name, content) in variants {
            match content {
                None => arms.push(format!("{path}::{name}")),
                Some(ty) if text(ty).contains("Unrecognized") => {}
                Some(ty) => arms.extend(self.value(ty).map(|value| format!("{path}::{name}({value})"))),
            }
        }
        let last = arms.pop()?;
        let mut body = format!("match n.choose({}) {{ ", arms.len() + 1);
        arms.iter().enumerate().for_each(|(number, arm)| {
            let _ = write!(body, "{number} => {arm}, ");
        });
        Some(format!("{body}_ => {last} }}"))
    }
}

/// Returns an expression for a type that is not the SDK's own.
fn scalar(name: &str, path: &str) -> Option<String> {
    Some(match name {
        "String" => "n.text()".to_owned(),
        "bool" => "n.flag()".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => format!("n.number() as {name}"),
        "f32" | "f64" => format!("(n.number() as {name} + 0.5)"),
        "Value" => format!("{SDK}::serde_json::json!({{\"any\": n.text()}})"),
        "Uuid" => format!("{path}::from_u128(n.number() as u128)"),
        "Timestamp" => format!("{path}::from_second(1_700_000_000 + n.number() as i64).unwrap()"),
        "DateTime" => format!("{path}::constant(2024, 1, 2, 3, (n.number() % 60) as i8, 5, 0)"),
        "Date" => format!("{path}::constant(2000 + (n.number() % 100) as i16, 1, 2)"),
        "Bytes" | "Secret" | "FileUpload" | "RequestBody" => format!("{path}::from(n.text())"),
        "MultipartForm" => format!("{path}::new().text(n.text(), n.text())"),
        "Base64" => format!("{path}::from(n.text().into_bytes())"),
        _ => return None,
    })
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    let list = match &segment.arguments {
        PathArguments::AngleBracketed(list) => Some(&list.args),
        _ => None,
    };
    list.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        GenericArgument::AssocType(item) => Some(&item.ty),
        _ => None,
    })
}

fn argument(segment: &PathSegment) -> Option<&Type> {
    arguments(segment).next()
}

fn second_argument(segment: &PathSegment) -> Option<&Type> {
    arguments(segment).nth(1)
}
