//! `sdkgen`, the command.
fn main() {}
