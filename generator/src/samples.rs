//! Makes sample values of types: an example of the document if it fits the type, else the simplest value that the type
//! and its constraints allow. Knows the model and literals, no Rust.

mod fits;
mod full;
mod pattern;

pub(crate) use self::fits::{fits, within};
use self::full::Full;
pub(crate) use self::full::value as full_value;
use crate::ir::{
    Api, Constraints, Field, Generic, Item, Literal, Scalar, Shape, Struct, Type, TypeId, Union, Value, Wire,
};

/// The longest text that is made for a `minLength`; a greater `minLength` is ignored.
const LONGEST: u64 = 4096;
/// The greatest number of items that are made for a `minItems`.
const MOST: u64 = 32;

/// Makes sample values of types.
pub(crate) struct Samples<'a> {
    api: &'a Api,
    /// The definitions whose values are being made, so that recursion ends.
    open: Vec<TypeId>,
    /// Whether objects must not be empty, because an empty parameter cannot be sent.
    filled: bool,
    /// Which optional properties are added.
    full: Full,
}

impl<'a> Samples<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Self { api, open: Vec::new(), filled: false, full: Full::default() }
    }

    /// Makes samples of parameters: an object has its plain properties even if all are optional, because an empty
    /// object cannot be written.
    pub(crate) fn of_parameters(api: &'a Api) -> Self {
        Self { filled: true, ..Self::new(api) }
    }

    /// Returns a value of a type: the first of the given examples that fits, else a new one. `None` if every value of
    /// the type contains another value of it.
    pub(crate) fn value<'s>(
        &mut self,
        ty: &Type,
        constraints: Option<&Constraints>,
        shown: impl IntoIterator<Item = &'s Literal>,
    ) -> Option<Literal> {
        let default = constraints.and_then(|constraints| constraints.default.as_ref());
        let is_good = |value: &&Literal| fits(self.api, ty, value) && self.is_allowed(constraints, value);
        let fitting = shown.into_iter().find(is_good).or_else(|| default.filter(is_good));
        match fitting {
            Some(shown) => self.completed(ty, shown).or_else(|| Some(shown.clone())),
            None => self.made_up(ty, constraints),
        }
    }

    /// Returns whether a value of the right type satisfies its constraints.
    fn is_allowed(&self, constraints: Option<&Constraints>, value: &Literal) -> bool {
        let is_empty = matches!(value, Literal::Object(members) if members.is_empty());
        !(self.filled && is_empty) && constraints.is_none_or(|constraints| within(constraints, value))
    }

    fn made_up(&mut self, ty: &Type, constraints: Option<&Constraints>) -> Option<Literal> {
        match ty {
            Type::Scalar(scalar) => Some(scalar_value(*scalar, constraints)),
            Type::Json => {
                let least = constraints.and_then(|constraints| constraints.min_properties).unwrap_or_default();
                Some(entries(least, &Literal::String("text".to_owned())))
            }
            Type::List(item) => Some(Literal::List(self.items(item, constraints))),
            Type::Map(item) => Some(self.members(item, constraints)),
            Type::Named(id) => self.defined(*id, constraints),
            Type::Generic(Generic::Expandable, _) => Some(scalar_value(Scalar::String, constraints)),
            Type::Generic(Generic::Clearable, inner) => {
                self.made_up(inner, constraints).or_else(|| Some(Literal::String(String::new())))
            }
        }
    }

    /// Returns one item, or the minimum number; for an enumeration each value once, up to the maximum.
    fn items(&mut self, item: &Item, constraints: Option<&Constraints>) -> Vec<Literal> {
        let bound = |of: fn(&Constraints) -> Option<u64>| constraints.and_then(of);
        let least = bound(|constraints| constraints.min_items).unwrap_or(1).clamp(1, MOST);
        let most = bound(|constraints| constraints.max_items).unwrap_or(MOST).min(MOST);
        let length = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let known = known_values(self.api, &item.ty);
        if known.len() >= length(least) {
            return known.into_iter().take(length(most)).collect();
        }
        let value = self.value(&item.ty, constraints.and_then(|constraints| constraints.items.as_deref()), None);
        let is_set = constraints.is_some_and(|constraints| constraints.unique_items);
        let nth = |value: &Literal, index: u64| if is_set { another(value, index) } else { value.clone() };
        value.iter().flat_map(|value| (0..least).map(|index| nth(value, index))).collect()
    }

    /// Returns an object with one property, or the minimum number.
    fn members(&mut self, item: &Item, constraints: Option<&Constraints>) -> Literal {
        let least = constraints.and_then(|constraints| constraints.min_properties).unwrap_or(1).max(1);
        let most = constraints.and_then(|constraints| constraints.max_properties).unwrap_or(least);
        let value = self.value(&item.ty, constraints.and_then(|constraints| constraints.items.as_deref()), None);
        value.map_or_else(|| Literal::Object(Vec::new()), |value| entries(least.min(most), &value))
    }

    fn defined(&mut self, id: TypeId, constraints: Option<&Constraints>) -> Option<Literal> {
        let def = self.api.def(id);
        let is_spent = self.is_spent() && matches!(def.shape, Shape::Struct(_) | Shape::Union(_));
        if self.open.contains(&id) || is_spent {
            return None;
        }
        if let Some(shown) = def.docs.example.as_ref().filter(|shown| fits(self.api, &Type::Named(id), shown)) {
            return self.completed(&Type::Named(id), shown).or_else(|| Some(shown.clone()));
        }
        self.open.push(id);
        let value = match &def.shape {
            Shape::Struct(shape) => self.object(shape),
            Shape::Union(union) => self.alternative(union),
            Shape::Alias(ty) => self.made_up(ty, constraints),
            Shape::StringEnum(_) | Shape::IntegerEnum(_) => known_values(self.api, &Type::Named(id)).into_iter().next(),
        };
        self.open.pop();
        value
    }

    /// Returns an object with the required properties, those that alternatives require, and those with an example.
    /// Optional read-only properties are omitted; write-only ones are included, because the model does not say whether
    /// requests require them.
    fn object(&mut self, shape: &Struct) -> Option<Literal> {
        if self.is_full() {
            return self.whole(shape, &[]);
        }
        let mut members = Vec::with_capacity(shape.fields.len());
        for field in &shape.fields {
            let is_shown = field.docs.example.is_some() && !field.read_only && !field.docs.deprecated;
            let is_needed = shape.needed.contains(&field.wire);
            if field.presence.required || is_needed || field.write_only || is_shown {
                members.push((field.wire.as_str().to_owned(), self.field(field)?));
            }
        }
        if self.filled && self.open.len() == 1 && members.is_empty() {
            let plain = shape.fields.iter().filter(|field| !field.docs.deprecated && is_plain(self.api, &field.value));
            for field in plain {
                members.push((field.wire.as_str().to_owned(), self.field(field)?));
            }
        }
        Some(Literal::Object(members))
    }

    fn field(&mut self, field: &Field) -> Option<Literal> {
        match &field.value {
            Value::Constant(value) => Some(value.clone()),
            Value::Typed(ty) => {
                let value = self.value(ty, Some(&field.constraints), &field.docs.example);
                value.or_else(|| field.presence.nullable.then_some(Literal::Null))
            }
        }
    }

    /// Returns a value of one variant, with its tag.
    fn variant(&mut self, union: &Union, index: usize) -> Option<Literal> {
        let variant = union.variants.get(index)?;
        if let Some(text) = &variant.constant {
            return Some(Literal::String(text.clone()));
        }
        let mut value = self.value(&variant.ty, Some(&variant.constraints), &variant.docs.example)?;
        if let (Some(tag), Some(name), Literal::Object(members)) = (&union.tag, variant.tags.first(), &mut value) {
            let name = Literal::String(name.clone());
            match members.iter_mut().find(|(key, _)| key == tag.as_str()) {
                Some((_, value)) => *value = name,
                None => members.insert(0, (tag.as_str().to_owned(), name)),
            }
        }
        Some(value)
    }
}

