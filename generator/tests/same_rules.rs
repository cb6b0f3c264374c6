//! Rules that the generator and the runtime share by equal copies of a file.

/// The generator warns of exactly those values of server variables that the runtime refuses.
#[test]
fn server_variables_are_held_to_the_same_rules() {
    let (generator, runtime) =
        (include_str!("../src/lower/servers/fill.rs"), include_str!("../../runtime/src/server/fill.rs"));
    assert!(generator == runtime, "generator/src/lower/servers/fill.rs and runtime/src/server/fill.rs differ");
}
