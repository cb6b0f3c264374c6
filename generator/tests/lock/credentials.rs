//! Environment variables of credentials: deployments set those that were published.

use sdkgen::Lock;

use super::surface_of;

const BEARER: &str = "{type: http, scheme: bearer}";
const KEY: &str = "{type: apiKey, in: header, name: X-Key}";

/// A document whose one operation accepts any of these schemes.
fn document(schemes: &[(&str, &str)]) -> String {
    let listed: Vec<String> = schemes.iter().map(|(name, _)| format!("{{{name}: []}}")).collect();
    let schemes: Vec<String> = schemes.iter().map(|(name, scheme)| format!("{name}: {scheme}")).collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: Acme, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\n\
         paths: {{/a: {{get: {{security: [{}], responses: {{'204': {{description: ok}}}}}}}}}}\n\
         components: {{securitySchemes: {{{}}}}}\n",
        listed.join(", "),
        schemes.join(", ")
    )
}

/// The variables of each scheme, in the order in which they are shown.
fn variables(schemes: &[(&str, &str)], lock: Option<&Lock>) -> Vec<String> {
    let surface = surface_of(&document(schemes), "", lock).expect("there is a surface");
    let names = surface.credentials.values().map(|one| one.variables.concat().join(" "));
    names.collect()
}

fn lock_of(schemes: &[(&str, &str)]) -> Lock {
    let surface = surface_of(&document(schemes), "", None).expect("there is a surface");
    Lock::new(surface)
}

#[test]
fn an_added_api_key_does_not_take_the_variable_of_a_token() {
    let (before, after) = ([("ApiKeyAuth", BEARER)], [("ApiKeyAuth", BEARER), ("key", KEY)]);
    assert_eq!(variables(&before, None), ["ACME_API_KEY ACME_TOKEN"]);
    let lock = lock_of(&before);
    assert_eq!(variables(&after, Some(&lock)), ["ACME_API_KEY ACME_TOKEN", "ACME_KEY"]);
    // Without a lock, nothing says that the token was there first.
    assert_eq!(variables(&after, None), ["ACME_TOKEN ACME_API_KEY_AUTH", "ACME_API_KEY ACME_KEY"]);
}

#[test]
fn an_added_scheme_does_not_take_the_short_name_of_another_one() {
    let (before, after) = ([("adminAuth", BEARER)], [("admin", BEARER), ("adminAuth", BEARER)]);
    let lock = lock_of(&before);
    assert_eq!(variables(&before, Some(&lock)), ["ACME_TOKEN ACME_ADMIN"]);
    assert_eq!(variables(&after, Some(&lock)), ["ACME_ADMIN_TOKEN", "ACME_TOKEN ACME_ADMIN"]);
}

#[test]
fn a_variable_of_an_earlier_generator_stays() {
    let schemes = [("adminAuth", BEARER), ("partnerAuth", "{type: http, scheme: basic}")];
    let text = lock_of(&schemes).text();
    assert!(text.contains("ACME_ADMIN"), "{text}");
    let lock = Lock::parse(&text.replace("ACME_ADMIN", "ACME_ADMIN_AUTH")).expect("it is a lock");
    let expected =
        ["ACME_TOKEN ACME_ADMIN_AUTH", "ACME_USERNAME ACME_PASSWORD ACME_PARTNER_USERNAME ACME_PARTNER_PASSWORD"];
    assert_eq!(variables(&schemes, Some(&lock)), expected);
}
