//! The facts about the formats of bodies. Knows no values.

/// How the body of an operation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyFormat {
    /// One JSON value (RFC 8259).
    Json,
    /// The items of a list as JSON texts, one per line.
    JsonLines,
    /// Names and values (`application/x-www-form-urlencoded`).
    Form,
    /// Parts (RFC 7578 for `multipart/form-data`, RFC 2046 for the others).
    Multipart,
    /// A text.
    Text,
    /// Bytes as they are.
    Bytes,
}

/// How a list or an object in a field of a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormStyle {
    /// A list repeats the name; the properties of an object are separate fields.
    Exploded,
    /// `ids=1,2`; an object as `point=x,1,y,2`.
    Comma,
    /// `ids=1%202`.
    Space,
    /// `ids=1%7C2`.
    Pipe,
    /// `point[x]=1&point[y]=2`, to any depth; the items of a list are numbered from 0.
    Deep,
}

/// How one field of a form or of a multipart body is written, if that is not the default: a list repeats the name, an
/// object is JSON.
#[derive(Clone, Copy, Debug)]
pub struct Encoding {
    pub(crate) name: &'static str,
    pub(crate) style: Option<FormStyle>,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) allow_reserved: bool,
    pub(crate) headers: &'static [(&'static str, &'static str)],
}

impl Encoding {
    /// Returns the default encoding of the field `name`.
    pub const fn new(name: &'static str) -> Self {
        Self { name, style: None, content_type: None, allow_reserved: false, headers: &[] }
    }

    /// Sets how lists and objects are written. The content type is then ignored.
    pub const fn style(mut self, style: FormStyle) -> Self {
        self.style = Some(style);
        self
    }

    /// Sets the content type: of a part of a multipart body, or JSON as the text of a field of a form.
    pub const fn content_type(mut self, media_type: &'static str) -> Self {
        self.content_type = Some(media_type);
        self
    }

    /// Does not encode reserved characters, except those that would end or change the value.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Sets headers of the part.
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Returns whether the field is JSON, whatever its value.
    pub(crate) fn is_json(&self) -> bool {
        self.style.is_none() && self.content_type.is_some_and(is_json)
    }
}

/// The facts about the body of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content {
    pub(crate) format: BodyFormat,
    pub(crate) media_type: &'static str,
    pub(crate) encodings: &'static [Encoding],
}

impl Content {
    /// A JSON body.
    pub(crate) const JSON: Self = Self { format: BodyFormat::Json, media_type: "application/json", encodings: &[] };

    pub(crate) fn encoding(&self, name: &str) -> Option<&'static Encoding> {
        self.encodings.iter().find(|encoding| encoding.name == name)
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence.to_ascii_lowercase().ends_with("+json")
}
