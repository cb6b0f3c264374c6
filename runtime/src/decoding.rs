//! What happens if a response does not match the document. Knows nothing of decoding.

/// What happens if the body of a successful response does not match the document.
///
/// A server may have done what the request asked for although its response deviates from the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Decoding {
    /// The call fails with an error of kind [`Decode`](crate::ErrorKind::Decode). It names the first deviation, and
    /// [`Error::body`](crate::Error::body) and [`Error::body_as`](crate::Error::body_as) read the whole body.
    #[default]
    Strict,
    /// The call succeeds if its value can do without what deviates:
    ///
    /// - An optional field whose value has the wrong type is `None`. Items of lists and entries of maps are left out.
    /// - A required field that is missing or has a value of the wrong type gets the neutral value of its type: `""`, 0,
    ///   `false`, an empty list or map, a value of an enum or a union that is not recognized, or a model whose required
    ///   fields all have neutral values.
    /// - A variant of a union that does not match the description is kept as `Unrecognized`.
    ///
    /// A type without a neutral value, such as a timestamp or a UUID, makes the value that contains it deviate: a list
    /// item without its required timestamp is left out. If the whole response would have to be left out, the call fails
    /// as with [`Strict`](Self::Strict); so it does if the body is empty or is not JSON. Records of streams that cannot
    /// be decoded are skipped.
    ///
    /// All deviations are returned by [`Response::deviations`](crate::Response::deviations) and passed to the hook that
    /// `on_deviation` of the client builder sets. A body without deviations is decoded as with
    /// [`Strict`](Self::Strict), at the same cost.
    Forgiving,
}
