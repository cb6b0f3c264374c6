//! Models in the form that the generator emits, where everything is public.

#![allow(unreachable_pub)]

use std::collections::BTreeMap;

use sdkgen_runtime::private::{
    Candidate, Decode, Encode, Fault, Field, Kept, Nulls, Reader, Writer, blank, object, serde_impls, string_enum,
    unrecognized_integer, wire_integer,
};
use sdkgen_runtime::{IntoPatch, UnrecognizedInteger, UnrecognizedJson, UnrecognizedValue};
use serde_json::Value;

#[derive(Clone)]
#[non_exhaustive]
pub struct Invoice {
    pub id: String,
    pub customer: Option<String>,
    pub status: Status,
    pub lines: Vec<Line>,
    pub note: Option<String>,
    pub parent: Option<Box<Invoice>>,
    pub paid_at: Option<i64>,
    kept: Kept,
    nulls: Nulls,
}

impl Invoice {
    #[must_use]
    pub fn note(mut self, note: impl IntoPatch<String>) -> Self {
        self.note = self.nulls.set(5, note.into_patch());
        self
    }

    #[must_use]
    pub fn parent(mut self, parent: impl IntoPatch<Invoice>) -> Self {
        self.parent = self.nulls.set(6, parent.into_patch()).map(Box::new);
        self
    }
}

object!(Invoice, kept in kept, nulls in nulls {
    _: constant("object", "\"invoice\""),
    id: required("id"),
    customer: optional("customer"),
    status: required("status"),
    lines: required("lines"),
    note: optional_nullable("note"),
    parent: optional_nullable("parent"),
    paid_at: nullable("paid_at"),
});

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Line {
    pub price: f64,
    pub level: Option<Level>,
    pub tags: BTreeMap<String, BTreeMap<String, u8>>,
}

impl Line {
    pub(crate) const FIELDS: &'static [Field] =
        &[Field::required("price"), Field::optional("level"), Field::optional("tags")];
}

impl Encode for Line {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(Self::FIELDS, &[&self.price, &self.level, &self.tags]);
    }
}

impl Decode for Line {
    fn blank() -> Self {
        Self { price: blank(), level: None, tags: BTreeMap::new() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(Self::FIELDS, &mut [&mut self.price, &mut self.level, &mut self.tags])
    }
}

serde_impls!(Line);

/// An object that keeps unknown properties.
#[derive(Clone)]
#[non_exhaustive]
pub struct Open {
    pub name: String,
    pub size: Option<u32>,
    pub other: BTreeMap<String, Value>,
    kept: Kept,
}

object!(Open, kept in kept, rest in other {
    name: required("name"),
    _: constant("v", "1"),
    size: optional("size"),
});

#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Status {
    Draft,
    Paid,
    Unrecognized(UnrecognizedValue),
}

string_enum!(Status {
    "draft" => Draft,
    "paid" => Paid,
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    Low,
    High,
    Unrecognized(UnrecognizedInteger),
}

impl Level {
    pub fn as_i64(&self) -> i64 {
        match self {
            Self::Low => 1,
            Self::High => 10,
            Self::Unrecognized(value) => value.as_i64(),
        }
    }
}

impl From<i64> for Level {
    fn from(value: i64) -> Self {
        match value {
            1 => Self::Low,
            10 => Self::High,
            other => Self::Unrecognized(unrecognized_integer(other)),
        }
    }
}

wire_integer!(Level);

/// Has no field for the tag of the union it is in.
#[derive(Clone, Debug, PartialEq)]
pub struct Cat {
    pub lives: i64,
}

impl Cat {
    pub(crate) const FIELDS: &'static [Field] = &[Field::required("lives")];
}

impl Encode for Cat {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(Self::FIELDS, &[&self.lives]);
    }
}

impl Decode for Cat {
    fn blank() -> Self {
        Self { lives: blank() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(Self::FIELDS, &mut [&mut self.lives])
    }
}

serde_impls!(Cat);

/// Has a field for the tag, and can hold another pet.
#[derive(Clone, Debug, PartialEq)]
pub struct Dog {
    pub kind: Option<String>,
    pub chases: Option<Pet>,
}

impl Dog {
    pub(crate) const FIELDS: &'static [Field] = &[Field::optional("kind"), Field::optional("chases")];
}

impl Encode for Dog {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(Self::FIELDS, &[&self.kind, &self.chases]);
    }
}