/// Returns an object with `number` properties of this value, up to a limit.
fn entries(number: u64, value: &Literal) -> Literal {
    let key = |index: u64| if index == 1 { "key".to_owned() } else { format!("key{index}") };
    Literal::Object((1..=number.min(MOST)).map(|index| (key(index), value.clone())).collect())
}

/// Returns whether a property is a scalar, which every style of parameters can represent.
fn is_plain(api: &Api, value: &Value) -> bool {
    let Value::Typed(ty) = value else { return true };
    match api.resolve(ty) {
        Type::Scalar(_) => true,
        Type::Named(id) => matches!(api.def(*id).shape, Shape::StringEnum(_) | Shape::IntegerEnum(_)),
        _ => false,
    }
}

/// Returns a value that differs from `value`, if that is easy.
fn another(value: &Literal, index: u64) -> Literal {
    match value {
        Literal::String(text) if index > 0 => Literal::String(format!("{text}{index}")),
        Literal::Number(text) => {
            let next = text.parse::<i64>().ok().and_then(|number| number.checked_add_unsigned(index));
            Literal::Number(next.map_or_else(|| text.clone(), |number| number.to_string()))
        }
        other => other.clone(),
    }
}

/// Returns the values of an enumeration in the order of the document; empty for other types.
pub(crate) fn known_values(api: &Api, ty: &Type) -> Vec<Literal> {
    let Type::Named(id) = api.resolve(ty) else { return Vec::new() };
    match &api.def(*id).shape {
        Shape::StringEnum(shape) => {
            shape.values.iter().map(|value| Literal::String(value.value.as_str().to_owned())).collect()
        }
        Shape::IntegerEnum(shape) => {
            shape.values.iter().map(|value| Literal::Number(value.value.to_string())).collect()
        }
        Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
    }
}

