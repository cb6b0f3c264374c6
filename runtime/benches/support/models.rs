//! Types with both codecs: ours in the shape that the generator emits, and serde's by derive. One type for both, so
//! that nothing but the codec differs.

use std::collections::BTreeMap;

use sdkgen_runtime::private::{Decode, Encode, Fault, Field, Reader, Writer, blank, unrecognized};
use sdkgen_runtime::{UnrecognizedJson, UnrecognizedValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A struct with its required and its optional fields.
macro_rules! model {
    ($name:ident { $($required:ident: $type:ty),* } { $($optional:ident: $inner:ty),* }) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub(crate) struct $name {
            $(pub(crate) $required: $type,)*
            $(#[serde(skip_serializing_if = "Option::is_none")] pub(crate) $optional: Option<$inner>,)*
        }

        impl $name {
            const FIELDS: &'static [Field] = &[
                $(Field::required(stringify!($required)),)*
                $(Field::optional(stringify!($optional)),)*
            ];
        }

        impl Encode for $name {
            fn encode(&self, writer: &mut Writer<'_>) {
                let values: &[&dyn Encode] = &[$(&self.$required,)* $(&self.$optional,)*];
                writer.object(Self::FIELDS, values);
            }
        }

        impl Decode for $name {
            fn blank() -> Self {
                Self { $($required: blank(),)* $($optional: None,)* }
            }

            fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                let slots: &mut [&mut dyn Decode] = &mut [$(&mut self.$required,)* $(&mut self.$optional,)*];
                reader.object(Self::FIELDS, slots)
            }
        }
    };
}

model!(Issue {
    id: i64,
    number: i64,
    title: String,
    state: State,
    author: User,
    assignees: Vec<User>,
    labels: Vec<Label>,
    locked: bool,
    comments: i64,
    created_at: String,
    updated_at: String,
    reactions: BTreeMap<String, i64>,
    source: Source
} {
    body: String,
    closed_at: String,
    milestone: Milestone,
    weight: f64
});
model!(User { id: i64, login: String, url: String, admin: bool } { name: String, email: String });
model!(Label { id: i64, name: String, color: String, default: bool } { description: String });
model!(Milestone { id: i64, title: String, state: State, open_issues: i64, closed_issues: i64 } { due_on: String });
model!(Branch { repository: String, name: String, commit: String } {});
model!(Fork { owner: User, commit: String } {});
model!(Series { name: String, unit: String, start: i64, points: Vec<f64> } {});
model!(TextFile { path: String, mode: String, size: i64, content: String } { encoding: String });
model!(LabelPage { items: Vec<Label> } { next: String });
model!(NewLabel { name: String, color: String } { description: String });

/// An enumeration that bears values it does not know; the derive would refuse them, so serde's part is by hand too.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum State {
    Open,
    Closed,
    Merged,
    Unrecognized(UnrecognizedValue),
}

impl State {
    fn as_str(&self) -> &str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Merged => "merged",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
}

impl From<&str> for State {
    fn from(value: &str) -> Self {
        match value {
            "open" => Self::Open,
            "closed" => Self::Closed,
            "merged" => Self::Merged,
            other => Self::Unrecognized(unrecognized(other)),
        }
    }
}

impl Encode for State {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.string(self.as_str());
    }
}

impl Decode for State {
    fn blank() -> Self {
        Self::Unrecognized(unrecognized(""))
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = Self::from(reader.string()?);
        Ok(())
    }
}

/// The derived form of the enum.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Derived {
    Open,
    Closed,
    Merged,
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Open => Derived::Open.serialize(serializer),
            Self::Closed => Derived::Closed.serialize(serializer),
            Self::Merged | Self::Unrecognized(_) => Derived::Merged.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Derived::deserialize(deserializer)? {
            Derived::Open => Self::Open,
            Derived::Closed => Self::Closed,
            Derived::Merged => Self::Merged,
        })
    }
}

/// A union with a discriminator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Source {
    Branch(Branch),
    Fork(Fork),
    #[serde(skip)]
    Unrecognized(UnrecognizedJson),
}

impl Encode for Source {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Branch(value) => writer.tagged("kind", "branch", value),
            Self::Fork(value) => writer.tagged("kind", "fork", value),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl Decode for Source {
    fn blank() -> Self {
        Self::Unrecognized(blank())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = match reader.tag("kind")?.as_deref() {
            Some("branch") => Self::Branch(reader.value()?),
            Some("fork") => Self::Fork(reader.value()?),
            _ => Self::Unrecognized(reader.value()?),
        };
        Ok(())
    }
}
