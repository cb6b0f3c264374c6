//! Every scalar of the model is in a fixture, so that the snapshots show what is emitted for it.

use std::path::Path;

use sdkgen::ir::Scalar;

use crate::support::Fixture;

#[test]
fn every_scalar_has_a_fixture() {
    let mut missing: Vec<Scalar> = Scalar::all().to_vec();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for entry in std::fs::read_dir(folder).expect("the fixtures can be listed") {
        let path = entry.expect("the fixtures can be listed").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let model = format!("{:?}", Fixture::read(&path).model().api);
            missing.retain(|scalar| !model.contains(&format!("Scalar({scalar:?})")));
        }
    }
    assert_eq!(missing, [], "no fixture in `generator/tests/fixtures` has a value of these types");
}