fn scalar_value(scalar: Scalar, constraints: Option<&Constraints>) -> Literal {
    match scalar.row().wire {
        Wire::Text(text) => Literal::String(text.sample.map_or_else(|| string(constraints), str::to_owned)),
        Wire::Body(_) => Literal::String("text".to_owned()),
        Wire::Boolean => Literal::Boolean(true),
        Wire::Integer(_) | Wire::Number => {
            let number = constraints.map_or(1.0, number);
            // All samples are small numbers; without a fraction they are valid integers as well.
            Literal::Number(number.to_string())
        }
    }
}

/// Returns a text of the format, else one that the pattern matches, else a word of the required length.
fn string(constraints: Option<&Constraints>) -> String {
    let Some(constraints) = constraints else { return "text".to_owned() };
    let of_format = match constraints.formats.first().map(String::as_str) {
        Some("email" | "idn-email") => Some("someone@example.com"),
        Some("uri" | "url" | "iri" | "uri-reference") => Some("https://example.com/"),
        Some("hostname" | "idn-hostname") => Some("example.com"),
        Some("ipv4") => Some("192.0.2.1"),
        Some("ipv6") => Some("2001:db8::1"),
        Some("time") => Some("03:04:05Z"),
        Some("duration") => Some("PT1H"),
        Some("json-pointer") => Some("/text"),
        Some("relative-json-pointer") => Some("0/text"),
        // Formats with a Rust type, which the configuration or another alternative has replaced by strings.
        Some(format) => Scalar::of_text(format).text().and_then(|text| text.sample),
        None => None,
    };
    if let Some(text) = of_format {
        return text.to_owned();
    }
    let length = |bound: u64| usize::try_from(bound).unwrap_or(usize::MAX);
    let least = length(constraints.min_length.unwrap_or(0).min(LONGEST));
    let most = constraints.max_length.map_or(usize::MAX, length);
    let of_pattern = constraints.pattern.as_deref().and_then(|pattern| pattern::matching(pattern, least.max(1), most));
    if let Some(text) = of_pattern {
        return text;
    }
    let text: String = "text".chars().cycle().take(least.max("text".len()).min(most)).collect();
    text
}

/// Returns 1 if that is allowed, else the nearest allowed number.
fn number(constraints: &Constraints) -> f64 {
    let bound = |bound: &Option<(String, bool)>, beyond: f64| {
        let (text, excluded) = bound.as_ref()?;
        let number: f64 = text.parse().ok()?;
        Some(if *excluded { number + beyond } else { number })
    };
    let least = bound(&constraints.minimum, 1.0).unwrap_or(f64::MIN);
    let most = bound(&constraints.maximum, -1.0).unwrap_or(f64::MAX);
    let number = 1.0_f64.max(least).min(most);
    let factor = constraints.multiple_of.as_deref().and_then(|factor| factor.parse::<f64>().ok());
    match factor.filter(|factor| *factor > 0.0) {
        Some(factor) => (number / factor).ceil() * factor,
        None => number,
    }
}

