//! Every way in which this API spells a query: brackets, repeated names, booleans, constants. Each is held against the
//! exact query string.

#![cfg(feature = "testing")]

mod mock;

use keycard::models::{
    ApplicationTrait, CedarFormat, GrantStatus, ListExpand, OrganizationExpand, OrganizationRole, PolicySetSortKey,
    ProviderType, RoleScope, SecretType, SessionStatus, SessionType, SortOrder, ZoneExpand, ZoneListExpand, ZoneRole,
};
use keycard::{Client, Sending};
use mock::sent;

/// The query string as it is sent, without percent encoding; nothing in these tests has to be told apart by it.
async fn query<T: 'static>(call: impl FnOnce(Client) -> Sending<T>) -> String {
    let request = sent(call).await;
    let pairs = request.query();
    pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn nothing_is_sent_for_what_is_not_set() {
    let request = sent(|client| client.zones().list().send()).await;
    assert_eq!(request.url, "https://example.com/zones");
    let request = sent(|client| client.zones().list().expand(Vec::<ZoneListExpand>::new()).send()).await;
    assert_eq!(request.url, "https://example.com/zones", "an empty list is nothing");
}

#[tokio::test]
async fn brackets_are_escaped() {
    let request = sent(|client| {
        let zones = client.zones().list().expand([ZoneListExpand::TotalCount, ZoneListExpand::Permissions]);
        zones.filter_organization_id("o 1&2").limit(5).send()
    });
    let expected = "expand%5B%5D=total_count&expand%5B%5D=permissions&filter%5Borganization_id%5D=o%201%262&limit=5";
    assert_eq!(request.await.raw_query(), expected);
}

#[tokio::test]
async fn expand() {
    assert_eq!(
        query(|client| client.zones().retrieve("z").expand([ZoneExpand::Permissions]).send()).await,
        "expand[]=permissions"
    );
    assert_eq!(
        query(|client| client.zones().applications().list("z").expand([ListExpand::TotalCount]).send()).await,
        "expand[]=total_count"
    );
    // Organizations spell it without brackets.
    let organizations = |client: Client| {
        client.organizations().list().expand([OrganizationExpand::Permissions, OrganizationExpand::TotalCount]).send()
    };
    assert_eq!(query(organizations).await, "expand=permissions&expand=total_count");
    // A value that is newer than this release.
    assert_eq!(query(|client| client.zones().list().expand(["owner"]).send()).await, "expand[]=owner");
}

#[tokio::test]
#[allow(deprecated)]
async fn expand_has_a_deprecated_twin_beside_policies() {
    let both = |client: Client| {
        let policies = client.zones().policies().list("z");
        policies.expand([ListExpand::TotalCount]).legacy_expand([ListExpand::TotalCount]).send()
    };
    assert_eq!(query(both).await, "expand[]=total_count&expand=total_count");
    let set = |client: Client| client.zones().policy_sets().list("z").active(true).filter_active(false).send();
    assert_eq!(query(set).await, "active=true&filter[active]=false");
    let schemas =
        |client: Client| client.zones().policy_schemas().list("z").is_default(false).filter_default(true).send();
    assert_eq!(query(schemas).await, "is_default=false&filter[default]=true");
}

#[tokio::test]
async fn filters_and_searches_of_users() {
    let users = |client: Client| {
        let users = client.zones().users().list("z").filter_email(["a@example.com", "b@example.com"]).filter_id(["1"]);
        users.query(["x", "y"]).query_email(["e"]).query_subject(["s"]).sort("-created_at,email").send()
    };
    assert_eq!(
        query(users).await,
        "filter[email]=a@example.com&filter[email]=b@example.com&filter[id]=1&query[]=x&query[]=y&query[email]=e\
         &query[subject]=s&sort=-created_at,email"
    );
    let identities = |client: Client| {
        client.organizations().list_identities("o").query_email("e").role(OrganizationRole::OrgAdmin).send()
    };
    assert_eq!(query(identities).await, "query[email]=e&role=org_admin");
}

