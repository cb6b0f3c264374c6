//! How long the source of a definition or an operation gets, estimated from the model: whether a file is divided must
//! not depend on how it is printed. Measured over the models and resources of Stripe, GitHub and OpenAI.

use crate::ir::{BodyContent, Docs, Field, Operation, Shape, TypeDef};

/// A file of more lines than this is divided. The estimate may be a fifth too low, and a file has about 3,000 lines at
/// most.
pub(super) const LONGEST: usize = 2_500;

/// Characters of a text in a line of docs, on average.
const WIDTH: usize = 75;

/// The lines of a definition.
pub(super) fn of_definition(def: &TypeDef) -> usize {
    let members = match &def.shape {
        Shape::Struct(shape) => 12 + shape.fields.iter().map(|field| of_field(field, def.usage.sent)).sum::<usize>(),
        Shape::StringEnum(shape) => {
            let value = |description: &Option<String>| 2 + of_text(description.as_deref());
            12 + shape.values.iter().map(|variant| value(&variant.description)).sum::<usize>()
        }
        Shape::IntegerEnum(shape) => 12 + 2 * shape.values.len(),
        Shape::Union(shape) => 24 + shape.variants.iter().map(|variant| 5 + of_docs(&variant.docs)).sum::<usize>(),
        Shape::Alias(_) => 2,
    };
    of_docs(&def.docs) + members
}

/// A field with its entry in the table of fields and, if requests hold it, its setter.
fn of_field(field: &Field, is_sent: bool) -> usize {
    let docs = of_docs(&field.docs).max(1);
    2 + docs + if is_sent { 7 + docs } else { 0 }
}

/// The lines of an operation: its method, its request with a setter for each input, and its facts.
pub(super) fn of_operation(operation: &Operation) -> usize {
    let fields = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Fields(fields)) => fields.as_slice(),
        Some(BodyContent::Whole(_)) | None => &[],
    };
    let inputs =
        operation.parameters.iter().map(|parameter| &parameter.docs).chain(fields.iter().map(|field| &field.docs));
    let inputs: usize = inputs.map(|docs| 8 + of_docs(docs)).sum();
    90 + of_docs(&operation.docs) + inputs + 2 * (operation.errors.len() + operation.responses.headers.len())
}

fn of_docs(docs: &Docs) -> usize {
    of_text(docs.summary.as_deref()) + of_text(docs.description.as_deref())
}

fn of_text(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.lines().map(|line| 1 + line.len() / WIDTH).sum())
}
