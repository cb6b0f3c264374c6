//! Files that are compared with a folder one by one, as they are made, by the threads that make them: a run with
//! thousands of files need not hold them all. Knows nothing of packages.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::targets::Target;
use super::{Error, File, Plan, Verdict, disk, record, verdict};

/// A comparison of a folder with files that come one by one. What differs is written beside its path at once, and gets
/// there with [`Plan::apply`].
#[derive(Debug)]
pub struct Arrivals {
    root: PathBuf,
    /// What an earlier run recorded.
    recorded: Vec<String>,
    /// Whether differences are written.
    writes: bool,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    plan: Plan,
    made: BTreeSet<String>,
    /// The folders below the root, and whether each was there.
    folders: HashMap<String, bool>,
    /// The first error.
    error: Option<Error>,
}

impl Arrivals {
    /// Begins a comparison with a folder, which need not exist.
    ///
    /// # Errors
    ///
    /// Fails if the record of an earlier run cannot be read.
    pub fn new(root: &Path, writes: bool) -> Result<Self, Error> {
        let recorded = record::read(root)?.unwrap_or_default();
        let state = State { plan: Plan::new(root), made: BTreeSet::new(), folders: HashMap::new(), error: None };
        Ok(Self { root: root.to_owned(), recorded, writes, state: Mutex::new(state) })
    }

    /// Takes a file. After an error, nothing is done any more, and [`finish`](Self::finish) returns the error.
    pub fn take(&self, file: File) {
        if self.state().error.is_some() {
            return;
        }
        if let Err(error) = self.compare(file) {
            self.state().error.get_or_insert(error);
        }
    }

    fn compare(&self, file: File) -> Result<(), Error> {
        let path = self.root.join(&file.path);
        let has_folder = self.folder(&file.path)?;
        let is_there = has_folder && disk::is_file(&path)?;
        let verdict = verdict(&path, &file, is_there, &[])?;
        let target = Target::of(&self.root, &file.path);
        let is_written = self.writes && matches!(verdict, Verdict::Differs(_));
        let written = if is_written { self.write(&target, &file, has_folder) } else { Ok(()) };
        let mut state = self.state();
        state.made.insert(file.path.clone());
        if is_written {
            // Also after an error: what is there of it is removed.
            state.plan.ready.push(target);
        }
        written?;
        match verdict {
            Verdict::Same => state.plan.unchanged += 1,
            Verdict::Kept => state.plan.kept.push(file.path),
            Verdict::Differs(change) => state.plan.differences.push((file.path, change)),
        }
        Ok(())
    }

    fn write(&self, target: &Target, file: &File, has_folder: bool) -> Result<(), Error> {
        if !has_folder {
            target.make_folder()?;
        }
        target.write(&file.text)
    }

    /// Returns whether the folder of a file was there before this run.
    fn folder(&self, path: &str) -> Result<bool, Error> {
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(self.root.is_dir()) };
        if let Some(known) = self.state().folders.get(folder) {
            return Ok(*known);
        }
        let is_there = disk::is_folder_there(&self.root, folder)?;
        Ok(*self.state().folders.entry(folder.to_owned()).or_insert(is_there))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the differences. Without [`Plan::apply`], what was written is removed.
    ///
    /// # Errors
    ///
    /// Fails with the first error of [`take`](Self::take), and if the folder cannot be read.
    pub fn finish(self) -> Result<Plan, Error> {
        let State { mut plan, made, error, .. } = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = error {
            return Err(error);
        }
        plan.kept.sort();
        plan.finish(&made, self.recorded, &[])?;
        Ok(plan)
    }
}
