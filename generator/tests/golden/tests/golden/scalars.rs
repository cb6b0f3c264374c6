//! Values at the edges of their types, and values that are called like what traits have.

use std::str::FromStr;

use sdkgen_golden::jiff::Timestamp;
use sdkgen_golden::jiff::civil::date;
use sdkgen_golden::models::{Called, Code, Scalars, ScalarsFlags, ScalarsSign, ScalarsWide, Word};

use super::values::there_and_back;
use super::{body, json, responding, sent};

#[test]
fn values_may_be_called_like_items_of_traits() {
    for (text, word) in [
        ("err", Word::Err),
        ("ok", Word::Ok),
        ("output", Word::Output),
        ("error", Word::Error),
        ("item", Word::Item),
        ("into_iter", Word::IntoIter),
        ("target", Word::Target),
        ("owned", Word::Owned),
        ("from_str", Word::FromStr),
        ("as_str", Word::AsStr),
        ("self", Word::Self_),
        ("none", Word::None),
        ("unrecognized", Word::UnrecognizedValue),
    ] {
        assert_eq!(there_and_back::<Word>(&format!("{text:?}")), word);
        assert_eq!(Word::from_str(text), Ok(word.clone()));
        assert_eq!((word.as_str(), word.to_string().as_str()), (text, text));
    }
    assert_eq!((Code::from(1), Code::Error.as_i64()), (Code::Err, 2));
    assert_eq!(there_and_back::<Code>("3"), Code::Output);
    assert!(matches!(there_and_back::<Called>(r#"{"err":"a"}"#), Called::Err(_)));
    assert!(matches!(there_and_back::<Called>(r#"{"output":"a"}"#), Called::Output(_)));
    assert_eq!(there_and_back::<Called>("true"), Called::Error(true));
}

#[test]
fn values_that_differ_by_a_sign_are_named_by_it() {
    for (text, value) in [
        ("A+", ScalarsSign::APlus),
        ("A-", ScalarsSign::AMinus),
        ("c", ScalarsSign::C),
        ("c#", ScalarsSign::CSharp),
        ("c++", ScalarsSign::CPlusPlus),
        ("<10", ScalarsSign::LessThan10),
        ("asc", ScalarsSign::Asc),
        ("ASC", ScalarsSign::AscUpper),
        ("_x", ScalarsSign::UnderscoreX),
        ("👍", ScalarsSign::U1f44d),
    ] {
        assert_eq!(there_and_back::<ScalarsSign>(&json(&format!("{text:?}")).to_string()), value);
    }
}

#[test]
fn instants_at_the_end_of_time_are_kept() {
    let text = r#"{"until":"9999-12-31T23:59:59Z","dates":{"a":"9999-12-31T00:00:00Z","b":"0001-01-01T00:00:00Z"}}"#;
    let read = there_and_back::<Scalars>(text);
    assert_eq!(read.until, Some(Timestamp::MAX));
    let read: Scalars =
        sdkgen_golden::serde_json::from_str(r#"{"until":"2026-01-02T03:04:05"}"#).expect("no offset means UTC");
    assert_eq!(read.until.map(|until| until.to_string()).as_deref(), Some("2026-01-02T03:04:05Z"));
    for text in [r#"{"until":"soon"}"#, r#"{"until":"2026-02-30T00:00:00Z"}"#, r#"{"locally":"2026-01-02T03:04:05Z"}"#]
    {
        assert!(sdkgen_golden::serde_json::from_str::<Scalars>(text).is_err(), "{text}");
    }
    let read = there_and_back::<Scalars>(r#"{"locally":"2026-01-02T03:04:05"}"#);
    assert_eq!(read.locally, Some(date(2026, 1, 2).at(3, 4, 5, 0)));
}

#[test]
fn integers_beyond_64_bits_with_sign_are_kept() {
    let text = r#"{"big":18446744073709551615,"both":18446744073709551615}"#;
    let read = there_and_back::<Scalars>(text);
    assert_eq!((read.big, read.both), (Some(u64::MAX), Some(u64::MAX.into())));
    assert_eq!(there_and_back::<Scalars>(r#"{"both":-1}"#).both, Some(-1));
    assert_eq!(there_and_back::<ScalarsFlags>("9223372036854775808"), ScalarsFlags::N9223372036854775808);
    assert_eq!(there_and_back::<ScalarsFlags>("18446744073709551615").as_u64(), u64::MAX);
    assert_eq!(there_and_back::<ScalarsWide>("-1"), ScalarsWide::Minus1);
    assert!(matches!(there_and_back::<ScalarsWide>("-9223372036854775808"), ScalarsWide::Unrecognized(_)));
    assert!(sdkgen_golden::serde_json::from_str::<ScalarsFlags>("-1").is_err());
}

#[tokio::test]
async fn requests_spell_them_as_bodies_do() {
    let (client, mock) = responding("{}");
    let request = client.scalars().update().until(Timestamp::MAX).above(u64::MAX).word(Word::Err);
    let request = request.locally(date(2026, 1, 2).at(3, 4, 5, 0));
    let request = request.body_until(Timestamp::MAX).both(-1).flags(ScalarsFlags::from(3));
    request.await.expect("the call succeeds");
    let query = sent(&mock).url.clone();
    assert!(query.contains("until=9999-12-31T23%3A59%3A59Z"), "{query}");
    assert!(query.contains("above=18446744073709551615") && query.contains("word=err"), "{query}");
    assert!(query.contains("locally=2026-01-02T03%3A04%3A05"), "{query}");
    assert_eq!(json(&body(&mock)), json(r#"{"until":"9999-12-31T23:59:59Z","both":-1,"flags":3}"#));
}
