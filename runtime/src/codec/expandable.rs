//! An object, or only its identifier. Knows only the two codec traits.

use std::fmt;

use super::{Candidate, Decode, Encode, Fault, Reader, UnrecognizedJson, Writer};

/// An object, or only its identifier.
///
/// Many APIs return the identifier of a related object, and the object itself where the request asks for it.
/// [`id`](Self::id) returns the identifier of either, [`object`](Self::object) the object if the response contains it.
///
/// ```
/// # use sdkgen_runtime::serde_json;
/// use sdkgen_runtime::Expandable;
///
/// // `Value` stands for a model here.
/// let short: Expandable<serde_json::Value> = serde_json::from_str(r#""cus_1""#)?;
/// assert_eq!(short.id(), "cus_1");
/// assert_eq!(short.object(), None);
///
/// let full: Expandable<serde_json::Value> = serde_json::from_str(r#"{ "id": "cus_1", "name": "Ada" }"#)?;
/// assert_eq!(full.id(), "cus_1");
/// assert_eq!(full.object().map(|customer| &customer["name"]), Some(&"Ada".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Expandable<T> {
    id: String,
    content: Content<T>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Content<T> {
    Id,
    Object(Box<T>),
    Unrecognized(UnrecognizedJson),
}

impl<T> Expandable<T> {
    /// Creates an expanded object; `id` is the identifier that the object has.
    pub fn expanded(id: impl Into<String>, object: impl Into<Box<T>>) -> Self {
        Self { id: id.into(), content: Content::Object(object.into()) }
    }

    /// Returns the identifier, whether or not the object is expanded.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the object, if it is expanded.
    pub fn object(&self) -> Option<&T> {
        match &self.content {
            Content::Object(object) => Some(object),
            Content::Id | Content::Unrecognized(_) => None,
        }
    }

    /// Returns the object, consuming `self`, if it is expanded.
    pub fn into_object(self) -> Option<T> {
        match self.content {
            Content::Object(object) => Some(*object),
            Content::Id | Content::Unrecognized(_) => None,
        }
    }

    /// Returns the JSON of an expanded object that does not have the type that this release expects. It is kept and
    /// sent back unchanged.
    pub fn unrecognized(&self) -> Option<&UnrecognizedJson> {
        match &self.content {
            Content::Unrecognized(json) => Some(json),
            Content::Id | Content::Object(_) => None,
        }
    }
}

/// Shows what is sent: the identifier as a string, or the object.
impl<T: fmt::Debug> fmt::Debug for Expandable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Id => self.id.fmt(f),
            Content::Object(object) => object.fmt(f),
            Content::Unrecognized(json) => json.fmt(f),
        }
    }
}

impl<T> From<String> for Expandable<T> {
    fn from(id: String) -> Self {
        Self { id, content: Content::Id }
    }
}

impl<T> From<&str> for Expandable<T> {
    fn from(id: &str) -> Self {
        Self::from(id.to_owned())
    }
}

impl<T: Encode> Encode for Expandable<T> {
    fn encode(&self, writer: &mut Writer<'_>) {
        match &self.content {
            Content::Id => writer.string(&self.id),
            Content::Object(object) => object.encode(writer),
            Content::Unrecognized(json) => json.encode(writer),
        }
    }
}

impl<T: Decode> Decode for Expandable<T> {
    fn blank() -> Self {
        Self { id: String::new(), content: Content::Id }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let (id, is_all) = reader.identifier()?;
        self.id = id;
        self.content = Content::Id;
        if is_all {
            return Ok(());
        }
        let content = &mut self.content;
        let mut read = |_: usize, reader: &mut Reader<'_>| {
            *content = Content::Object(Box::new(reader.value()?));
            Ok(())
        };
        if !reader.choose(&[Candidate::any()], &mut read)? {
            *content = Content::Unrecognized(reader.value()?);
        }
        Ok(())
    }
}

super::bridge::serde_impls_of_generic!(Expandable);
