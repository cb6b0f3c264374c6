//! The responses that the documentation of the API shows decode with every field and encode back to the same JSON.

mod server;

use keycard::models::{
    CredentialCreateResponse, CredentialExpand, CredentialListResponse, PageInfoCursor, ServiceAccount,
    ServiceAccountCredential, ServiceAccountListResponse,
};
use keycard::serde_json::{self, Value, json};
use server::seeds::{ACCOUNT, ACCOUNTS, CREDENTIAL, CREDENTIALS, NEW_CREDENTIAL};

/// Decodes, encodes, and holds the result against the text.
#[track_caller]
fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) -> T {
    let model: T = serde_json::from_str(text).expect("the example is a response");
    let written = serde_json::to_string(&model).expect("a model can be written");
    assert_eq!(value(&written), value(text));
    assert_eq!(serde_json::from_str::<T>(&written).expect("what was written can be read"), model);
    assert_eq!(serde_json::from_value::<T>(value(text)).expect("a tree of values can be read"), model);
    model
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// The order of members is the document's, that of a map aside.
#[track_caller]
fn assert_order(written: &str, names: &[&str]) {
    let Value::Object(members) = value(written) else { panic!("it is an object") };
    assert_eq!(members.keys().collect::<Vec<_>>(), names);
}

#[test]
fn a_credential() {
    let credential: ServiceAccountCredential = round_trip(CREDENTIAL);
    assert_eq!(credential.id, "ab3def8hij2klm9opq5rst7uvw");
    assert_eq!(credential.client_id, "A1b2C3d4E5f6G7h8I9j0K");
    assert_eq!(credential.created_at, "2019-12-27T18:11:19.117Z".parse().unwrap());
    assert_eq!(credential.name, "name");
    assert_eq!(credential.description.as_deref(), Some("description"));
    assert_eq!(credential.last_used_at, Some("2019-12-27T18:11:19.117Z".parse().unwrap()));
    let permissions = credential.permissions.as_ref().expect("they are in the example");
    assert_eq!(permissions.keys().collect::<Vec<_>>(), ["organizations", "users"]);
    assert!(permissions["organizations"]["read"] && permissions["organizations"]["update"]);
    assert!(permissions["users"]["read"] && permissions["users"]["list"]);
    let written = serde_json::to_string(&credential).unwrap();
    assert_order(&written, &["id", "client_id", "created_at", "name", "description", "last_used_at", "permissions"]);
}

#[test]
fn a_page_of_credentials() {
    let page: CredentialListResponse = round_trip(CREDENTIALS);
    assert_eq!(page.items, [serde_json::from_str(CREDENTIAL).unwrap()]);
    assert!(page.page_info.has_next_page && page.page_info.has_prev_page);
    assert_eq!(page.page_info.end_cursor.as_deref(), Some("x"));
    assert_eq!(page.page_info.start_cursor.as_deref(), Some("x"));
    assert_eq!(page.permissions.as_ref().map(|permissions| permissions["users"]["list"]), Some(true));
}

#[test]
fn a_new_credential() {
    let credential: CredentialCreateResponse = round_trip(NEW_CREDENTIAL);
    assert_eq!(credential.client_secret.expose(), "client_secret");
    assert_eq!(credential.description.as_deref(), Some("description"));
    assert!(!format!("{credential:#?}").contains("\"client_secret\""));
}

#[test]
fn a_service_account() {
    let account: ServiceAccount = round_trip(ACCOUNT);
    assert_eq!(account.id, "ab3def8hij2klm9opq5rst7uvw");
    assert_eq!(account.created_at, account.updated_at);
    assert_eq!(account.updated_at.to_string(), "2019-12-27T18:11:19.117Z");
    assert_eq!((account.name.as_str(), account.description.as_deref()), ("name", Some("description")));
    assert!(account.permissions.expect("they are in the example")["organizations"]["update"]);
}

#[test]
fn a_page_of_service_accounts() {
    let page: ServiceAccountListResponse = round_trip(ACCOUNTS);
    assert_eq!(page.items, [serde_json::from_str(ACCOUNT).unwrap()]);
    assert_eq!(page.page_info.end_cursor.as_deref(), Some("x"));
}

#[test]
fn what_is_optional_may_be_absent_or_null() {
    let bare = r#"{"has_next_page":false,"has_prev_page":true}"#;
    let info: PageInfoCursor = round_trip(bare);
    assert_eq!((info.end_cursor.clone(), info.start_cursor.clone()), (None, None));
    let nulls = r#"{"has_next_page":false,"has_prev_page":true,"end_cursor":null,"start_cursor":null}"#;
    assert_eq!(serde_json::from_str::<PageInfoCursor>(nulls).unwrap(), info);
    assert_eq!(serde_json::to_string(&info).unwrap(), bare);
}

#[test]
fn unknown_values_are_kept_and_unknown_fields_do_no_harm() {
    let expand: CredentialExpand = serde_json::from_str(r#""owner""#).unwrap();
    assert!(matches!(expand, CredentialExpand::Unrecognized(_)));
    assert_eq!((expand.as_str(), serde_json::to_string(&expand).unwrap().as_str()), ("owner", r#""owner""#));
    assert_eq!(CredentialExpand::from("total_count"), CredentialExpand::TotalCount);
    assert_eq!("permissions".parse::<CredentialExpand>(), Ok(CredentialExpand::Permissions));
    assert_eq!(CredentialExpand::Permissions.to_string(), "permissions");

    let mut with_more = value(CREDENTIAL);
    with_more["owner"] = json!({ "deep": [1, { "x": null }] });
    let credential: ServiceAccountCredential = serde_json::from_value(with_more).unwrap();
    // It is kept, so that it comes back, and is part of the value.
    assert_eq!(serde_json::to_value(&credential).unwrap()["owner"], json!({ "deep": [1, { "x": null }] }));
    assert_ne!(credential, serde_json::from_str(CREDENTIAL).unwrap());
}

#[test]
fn a_missing_field_is_named_by_its_path() {
    let mut page = value(CREDENTIALS);
    page["items"][0].as_object_mut().unwrap().remove("client_id");
    let error = serde_json::from_value::<CredentialListResponse>(page).unwrap_err();
    assert!(error.to_string().contains("$.items[0].client_id"), "{error}");
}