#[tokio::test]
async fn filters_and_searches_of_policies() {
    let policies = |client: Client| {
        let policies = client.zones().policies().list("z").filter_id(["1", "2"]).filter_owner_type(["customer"]);
        policies.query(["q"]).query_description(["d"]).query_name(["n"]).order(SortOrder::Desc).sort().send()
    };
    assert_eq!(
        query(policies).await,
        "filter[id]=1&filter[id]=2&filter[owner_type]=customer&query=q&query[description]=d&query[name]=n\
         &order=desc&sort=created_at"
    );
    let sets = |client: Client| {
        let sets = client.zones().policy_sets().list("z").filter_owner_type(["platform"]).filter_scope_type(["zone"]);
        sets.query(["q"]).query_name(["n"]).sort(PolicySetSortKey::Status).send()
    };
    assert_eq!(
        query(sets).await,
        "filter[owner_type]=platform&filter[scope_type]=zone&query=q&query[name]=n&sort=status"
    );
    let versions =
        |client: Client| client.zones().policies().versions().list("z", "p").format(CedarFormat::Json).send();
    assert_eq!(query(versions).await, "format=json");
}

#[tokio::test]
async fn traits_of_applications() {
    let applications = |client: Client| {
        let traits = [ApplicationTrait::Gateway, ApplicationTrait::McpProvider];
        client.zones().applications().list("z").traits(traits.clone()).traits_all(traits).send()
    };
    assert_eq!(
        query(applications).await,
        "traits=gateway&traits=mcp-provider&traits[all]=gateway&traits[all]=mcp-provider"
    );
}

#[tokio::test]
async fn setters_without_an_argument_send_the_one_value_there_is() {
    let sessions = |client: Client| {
        let sessions = client.zones().sessions().list("z").active().include_nested();
        sessions.session_type(SessionType::User).status(SessionStatus::Revoked).user_id("u").send()
    };
    assert_eq!(query(sessions).await, "active=true&include_nested=true&session_type=user&status=revoked&user_id=u");
    let grants = |client: Client| {
        client.zones().delegated_grants().list("z").active().resource_id("r").status(GrantStatus::Expired).send()
    };
    assert_eq!(query(grants).await, "active=true&resource_id=r&status=expired");
}

#[tokio::test]
async fn plain_ones() {
    let providers = |client: Client| {
        client.zones().providers().list("z").identifier("i").slug("s").type_(ProviderType::KeycardVault).send()
    };
    assert_eq!(query(providers).await, "identifier=i&slug=s&type=keycard-vault");
    let secrets = |client: Client| client.zones().secrets().list("z").entity_id("e").type_(SecretType::Password).send();
    assert_eq!(query(secrets).await, "entity_id=e&type=password");
    let resources = |client: Client| client.zones().resources().list("z").credential_provider_id("p").send();
    assert_eq!(query(resources).await, "credentialProviderId=p");
    let credentials = |client: Client| client.zones().application_credentials().list("z").application_id("a").send();
    assert_eq!(query(credentials).await, "applicationId=a");
    let members = |client: Client| client.zones().members().list("z").role(ZoneRole::ZoneViewer).send();
    assert_eq!(query(members).await, "role=zone_viewer");
    let roles = |client: Client| client.organizations().list_roles("o").scope(RoleScope::Zone).send();
    assert_eq!(query(roles).await, "scope=zone");
    let dependencies = |client: Client| client.zones().applications().dependencies().list("z", "a").when_accessing("r");
    assert_eq!(query(|client| dependencies(client).cursor("c").send()).await, "when_accessing=r&cursor=c");
}

#[tokio::test]
async fn a_put_with_nothing_but_a_query() {
    let request = sent(|client| {
        client.zones().applications().dependencies().add("z", "a", "d").when_accessing(["x", "y"]).send()
    });
    let request = request.await;
    assert_eq!((request.method.as_str(), request.path()), ("PUT", "/zones/z/applications/a/dependencies/d"));
    let pairs = request.query();
    let values: Vec<&str> = pairs.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, ["x", "y"]);
    assert!(request.body.is_empty());
    assert_eq!(request.header("content-type"), None);
}

#[tokio::test]
async fn setting_a_parameter_again_replaces_it() {
    let twice = |client: Client| client.zones().list().limit(1).expand([ZoneListExpand::Permissions]).limit(2);
    assert_eq!(
        query(|client| twice(client).expand([ZoneListExpand::TotalCount]).send()).await,
        "limit=2&expand[]=total_count"
    );
}
