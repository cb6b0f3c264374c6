//! Which files are read and which are not, by any path.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Reader, Refused, bytes};
use crate::document::SourceFile;

/// `work/api/` with the document, `work/shared/`, and `work/private/`.
fn work() -> tempfile::TempDir {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    for (path, text) in [
        ("api/api.yaml", "document"),
        ("api/parts/a.yaml", "a part"),
        ("shared/errors.yaml", "shared"),
        ("private/key.yaml", "secret"),
        ("api-private/key.yaml", "secret"),
    ] {
        let path = work.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }
    work
}

fn reader(work: &Path, roots: &[&str], most: u64) -> Reader {
    let roots: Vec<PathBuf> = roots.iter().map(|root| work.join(root)).collect();
    Reader::new(&work.join("api/api.yaml"), &roots, most).expect("the folders are there")
}

fn is_outside(file: &SourceFile) -> bool {
    matches!(file, SourceFile::Outside { .. })
}

#[test]
fn what_is_below_the_document_or_a_root_is_read() {
    let work = work();
    let read = |roots: &[&str], relative: &str| reader(work.path(), roots, 1000).read(relative);
    assert_eq!(read(&[], "parts/a.yaml"), SourceFile::Text("a part".to_owned()));
    assert_eq!(read(&[], "parts/../parts/./a.yaml"), SourceFile::Text("a part".to_owned()));
    assert_eq!(read(&["shared"], "../shared/errors.yaml"), SourceFile::Text("shared".to_owned()));
    assert_eq!(read(&["private", "api/../shared"], "../shared/errors.yaml"), SourceFile::Text("shared".to_owned()));
    let absolute = work.path().join("shared/errors.yaml").display().to_string();
    assert_eq!(read(&["."], &absolute), SourceFile::Text("shared".to_owned()));
    assert!(matches!(read(&[], "parts/gone.yaml"), SourceFile::Unreadable(_)));
}

#[test]
fn whatever_leads_elsewhere_is_refused() {
    let work = work();
    let absolute = work.path().join("private/key.yaml").display().to_string();
    for relative in [
        "../private/key.yaml",
        "parts/../../private/key.yaml",
        "../api-private/key.yaml",
        "../private/not-there.yaml",
        "../not-there/key.yaml",
        "../../../../../../../../../../etc/hostname",
        "/etc/hostname",
        "/not/there",
        "..",
        &absolute,
    ] {
        let file = reader(work.path(), &["shared"], 1000).read(relative);
        assert!(is_outside(&file), "{relative}: {file:?}");
    }
    let reported = reader(work.path(), &[], 1000).read("../shared/errors.yaml");
    assert_eq!(reported, SourceFile::Outside { folder: work.path().join("shared").display().to_string() });
    assert!(Reader::new(&work.path().join("api/api.yaml"), &[work.path().join("nowhere")], 1).is_err());
}

#[cfg(unix)]
#[test]
fn links_lead_where_they_lead() {
    use std::os::unix::fs::symlink;
    let work = work();
    let api = work.path().join("api");
    symlink("../private/key.yaml", api.join("key.yaml")).expect("links can be made");
    symlink("../private", api.join("folder")).expect("links can be made");
    symlink("a.yaml", api.join("parts/b.yaml")).expect("links can be made");
    symlink("round.yaml", api.join("round.yaml")).expect("links can be made");
    let read = |roots: &[&str], relative: &str| reader(work.path(), roots, 1000).read(relative);
    assert!(is_outside(&read(&[], "key.yaml")) && is_outside(&read(&[], "folder/key.yaml")));
    assert_eq!(read(&["private"], "key.yaml"), SourceFile::Text("secret".to_owned()));
    assert_eq!(read(&[], "parts/b.yaml"), SourceFile::Text("a part".to_owned()));
    assert!(matches!(read(&[], "round.yaml"), SourceFile::Unreadable(_)));
    // The folder itself may be reached through a link.
    symlink("api", work.path().join("linked")).expect("links can be made");
    let mut linked = Reader::new(&work.path().join("linked/api.yaml"), &[], 1000).expect("it is there");
    assert_eq!(linked.read("parts/a.yaml"), SourceFile::Text("a part".to_owned()));
}

#[cfg(unix)]
#[test]
fn special_files_are_not_opened() {
    let work = work();
    let socket = work.path().join("api/socket.yaml");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket can be made");
    let mut reader = reader(work.path(), &["/dev"], 1000);
    for relative in ["socket.yaml", "parts", "/dev/zero"] {
        assert_eq!(reader.read(relative), SourceFile::Unreadable("it is not a regular file".to_owned()), "{relative}");
    }
}

#[test]
fn not_more_is_read_than_may_be() {
    let work = work();
    let mut reader = reader(work.path(), &["shared"], 8);
    assert_eq!(reader.read("../shared/errors.yaml"), SourceFile::Text("shared".to_owned()));
    assert_eq!(reader.read("parts/a.yaml"), SourceFile::TooLarge);
    let path = work.path().join("private/key.yaml");
    assert!(matches!(bytes(&path, 5), Err(Refused::TooLarge)));
    assert_eq!(bytes(&path, 6).expect("it is small enough"), b"secret");
}
