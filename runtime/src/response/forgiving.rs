//! Decodes bodies forgivingly, and describes what deviates. Knows nothing of how the codec recovers.

use std::sync::Arc;

use serde_json::Value;

use super::deviation::{Detail, Deviation, DeviationEffect};
use super::deviations::{DeviationLog, Deviations};
use super::raw::RawResponse;
use crate::codec::{Decode, Fault, Noted, Remedy, decode_into, decode_json, forgiving_into};
use crate::error::excerpt;

/// Decodes the body of a response into `value`: strictly, and if that fails and decoding is forgiving, once more.
///
/// # Errors
///
/// Fails if the body is not JSON, or if the value cannot do without what deviates.
pub(super) fn decode(value: &mut dyn Decode, response: &RawResponse) -> Result<(), Fault> {
    match (decode_into(value, &response.body), &response.forgiving) {
        (Err(fault), Some(forgiving)) => forgive(value, fault, &response.body, (forgiving, response), true),
        (result, _) => result,
    }
}

/// Decodes a record of a stream, which strict decoding has refused with `fault`, into `value`.
///
/// # Errors
///
/// Fails with `fault` if the record is not JSON, or cannot do without what deviates.
pub(crate) fn decode_record(
    value: &mut dyn Decode,
    fault: Fault,
    json: &str,
    response: &RawResponse,
) -> Result<(), Fault> {
    match &response.forgiving {
        Some(forgiving) => forgive(value, fault, json.as_bytes(), (forgiving, response), false),
        None => Err(fault),
    }
}

/// Reports a record that is skipped, since it does not match its type; returns whether decoding is forgiving.
pub(crate) fn skip_record(fault: &Fault, json: &str, response: &RawResponse) -> bool {
    let Some(forgiving) = response.forgiving.as_ref().filter(|_| !fault.is_syntax()) else { return false };
    let noted = Noted { fault: fault.clone(), inner: fault.depth(), remedy: Remedy::LeftOut };
    forgiving.report(&described(&[noted], json.as_bytes(), (forgiving, response)));
    true
}

#[cold]
fn forgive(
    value: &mut dyn Decode,
    strict: Fault,
    json: &[u8],
    (log, response): (&DeviationLog, &RawResponse),
    keep: bool,
) -> Result<(), Fault> {
    if strict.is_syntax() {
        return Err(strict);
    }
    let (result, tolerance) = forgiving_into(value, json);
    if result.is_err() {
        return Err(strict);
    }
    let list = described(&tolerance.noted, json, (log, response));
    log.report(&list);
    if keep {
        log.keep(Deviations { list, more: tolerance.more }, tolerance.shortened);
    }
    Ok(())
}

/// Describes deviations of `json`, without its values.
fn described(noted: &[Noted], json: &[u8], (log, response): (&DeviationLog, &RawResponse)) -> Vec<Deviation> {
    let json = decode_json::<Value>(json).unwrap_or_default();
    let redact = |text: String| response.redact(&text, false).into_owned();
    let describe = |Noted { fault, inner, remedy }: &Noted| {
        Deviation(Box::new(Detail {
            origin: Arc::clone(&log.origin),
            status: response.status,
            path: redact(fault.path()),
            affected: redact(fault.path_above(*inner)),
            expected: redact(fault.expected()),
            found: if fault.is_missing() { None } else { Some(excerpt::found(&json, fault).map_or("null", kind)) },
            excerpt: excerpt::around(&json, response, fault),
            effect: match remedy {
                Remedy::LeftOut => DeviationEffect::LeftOut,
                Remedy::Neutral => DeviationEffect::Neutral,
                Remedy::Unrecognized => DeviationEffect::Unrecognized,
            },
        }))
    };
    noted.iter().map(describe).collect()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
