//! Files that are written beside their final paths, and renamed when all are there. What was not renamed is removed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::disk::{self, io_error};
use super::{Error, File};

/// The temporary path of a file and its final one.
#[derive(Debug)]
pub(super) struct Target {
    folder: PathBuf,
    temporary: PathBuf,
    path: PathBuf,
}

impl Target {
    pub(super) fn of(root: &Path, path: &str) -> Self {
        let path = root.join(path);
        let folder = path.parent().unwrap_or(root).to_owned();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = folder.join(format!(".{name}.sdkgen-{}", std::process::id()));
        Self { folder, temporary, path }
    }

    /// Writes the temporary file. Its folder has to exist.
    pub(super) fn write(&self, text: &str) -> Result<(), Error> {
        disk::write_new(&self.temporary, text)
    }

    /// Makes the folder.
    pub(super) fn make_folder(&self) -> Result<(), Error> {
        fs::create_dir_all(&self.folder).map_err(io_error(&self.folder))
    }
}

/// Temporary files; those that are not renamed are removed in the end.
#[derive(Debug, Default)]
pub(super) struct Targets {
    list: Vec<Target>,
    renamed: usize,
}

impl Targets {
    /// Adds one that may be written already.
    pub(super) fn push(&mut self, target: Target) {
        self.list.push(target);
    }

    /// Writes further temporary files, several at a time.
    pub(super) fn write(&mut self, root: &Path, files: &[File]) -> Result<(), Error> {
        let before = self.list.len();
        self.list.extend(files.iter().map(|file| Target::of(root, &file.path)));
        let added = &self.list[before..];
        let mut seen: BTreeSet<&Path> = BTreeSet::new();
        for target in added.iter().filter(|target| seen.insert(&target.folder)) {
            target.make_folder()?;
        }
        let jobs: Vec<(&File, &Target)> = files.iter().zip(added).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some((file, target)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                target.write(&file.text)?;
            }
            Ok(())
        };
        let others = thread::available_parallelism().map_or(0, |all| all.get() - 1).min(jobs.len() / 8);
        thread::scope(|scope| {
            // This thread works as well: if there are fewer threads than requested, they do all of it. What one of them
            // did not write cannot be renamed, and that is reported.
            let others: Vec<_> =
                (0..others).filter_map(|_| thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
            let own = work();
            let others = others.into_iter().map(|other| other.join().unwrap_or(Ok(())));
            others.fold(own, Result::and)
        })
    }

    /// Renames all of them.
    pub(super) fn rename(&mut self) -> Result<(), Error> {
        for target in &self.list[self.renamed..] {
            fs::rename(&target.temporary, &target.path).map_err(io_error(&target.path))?;
            self.renamed += 1;
        }
        Ok(())
    }
}

impl Drop for Targets {
    fn drop(&mut self) {
        for target in &self.list[self.renamed..] {
            // Files are left over only after an error, which is returned, or if nothing was to be written.
            let _ = fs::remove_file(&target.temporary);
        }
    }
}