impl Decode for Dog {
    fn blank() -> Self {
        Self { kind: None, chases: None }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(Self::FIELDS, &mut [&mut self.kind, &mut self.chases])
    }
}

serde_impls!(Dog);

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Free(BTreeMap<String, Value>),
    Unrecognized(UnrecognizedJson),
}

impl Pet {
    const CANDIDATES: &'static [Candidate] =
        &[Candidate::any().tagged(&["cat"]), Candidate::any().tagged(&["dog"]), Candidate::any().tagged(&["7"])];
}

impl Encode for Pet {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Cat(value) => writer.tagged("kind", "cat", value),
            Self::Dog(value) => writer.tagged("kind", "dog", value),
            Self::Free(value) => writer.tagged("kind", "7", value),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl Decode for Pet {
    fn blank() -> Self {
        Self::Unrecognized(blank())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let mut read = |index: usize, reader: &mut Reader<'_>| {
            *self = match index {
                0 => Self::Cat(reader.value()?),
                1 => Self::Dog(reader.value()?),
                _ => Self::Free(reader.value()?),
            };
            Ok(())
        };
        if !reader.choose_tagged("kind", Self::CANDIDATES, &mut read)? {
            *self = Self::Unrecognized(reader.value()?);
        }
        Ok(())
    }
}

serde_impls!(Pet);

/// An untagged union that contains itself, the hardest case for looking ahead.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Source {
    Id(String),
    Card(Card),
    Node(Box<Node>),
    Many(Vec<Source>),
    Unrecognized(UnrecognizedJson),
}

impl Source {
    const CANDIDATES: &'static [Candidate] =
        &[Candidate::string(), Candidate::object(Card::FIELDS), Candidate::object(Node::FIELDS), Candidate::array()];
}

impl Encode for Source {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Id(value) => value.encode(writer),
            Self::Card(value) => value.encode(writer),
            Self::Node(value) => value.encode(writer),
            Self::Many(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl Decode for Source {
    fn blank() -> Self {
        Self::Unrecognized(blank())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let found = reader.choose(Self::CANDIDATES, &mut |index, reader| {
            *self = match index {
                0 => Self::Id(reader.value()?),
                1 => Self::Card(reader.value()?),
                2 => Self::Node(reader.value()?),
                _ => Self::Many(reader.value()?),
            };
            Ok(())
        })?;
        if !found {
            *self = Self::Unrecognized(reader.value()?);
        }
        Ok(())
    }
}

serde_impls!(Source);

#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    pub number: String,
    pub month: Option<u8>,
}

impl Card {
    pub(crate) const FIELDS: &'static [Field] = &[Field::required("number"), Field::optional("month")];
}

impl Encode for Card {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(Self::FIELDS, &[&self.number, &self.month]);
    }
}

impl Decode for Card {
    fn blank() -> Self {
        Self { number: blank(), month: None }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(Self::FIELDS, &mut [&mut self.number, &mut self.month])
    }
}

serde_impls!(Card);

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub left: Source,
    pub right: Source,
}

impl Node {
    pub(crate) const FIELDS: &'static [Field] = &[Field::required("left"), Field::required("right")];
}

impl Encode for Node {
    fn encode(&self, writer: &mut Writer<'_>) {
        writer.object(Self::FIELDS, &[&self.left, &self.right]);
    }
}

impl Decode for Node {
    fn blank() -> Self {
        Self { left: blank(), right: blank() }
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.object(Self::FIELDS, &mut [&mut self.left, &mut self.right])
    }
}

serde_impls!(Node);

/// A tagged union with one variant, which has a constant and can contain the union.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Document {
    Invoice(Box<Invoice>),
    Unrecognized(UnrecognizedJson),
}

impl Document {
    const CANDIDATES: &'static [Candidate] = &[Candidate::any().tagged(&["i"])];
}

impl Encode for Document {
    fn encode(&self, writer: &mut Writer<'_>) {
        match self {
            Self::Invoice(value) => value.encode(writer),
            Self::Unrecognized(value) => value.encode(writer),
        }
    }
}

impl Decode for Document {
    fn blank() -> Self {
        Self::Unrecognized(blank())
    }

    fn decode(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let mut read = |_: usize, reader: &mut Reader<'_>| {
            *self = Self::Invoice(reader.value()?);
            Ok(())
        };
        if !reader.choose_tagged("id", Self::CANDIDATES, &mut read)? {
            *self = Self::Unrecognized(reader.value()?);
        }
        Ok(())
    }
}

serde_impls!(Document);
