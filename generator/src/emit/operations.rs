//! Resources, their methods and the requests that these make: signatures, docs, examples and tests. Knows models by
//! their names only.

pub(super) mod access;
pub(super) mod bodies;
pub(super) mod body_facts;
pub(super) mod examples;
pub(super) mod facts;
pub(super) mod input_docs;
pub(super) mod inputs;
pub(super) mod operation_tests;
pub(super) mod page_tests;
pub(super) mod paginate;
pub(super) mod request;
pub(super) mod resource;
pub(super) mod responses;
pub(super) mod servers;
pub(super) mod struct_of_inputs;
pub(super) mod tree;
pub(super) mod values;
