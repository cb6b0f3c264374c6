//! Presence: absent, null and a value, in what is sent and in what is received.

use sdkgen_golden::Patch;
use sdkgen_golden::models::{ListCursorsResponsePageInfo, Passenger, Presence};

use super::{body, responding};

const LEAST: &str = r#"{"required":"a","required_nullable":null}"#;

#[tokio::test]
async fn what_is_not_set_is_left_out() {
    let (client, mock) = responding(LEAST);
    let state = Presence::new("a", None);
    let response = client.items().update("itm_1", &state).await.expect("the call succeeds");
    assert_eq!(body(&mock), format!(r#"{{"state":{LEAST}}}"#));
    assert_eq!(response, Some(state));
}

#[tokio::test]
async fn null_is_written_where_it_is_said() {
    let (client, mock) = responding("null");
    let state = Presence::new("a", Some("b".to_owned())).optional_nullable(None).optional_nullable_object(None);
    let response = client.items().update("itm_1", &state).await.expect("the call succeeds");
    assert_eq!(
        body(&mock),
        r#"{"state":{"required":"a","required_nullable":"b","optional_nullable":null,"optional_nullable_object":null}}"#
    );
    assert_eq!(response, None, "the response may be null");
}

#[tokio::test]
async fn values_are_written() {
    let all = r#"{"required":"a","required_nullable":"b","optional":1,"optional_nullable":2,"optional_nullable_object":{"name":"c"},"pin":"0"}"#;
    let (client, mock) = responding(all);
    let state = Presence::new("a", Some("b".to_owned())).optional(1).optional_nullable(2);
    let state = state.optional_nullable_object(Passenger::new("c")).pin("0");
    let response = client.items().update("itm_1", &state).states(std::slice::from_ref(&state)).await;
    assert_eq!(body(&mock), format!(r#"{{"state":{all},"states":[{all}]}}"#));
    assert_eq!(response.expect("the call succeeds"), Some(state));
}

#[test]
fn the_three_states_are_distinguished_when_received() {
    let read = |text: &str| sdkgen_golden::serde_json::from_str::<Presence>(text).expect("it is a value");
    let written = |value: &Presence| sdkgen_golden::serde_json::to_string(value).expect("it can be written");
    assert_eq!(read(LEAST).optional_nullable, None);
    assert_eq!(written(&read(LEAST)), LEAST);
    let nulls = r#"{"required":"a","required_nullable":null,"optional":null,"optional_nullable":null}"#;
    assert_eq!((read(nulls).optional_nullable, read(nulls).optional), (None, None));
    let distinct = r#"{"required":"a","required_nullable":null,"optional_nullable":null}"#;
    assert_eq!(written(&read(nulls)), distinct, "a null that was not announced is taken as absent");
    assert_ne!(read(nulls), read(LEAST), "they are sent differently");
    assert_eq!(read(nulls), read(LEAST).optional_nullable(None));
    let value = r#"{"required":"a","required_nullable":null,"optional_nullable":3,"received_at":"now"}"#;
    assert_eq!(read(value).optional_nullable, Some(3));
    assert_eq!(read(value).received_at.as_deref(), Some("now"));
}

#[test]
fn what_was_read_is_changed_and_sent_back() {
    let read = |text: &str| sdkgen_golden::serde_json::from_str::<Presence>(text).expect("it is a value");
    let written = |value: &Presence| sdkgen_golden::serde_json::to_string(value).expect("it can be written");
    let text = r#"{"required":"a","required_nullable":null,"optional_nullable":null,"optional_nullable_object":null}"#;
    let mut state = read(text);
    state.required = "b".to_owned();
    assert_eq!(written(&state), text.replace(r#""a""#, r#""b""#));
    state.optional_nullable = Some(4);
    assert_eq!(
        written(&state),
        r#"{"required":"b","required_nullable":null,"optional_nullable":4,"optional_nullable_object":null}"#
    );
    let state = state.optional_nullable_object(Patch::Absent);
    assert_eq!(written(&state), r#"{"required":"b","required_nullable":null,"optional_nullable":4}"#);
    assert_eq!(state, Presence::new("b", None).optional_nullable(4));
    assert!(!format!("{state:?}").contains("nulls"), "{state:?}");
}

#[test]
fn a_model_that_is_only_received_keeps_null_as_well() {
    for text in [
        r#"{"has_next_page":true,"has_previous_page":false}"#,
        r#"{"has_next_page":true,"has_previous_page":false,"start_cursor":null,"end_cursor":"x"}"#,
        r#"{"has_next_page":true,"has_previous_page":false,"start_cursor":"x","end_cursor":null}"#,
    ] {
        let info: ListCursorsResponsePageInfo = sdkgen_golden::serde_json::from_str(text).expect("it is a value");
        assert_eq!(sdkgen_golden::serde_json::to_string(&info).expect("it can be written"), text);
    }
}

#[test]
fn what_is_missing_is_named() {
    let error = sdkgen_golden::serde_json::from_str::<Presence>(r#"{"required_nullable":null}"#)
        .expect_err("a member is missing");
    assert!(error.to_string().contains("required"), "{error}");
}

#[tokio::test]
async fn an_input_is_left_alone_emptied_or_set() {
    for (note, expected) in
        [(Patch::Absent, ""), (Patch::Null, r#","note":null"#), (Patch::Value("x".to_owned()), r#","note":"x""#)]
    {
        let (client, mock) = responding(r#"{"object":"item","id":"i","name":"n","owner":null,"reaction":""}"#);
        client.items().create("n", "o").note(note).await.expect("the call succeeds");
        assert_eq!(body(&mock), format!(r#"{{"object":"item","version":2,"name":"n","owner":"o"{expected}}}"#));
    }
}