/// Short constructors of models for tests.
#[cfg(test)]
mod making {
    use crate::ir::{
        Api, Constraints, Derives, Docs, Field, Item, Origin, Presence, Scalar, Shape, Struct, Type, TypeDef, TypeId,
        Usage, Value, WireName,
    };
    use crate::pointer::Pointer;

    pub(crate) const TEXT: Type = Type::Scalar(Scalar::String);

    pub(crate) fn field(wire: &str, value: Value, required: bool) -> Field {
        Field {
            wire: WireName::new(wire),
            at: Pointer::root(),
            value,
            presence: Presence { required, nullable: false },
            boxed: false,
            docs: Docs::default(),
            constraints: Constraints::default(),
            read_only: false,
            write_only: false,
            needed: false,
            conflicting: false,
        }
    }

    pub(crate) fn structure(fields: Vec<Field>) -> Shape {
        Shape::Struct(Struct { fields, ..Struct::default() })
    }

    pub(crate) fn named(index: usize) -> Type {
        Type::Named(TypeId::new(index))
    }

    pub(crate) fn list_of(ty: Type) -> Type {
        Type::List(Box::new(Item { ty, nullable: false }))
    }

    pub(crate) fn api(shapes: Vec<Shape>) -> Api {
        let def = |shape| TypeDef {
            at: Pointer::root(),
            keys: Vec::new(),
            published: None,
            formerly: None,
            origin: Origin::Component("A".to_owned()),
            docs: Docs::default(),
            shape,
            usage: Usage::default(),
            derives: Derives::default(),
        };
        Api { types: shapes.into_iter().map(def).collect(), ..Api::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::Samples;
    use super::making::{TEXT, api, field, list_of, structure};
    use crate::ir::{
        Alternative, Api, Constraints, Docs, Field, Integer, Item, Literal, Scalar, Shape, StringEnum, Struct, Type,
        TypeId, Union, Value, Variant, WireName,
    };

    fn made(types: Vec<Shape>, ty: &Type, constraints: &Constraints) -> Option<String> {
        let api = api(types);
        Samples::new(&api).value(ty, Some(constraints), None).map(|value| value.to_string())
    }

    fn first(types: Vec<Shape>) -> Option<String> {
        made(types, &Type::Named(TypeId::new(0)), &Constraints::default())
    }

    fn scalar(scalar: Scalar, constraints: &Constraints) -> String {
        made(Vec::new(), &Type::Scalar(scalar), constraints).expect("every scalar has values")
    }

    #[test]
    fn objects_hold_what_is_required_and_what_is_shown() {
        let shown = Some(Literal::String("shown".into()));
        let shape = structure(vec![
            field("a", Value::Typed(TEXT), true),
            field("b", Value::Typed(TEXT), false),
            Field { docs: Docs { example: shown.clone(), ..Docs::default() }, ..field("c", Value::Typed(TEXT), false) },
            field("d", Value::Constant(Literal::Boolean(true)), true),
            Field {
                read_only: true,
                docs: Docs { example: shown, ..Docs::default() },
                ..field("e", Value::Typed(TEXT), false)
            },
            Field { write_only: true, ..field("f", Value::Typed(TEXT), false) },
        ]);
        assert_eq!(first(vec![shape]).as_deref(), Some(r#"{"a":"text","c":"shown","d":true,"f":"text"}"#));
    }

    #[test]
    fn objects_have_what_an_alternative_requires() {
        let fields = vec![field("a", Value::Typed(TEXT), false), field("b", Value::Typed(TEXT), false)];
        let shape =
            Shape::Struct(Struct { fields, rest: None, keeps_unknown: false, needed: vec![WireName::new("b")] });
        assert_eq!(first(vec![shape]).as_deref(), Some(r#"{"b":"text"}"#));
    }

    #[test]
    fn examples_that_do_not_fit_are_passed_over() {
        let api = Api::default();
        let number = Type::Scalar(Scalar::Integer(Integer::I32));
        let shown = [Literal::String("5".into()), Literal::Number("5.5".into()), Literal::Number("7".into())];
        let value = |shown: &[Literal]| Samples::new(&api).value(&number, None, shown);
        assert_eq!(value(&shown), Some(Literal::Number("7".into())));
        assert_eq!(value(&shown[..2]), Some(Literal::Number("1".into())));
    }

    #[test]
    fn enumerations_give_their_values() {
        let known = |value: &str| Variant { value: WireName::new(value), name: None, description: None };
        let shape = || vec![Shape::StringEnum(StringEnum { values: vec![known("x"), known("y")] })];
        assert_eq!(first(shape()).as_deref(), Some(r#""x""#));
        let list = list_of(Type::Named(TypeId::new(0)));
        assert_eq!(made(shape(), &list, &Constraints::default()).as_deref(), Some(r#"["x","y"]"#));
        let one = Constraints { max_items: Some(1), ..Constraints::default() };
        assert_eq!(made(shape(), &list, &one).as_deref(), Some(r#"["x"]"#));
    }

    #[test]
    fn unions_give_their_first_variant_with_its_tag() {
        let variant = |index: usize, tag: &str| Alternative {
            label: tag.to_owned(),
            ty: Type::Named(TypeId::new(index)),
            constant: None,
            tags: vec![tag.to_owned()],
            boxed: false,
            docs: Docs::default(),
            constraints: Constraints::default(),
        };
        let union = |tag: Option<&str>| {
            let variants = vec![variant(1, "token"), variant(2, "url")];
            Shape::Union(Union { tag: tag.map(WireName::new), variants })
        };
        let token = || structure(vec![field("kind", Value::Typed(TEXT), true), field("a", Value::Typed(TEXT), true)]);
        let url = || structure(vec![field("b", Value::Typed(TEXT), true)]);
        let tagged = first(vec![union(Some("kind")), token(), url()]);
        assert_eq!(tagged.as_deref(), Some(r#"{"kind":"token","a":"text"}"#));
        let tagged = first(vec![union(Some("type")), url(), token()]);
        assert_eq!(tagged.as_deref(), Some(r#"{"type":"token","b":"text"}"#));
        assert_eq!(first(vec![union(None), url(), token()]).as_deref(), Some(r#"{"b":"text"}"#));
    }

    #[test]
    fn recursion_stops() {
        let itself = Type::Named(TypeId::new(0));
        let required = structure(vec![field("next", Value::Typed(itself.clone()), true)]);
        assert_eq!(first(vec![required]), None);
        let optional = structure(vec![field("next", Value::Typed(itself.clone()), false)]);
        assert_eq!(first(vec![optional]).as_deref(), Some("{}"));
        let list = structure(vec![field("children", Value::Typed(list_of(itself.clone())), true)]);
        assert_eq!(first(vec![list]).as_deref(), Some(r#"{"children":[]}"#));
        let mut nullable = field("next", Value::Typed(itself), true);
        nullable.presence.nullable = true;
        assert_eq!(first(vec![structure(vec![nullable])]).as_deref(), Some(r#"{"next":null}"#));
    }

    #[test]
    fn lists_and_maps_are_as_long_as_they_have_to_be() {
        let items = Constraints { formats: vec!["email".into()], ..Constraints::default() };
        let two = Constraints { min_items: Some(2), items: Some(Box::new(items)), ..Constraints::default() };
        let list = made(Vec::new(), &list_of(TEXT), &two);
        assert_eq!(list.as_deref(), Some(r#"["someone@example.com","someone@example.com"]"#));
        let map = Type::Map(Box::new(Item { ty: TEXT, nullable: false }));
        assert_eq!(made(Vec::new(), &map, &Constraints::default()).as_deref(), Some(r#"{"key":"text"}"#));
    }

    #[test]
    fn items_of_a_set_differ() {
        let set = Constraints { min_items: Some(2), unique_items: true, ..Constraints::default() };
        assert_eq!(made(Vec::new(), &list_of(TEXT), &set).as_deref(), Some(r#"["text","text1"]"#));
        let numbers = list_of(Type::Scalar(Scalar::Integer(Integer::I64)));
        assert_eq!(made(Vec::new(), &numbers, &set).as_deref(), Some("[1,2]"));
    }

    #[test]
    fn parameters_are_no_empty_objects() {
        let deep = field("deep", Value::Typed(list_of(TEXT)), false);
        let shape = structure(vec![field("a", Value::Typed(TEXT), false), deep]);
        let api = api(vec![shape]);
        let ty = Type::Named(TypeId::new(0));
        let empty = [Literal::Object(Vec::new())];
        let value = Samples::of_parameters(&api).value(&ty, None, &empty).map(|value| value.to_string());
        assert_eq!(value.as_deref(), Some(r#"{"a":"text"}"#));
        assert_eq!(Samples::new(&api).value(&ty, None, None).map(|value| value.to_string()).as_deref(), Some("{}"));
    }

    #[test]
    fn examples_beyond_their_bounds_are_passed_over() {
        let api = Api::default();
        let bounds = Constraints { minimum: Some(("0".into(), true)), max_length: Some(3), ..Constraints::default() };
        let value =
            |scalar: Scalar, shown: Literal| Samples::new(&api).value(&Type::Scalar(scalar), Some(&bounds), &[shown]);
        assert_eq!(
            value(Scalar::Integer(Integer::I64), Literal::Number("0".into())),
            Some(Literal::Number("1".into()))
        );
        assert_eq!(
            value(Scalar::Integer(Integer::I64), Literal::Number("2".into())),
            Some(Literal::Number("2".into()))
        );
        assert_eq!(value(Scalar::String, Literal::String("long".into())), Some(Literal::String("tex".into())));
        let hexadecimal = Constraints { pattern: Some("^[0-9a-f]+$".into()), ..Constraints::default() };
        let value = |text: &str| Samples::new(&api).value(&TEXT, Some(&hexadecimal), &[Literal::String(text.into())]);
        assert_eq!(value("the first page"), Some(Literal::String("a".into())));
        assert_eq!(value("f00d"), Some(Literal::String("f00d".into())));
        let duration = Constraints { formats: vec!["duration".into()], ..Constraints::default() };
        let value = Samples::new(&api).value(&TEXT, Some(&duration), &[Literal::String("TBD".into())]);
        assert_eq!(value, Some(Literal::String("PT1H".into())));
    }

    #[test]
    fn strings_of_a_known_format_look_like_it() {
        for (format, sample) in [
            ("email", "someone@example.com"),
            ("date", "2024-01-02"),
            ("date-time", "2024-01-02T03:04:05Z"),
            ("date-time-local", "2024-01-02T03:04:05"),
            ("password", "text"),
            ("semver", "text"),
        ] {
            let constraints = Constraints { formats: vec![format.into()], ..Constraints::default() };
            assert_eq!(scalar(Scalar::String, &constraints), format!("{sample:?}"), "{format}");
        }
    }

    #[test]
    fn constraints_hold() {
        let long = Constraints { min_length: Some(6), ..Constraints::default() };
        assert_eq!(scalar(Scalar::String, &long), r#""textte""#);
        let short = Constraints { max_length: Some(2), ..Constraints::default() };
        assert_eq!(scalar(Scalar::String, &short), r#""te""#);
        let pattern = |pattern: &str| Constraints { pattern: Some(pattern.into()), ..Constraints::default() };
        assert_eq!(scalar(Scalar::String, &pattern("^acc_[a-z]+$")), r#""acc_a""#);
        assert_eq!(scalar(Scalar::String, &pattern("^.*$")), r#""a""#, "an empty text is no path parameter");
        assert_eq!(scalar(Scalar::String, &pattern("[")), r#""text""#);
        let number = |minimum: Option<(&str, bool)>, maximum: Option<(&str, bool)>, multiple: Option<&str>| {
            let bound = |bound: Option<(&str, bool)>| bound.map(|(text, excluded)| (text.to_owned(), excluded));
            let (minimum, maximum) = (bound(minimum), bound(maximum));
            let multiple_of = multiple.map(str::to_owned);
            scalar(
                Scalar::Integer(Integer::I64),
                &Constraints { minimum, maximum, multiple_of, ..Constraints::default() },
            )
        };
        assert_eq!(number(None, None, None), "1");
        assert_eq!(number(Some(("10", false)), None, None), "10");
        assert_eq!(number(Some(("10", true)), None, Some("5")), "15");
        assert_eq!(number(None, Some(("0", true)), None), "-1");
        let default = Constraints { default: Some(Literal::Number("30".into())), ..Constraints::default() };
        assert_eq!(scalar(Scalar::Integer(Integer::I64), &default), "30");
    }
}
