//! Which resource an operation belongs to, and what its method is called: as people would choose without configuration.

use std::collections::BTreeMap;

use sdkgen::{Config, Options, Outcome, Source};
use serde_json::{Map, Value, json};

/// An operation: its method and path, its `operationId` if it has one, its tag and its summary if it
/// has them, and its response.
struct Operation {
    endpoint: &'static str,
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    response: Value,
}

fn operation(endpoint: &'static str) -> Operation {
    Operation { endpoint, id: "", tag: "", summary: "", response: object(&[]) }
}

impl Operation {
    fn id(self, id: &'static str) -> Self {
        Self { id, ..self }
    }

    fn tag(self, tag: &'static str) -> Self {
        Self { tag, ..self }
    }

    fn summary(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    fn returns(self, response: Value) -> Self {
        Self { response, ..self }
    }
}

/// An object with a text and these lists.
fn object(lists: &[&str]) -> Value {
    let mut properties = Map::new();
    properties.insert("title".to_owned(), json!({"type": "string"}));
    properties.extend(lists.iter().map(|list| ((*list).to_owned(), list_of_objects())));
    json!({"type": "object", "properties": properties})
}

fn list_of_objects() -> Value {
    json!({"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}})
}

/// Returns the call of each operation, by its endpoint.
fn calls(operations: &[Operation]) -> BTreeMap<&'static str, String> {
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        let (method, path) = operation.endpoint.split_once(' ').expect("a method and a path");
        let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let parameters: Vec<Value> = names
            .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
            .collect();
        let mut written = json!({
            "parameters": parameters,
            "responses": {"200": {"description": "It worked", "content": {"application/json": {"schema": operation.response}}}},
        });
        if !operation.id.is_empty() {
            written["operationId"] = json!(operation.id);
        }
        if !operation.summary.is_empty() {
            written["summary"] = json!(operation.summary);
        }
        if !operation.tag.is_empty() {
            written["tags"] = json!([operation.tag]);
        }
        paths.entry(path).or_insert_with(|| json!({}))[method.to_lowercase()] = written;
    }
    let document = json!({"openapi": "3.0.3", "info": {"title": "Names", "version": "1"}, "paths": paths});
    let source = Source::new("names.json", document.to_string());
    let mut outcome = Outcome::default();
    let model = sdkgen::model(&source, &Config::default(), &Options::default(), &mut outcome, &mut |_| ());
    let model = model.unwrap_or_else(|| panic!("it is a document: {:?}", outcome.diagnostics));
    let api = &model.api;
    let call = |index: usize| {
        let id = api.operation_ids().nth(index).expect("there are as many");
        let operation = &api.operations[index];
        let mut steps = Vec::new();
        let mut resource = Some(operation.resource);
        while let Some(id) = resource {
            steps.push(model.names.resource(id).accessor.as_str().to_owned());
            resource = api.resources[id.index()].parent;
        }
        steps.reverse();
        steps.push(model.names.operation(id).method.as_str().to_owned());
        (format!("{} {}", operation.method.as_str(), operation.path), steps.join("."))
    };
    let found: BTreeMap<String, String> = (0..api.operations.len()).map(call).collect();
    operations.iter().map(|operation| (operation.endpoint, found[operation.endpoint].clone())).collect()
}

/// Checks each operation's call.
#[track_caller]
fn check(expected: Vec<(Operation, &str)>) {
    let (operations, expected): (Vec<Operation>, Vec<&str>) = expected.into_iter().unzip();
    let found = calls(&operations);
    let found: Vec<(&str, &str)> =
        operations.iter().map(|operation| (operation.endpoint, found[operation.endpoint].as_str())).collect();
    let expected: Vec<(&str, &str)> =
        operations.iter().zip(expected).map(|(operation, call)| (operation.endpoint, call)).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_action_is_a_method_of_what_precedes_it() {
    check(vec![
        (operation("POST /networks/prune"), "networks.prune"),
        (operation("GET /networks/list").returns(list_of_objects()), "networks.list"),
        (operation("POST /feedback/batch"), "feedback.batch"),
        (operation("POST /jobs/{id}/cancel"), "jobs.cancel"),
        (operation("POST /jobs/{id}/partial-retry").id("partialRetry"), "jobs.partial_retry"),
        (operation("GET /jobs/{id}/output"), "jobs.output"),
        (operation("GET /jobs/get_or_create/{name}"), "jobs.get_or_create"),
        (operation("POST /models/{name}:predict"), "models.predict"),
        (operation("POST /users/{id}/wallet-link").id("createWalletLink"), "users.create_wallet_link"),
    ]);
}

#[test]
fn an_action_may_be_followed_by_its_target() {
    check(vec![
        (operation("GET /apps/{app}").id("getApp"), "apps.retrieve"),
        (operation("POST /apps/{app}/move/team/{team}").id("moveApp"), "apps.move_"),
        (operation("POST /apps/{app}/copy/team/{team}").summary("Copies an app to another team"), "apps.copy_to_team"),
        (operation("POST /apps/{app}/link/sites").id("link_app_with_sites"), "apps.link_with_sites"),
        // Several of them are operations of a resource.
        (operation("POST /apps/{app}/simulate/login").id("simulateLogin"), "apps.simulate.login"),
        (operation("POST /apps/{app}/simulate/purchase").id("simulatePurchase"), "apps.simulate.purchase"),
        // The words are no verbs here: nothing says so.
        (operation("PUT /apps/{app}/backup/settings").id("updateSettings"), "apps.backup.settings.update"),
        (operation("GET /apps/{app}/export/files").id("exportFiles"), "apps.export.files.retrieve"),
        // What has several methods is a resource.
        (operation("POST /apps/{app}/test/runs").id("testApp"), "apps.test.runs.create"),
        (operation("DELETE /apps/{app}/test/runs").id("deleteRuns"), "apps.test.runs.delete"),
    ]);
}

#[test]
fn an_action_is_no_resource_whatever_the_identifiers_begin_with() {
    check(vec![
        (operation("POST /send/audio").id("sendAudio"), "send.audio"),
        (operation("POST /send/image").id("sendImage"), "send.image"),
        (operation("POST /send/file").id("sendFile"), "send.file"),
        (operation("GET /user/info").id("userInfo"), "user.info"),
        (operation("POST /group/leave").id("leaveGroup").tag("group"), "group.leave"),
        (operation("POST /message/{message}/revoke").id("revokeMessage"), "message.revoke"),
        (operation("POST /message/{message}/delete").id("deleteMessage"), "message.delete"),
    ]);
}

#[test]
fn an_action_without_a_resource_is_about_its_object() {
    check(vec![
        (operation("POST /search").id("searchThings"), "search.things"),
        (operation("POST /contact").id("Contact_Post"), "contact.create"),
        (operation("GET /things/{thing}").id("getThing"), "things.retrieve"),
        (operation("POST /things").id("createThing"), "things.create"),
    ]);
}

#[test]
fn a_name_does_not_repeat_its_resource() {
    check(vec![
        (operation("GET /chat.list").id("chat.list"), "chat.list"),
        (operation("GET /users.list").id("users.list"), "users.list"),
        (operation("POST /chat.delete").id("chat.delete"), "chat.delete"),
        (operation("POST /chat.post").id("chat.chat_post_message"), "chat.post_message"),
        (operation("GET /chat.chat").id("chat.chat"), "chat.chat"),
        (operation("GET /chat.by").id("chat.chat_by_name"), "chat.chat_by_name"),
    ]);
}

#[test]
fn a_noun_with_several_methods_or_paths_is_a_resource() {
    check(vec![
        (operation("GET /users/{id}/avatar"), "users.avatar.retrieve"),
        (operation("DELETE /users/{id}/avatar"), "users.avatar.delete"),
        (operation("POST /users/{id}/messages"), "users.messages.create"),
        (operation("GET /orders/search/{id}"), "orders.search.retrieve"),
        (operation("POST /orders/search"), "orders.search.create"),
        (operation("POST /audio/speech").id("createSpeech"), "audio.speech.create"),
    ]);
}

#[test]
fn a_path_of_its_own_belongs_to_its_tag() {
    check(vec![
        (operation("GET /health").tag("System"), "system.health"),
        (operation("POST /login").tag("Auth"), "auth.login"),
        (operation("GET /balance").tag("Balance"), "balance.retrieve"),
        (operation("GET /plans").tag("Billing").returns(list_of_objects()), "plans.list"),
    ]);
}

#[test]
fn put_updates_unless_patch_does() {
    check(vec![
        (operation("PUT /users/{id}"), "users.update"),
        (operation("PUT /teams/{id}"), "teams.replace"),
        (operation("PATCH /teams/{id}"), "teams.update"),
        (operation("GET /settings"), "settings.retrieve"),
        (operation("POST /settings").id("updateSettings"), "settings.update"),
    ]);
}

#[test]
fn a_list_is_what_holds_many() {
    check(vec![
        (operation("GET /pets").returns(list_of_objects()), "pets.list"),
        (operation("GET /owners").returns(object(&["data"])), "owners.list"),
        (operation("GET /audit-events").returns(object(&["events", "warnings"])), "audit_events.list"),
        (operation("GET /leads").returns(json!({"properties": {"_embedded": object(&["any"])}})), "leads.list"),
        (operation("GET /swarm").returns(object(&["nodes"])), "swarm.retrieve"),
        (operation("GET /preferences").returns(object(&["languages"])), "preferences.retrieve"),
        (operation("GET /teams").id("list_teams").returns(object(&["languages"])), "teams.list"),
        // What lies below one thing, and not that thing.
        (operation("GET /entries/{user}").returns(list_of_objects()), "entries.list"),
        (operation("GET /readings/{sensor}").returns(object(&["items"])), "readings.retrieve"),
    ]);
}

/// A property or a path that is added later must not rename what there was.
#[test]
fn a_name_stays_when_the_document_grows() {
    let of = |response: &Value, more: bool| {
        let mut operations = vec![operation("GET /version").returns(response.clone())];
        operations.push(operation("GET /limits").returns(response.clone()));
        if more {
            operations.push(operation("GET /version/{id}"));
            operations.push(operation("GET /limits/{id}"));
        }
        let calls = calls(&operations);
        [calls["GET /version"].clone(), calls["GET /limits"].clone()]
    };
    let before = of(&object(&[]), false);
    assert_eq!(before, ["version.retrieve", "limits.retrieve"]);
    for (lists, more) in [(&["components"][..], false), (&["components", "plugins"], false), (&[], true)] {
        assert_eq!(of(&object(lists), more), before, "{lists:?}");
    }
}

#[test]
fn identifiers_that_name_a_resource_are_followed() {
    check(vec![
        (operation("GET /pipelines/{id}").id("PipelineStatuses_getById"), "pipeline_statuses.get_by_id"),
        (operation("GET /pipelines").id("PipelineStatuses_list"), "pipeline_statuses.list"),
        (operation("DELETE /widgets/{id}").id("Widgets_uninstall"), "widgets.uninstall"),
    ]);
    check(vec![
        (operation("GET /containers/{id}/json").id("ContainerInspect"), "containers.inspect"),
        (operation("GET /containers/json").id("ContainerList"), "containers.list"),
        (operation("GET /info").id("SystemInfo").tag("System"), "system.info"),
        (operation("POST /containers/{id}/kill").id("ContainerKill"), "containers.kill"),
    ]);
    check(vec![
        (operation("GET /a").id("acme.members.list"), "members.list"),
        (operation("GET /b").id("acme.teams.get"), "teams.get"),
    ]);
    // Words with `_` between them, and those that only repeat the path, name no resource.
    check(vec![
        (operation("GET /pets").id("list_pets").returns(list_of_objects()), "pets.list"),
        (operation("POST /pets").id("create_pet"), "pets.create"),
        (operation("POST /pets/{id}").id("post_pets_id"), "pets.update"),
    ]);
}

#[test]
fn versions_and_formats_are_no_resources() {
    check(vec![
        (operation("GET /2010-04-01/Accounts/{Sid}/Calls.json").returns(object(&["calls"])), "accounts.calls.list"),
        (operation("POST /2010-04-01/Accounts/{Sid}/Calls.json"), "accounts.calls.create"),
        (operation("GET /v1/zones/{id}/json"), "zones.retrieve"),
        (operation("GET /beta/agents/{id}"), "agents.retrieve"),
    ]);
    // A later version of what there is already.
    check(vec![
        (operation("GET /v2/users/{id}"), "v2.users.retrieve"),
        (operation("GET /v1/users/{id}"), "users.retrieve"),
        (operation("GET /v2/teams/{id}"), "teams.retrieve"),
        (operation("GET /report.csv").id("report_csv"), "report_csv.retrieve"),
        (operation("GET /report.json").id("report_json"), "report_json.retrieve"),
    ]);
}

#[test]
fn operations_of_one_name_are_distinguished_by_what_they_say() {
    check(vec![
        (operation("POST /threads/runs").id("createThreadAndRun"), "threads.runs.create_thread_and_run"),
        (operation("POST /threads/{thread_id}/runs").id("createRun"), "threads.runs.create"),
        (operation("GET /users/{id}"), "users.retrieve"),
        (operation("GET /users/by-name/{name}"), "users.retrieve_by_name"),
        (operation("GET /orders/transactions").returns(list_of_objects()), "orders.transactions.list"),
        (
            operation("GET /orders/{order_id}/transactions").returns(list_of_objects()),
            "orders.transactions.list_by_order",
        ),
        (operation("GET /sessions/{id}/clone"), "sessions.clone_session"),
    ]);
}

#[test]
fn an_operation_without_identifier_renames_no_other() {
    let named = |more: bool| {
        let endpoints = [
            ("GET /a/{id}", "Accounts_getById"),
            ("GET /a", "Accounts_list"),
            ("POST /a", "Accounts_open"),
            ("DELETE /a/{id}", "Accounts_close"),
            ("GET /b/{id}", "Budgets_getById"),
            ("GET /b", "Budgets_list"),
            ("POST /b", "Budgets_plan"),
            ("DELETE /b/{id}", "Budgets_drop"),
            ("GET /c", "Cards_list"),
        ];
        let mut operations: Vec<Operation> = endpoints.into_iter().map(|(at, id)| operation(at).id(id)).collect();
        operations.extend(more.then(|| operation("GET /d/{id}")));
        calls(&operations)
    };
    let (before, mut after) = (named(false), named(true));
    assert_eq!(after.remove("GET /d/{id}").as_deref(), Some("d.retrieve"));
    assert_eq!(before, after);
    assert_eq!(before["POST /a"], "accounts.open");
}

/// Neither who of two has the plain name nor where anything belongs depends on the order of the document.
#[test]
fn the_order_of_the_document_decides_nothing() {
    let operations = || {
        vec![
            operation("GET /orders/{order_id}/transactions").returns(list_of_objects()),
            operation("GET /orders/transactions").returns(list_of_objects()),
            operation("POST /threads/runs").id("createThreadAndRun"),
            operation("POST /threads/{thread_id}/runs").id("createRun"),
            operation("GET /v2/users/{id}"),
            operation("GET /v1/users/{id}"),
        ]
    };
    let mut reversed = operations();
    reversed.reverse();
    assert_eq!(calls(&operations()), calls(&reversed));
}

/// The description of a tag is that of the resource that the tag means, in every script.
#[test]
fn a_resource_is_described_by_its_tag() {
    let list = json!({"responses": {"204": {"description": "None"}}, "tags": ["宠物", "Service Accounts"]});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Names", "version": "1"},
        "tags": [{"name": "宠物", "description": "Pets"}, {"name": "Service Accounts", "description": "Accounts"}],
        "paths": {"/service-accounts": {"get": list}, "/宠物": {"get": list}, "/owners": {"get": list}},
    });
    let source = Source::new("names.json", document.to_string());
    let mut outcome = Outcome::default();
    let model = sdkgen::model(&source, &Config::default(), &Options::default(), &mut outcome, &mut |_| ());
    let model = model.unwrap_or_else(|| panic!("it is a document: {:?}", outcome.diagnostics));
    let described = model.api.resources.iter().map(|resource| resource.docs.description.as_deref());
    assert_eq!(described.collect::<Vec<_>>(), [None, Some("Accounts"), Some("Pets")]);
}
