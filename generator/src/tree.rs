//! Files on the disk: what a run made is compared with what stands there, and only the difference is written. Knows
//! paths and bytes, nothing of what is in them but the mark of a machine-owned file.

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path below the output folder, with `/` between its parts.
    pub path: String,
    /// What is in it.
    pub text: String,
}
