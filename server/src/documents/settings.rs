//! Where documents lie, and how much there is room for.

use std::path::PathBuf;

use clap::Args;
use domain::documents::{MEGABYTE, Room};
use serde::Deserialize;

use crate::failure::Failure;

/// What an operator can set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentSettings {
    /// Where documents are kept: a folder, or `s3://BUCKET/PREFIX` [default: `documents/` beside the SQLite file, else `data/documents`]
    #[arg(long = "documents", env = "GROBUNN_DOCUMENTS", global = true, value_name = "PLACE")]
    #[arg(id = "documents_place")]
    pub place: Option<String>,
    /// Megabytes one document may have [default: 25]
    #[arg(long = "document-most", env = "GROBUNN_DOCUMENT_MOST", global = true, value_name = "MB")]
    #[arg(id = "documents_most")]
    pub most: Option<u32>,
    /// Megabytes all documents of one startup may have together [default: 500]
    #[arg(long = "documents-most", env = "GROBUNN_DOCUMENTS_MOST", global = true, value_name = "MB")]
    #[arg(id = "documents_most_of_startup")]
    pub most_of_startup: Option<u32>,
    /// The address of an S3-compatible storage that is not Amazon's: `https://s3.example.no`
    #[arg(long = "s3-endpoint", env = "GROBUNN_S3_ENDPOINT", global = true, value_name = "URL")]
    #[arg(id = "documents_s3_endpoint")]
    pub s3_endpoint: Option<String>,
    /// The storage's region
    #[arg(long = "s3-region", env = "GROBUNN_S3_REGION", global = true, value_name = "REGION")]
    #[arg(id = "documents_s3_region")]
    pub s3_region: Option<String>,
    /// Who asks the storage
    #[arg(long = "s3-access-key", env = "GROBUNN_S3_ACCESS_KEY", global = true, value_name = "KEY")]
    #[arg(id = "documents_s3_access_key", hide_env_values = true)]
    pub s3_access_key: Option<String>,
    /// What proves it; better by the environment than as a flag, which other users of the machine can read
    #[arg(long = "s3-secret-key", env = "GROBUNN_S3_SECRET_KEY", global = true, value_name = "SECRET")]
    #[arg(id = "documents_s3_secret_key", hide_env_values = true)]
    pub s3_secret_key: Option<String>,
}

/// Where documents lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a folder.
    Folder(PathBuf),
    /// In a storage that speaks as Amazon's S3 does.
    S3(S3),
}

/// A storage that speaks as Amazon's S3 does.
#[derive(Clone, PartialEq, Eq)]
pub struct S3 {
    /// The bucket.
    pub bucket: String,
    /// What each name in it begins with; may be empty.
    pub prefix: String,
    /// Its address, when it is not Amazon's.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Who asks and what proves it; without, the machine's own identity is asked for.
    pub keys: Option<(String, String)>,
}

/// Not the secret.
impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3").field("bucket", &self.bucket).field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

/// Settings with the defaults filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents {
    /// Where.
    pub place: Place,
    /// How much.
    pub room: Room,
}

/// More than this in one file is a slip of the hand: a gigabyte.
const MOST_IN_FILE: u32 = 1_000;

impl DocumentSettings {
    /// What flags and environment left open, from the file.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            place: self.place.or(file.place),
            most: self.most.or(file.most),
            most_of_startup: self.most_of_startup.or(file.most_of_startup),
            s3_endpoint: self.s3_endpoint.or(file.s3_endpoint),
            s3_region: self.s3_region.or(file.s3_region),
            s3_access_key: self.s3_access_key.or(file.s3_access_key),
            s3_secret_key: self.s3_secret_key.or(file.s3_secret_key),
        }
    }

    /// What follows; `beside` is the folder of the SQLite file, when there is one.
    ///
    /// # Errors
    /// [`Failure`] for a place without a bucket, half a pair of keys, or a size that makes no sense.
    pub fn resolve(self, beside: Option<PathBuf>) -> Result<Documents, Failure> {
        let megabytes = |name: &str, set: Option<u32>, otherwise: u64, most: u32| match set {
            Some(size) if size == 0 || size > most => {
                Err(Failure::input(format!("{name} is {size}; it is between 1 and {most} megabytes")))
            }
            Some(size) => Ok(u64::from(size) * MEGABYTE),
            None => Ok(otherwise),
        };
        let room = Room::default();
        let file = megabytes("document-most", self.most, room.file, MOST_IN_FILE)?;
        let all = megabytes("documents-most", self.most_of_startup, room.all.max(file), 1_000_000)?;
        if file > all {
            return Err(Failure::input("document-most is more than documents-most: one document must fit"));
        }
        let place = match &self.place {
            Some(place) if place.starts_with("s3://") => Place::S3(self.s3(place)?),
            Some(place) if place.contains("://") => {
                return Err(Failure::input(format!("documents: {place} is neither a folder nor s3://BUCKET/PREFIX")));
            }
            Some(folder) => Place::Folder(PathBuf::from(folder)),
            None => Place::Folder(beside.unwrap_or_else(|| PathBuf::from("data")).join("documents")),
        };
        Ok(Documents { place, room: Room { file, all } })
    }

    fn s3(&self, place: &str) -> Result<S3, Failure> {
        let rest = place.trim_start_matches("s3://");
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(Failure::input(format!("documents: {place} names no bucket: s3://BUCKET/PREFIX")));
        }
        let keys = match (&self.s3_access_key, &self.s3_secret_key) {
            (Some(key), Some(secret)) => Some((key.clone(), secret.clone())),
            (None, None) => None,
            _ => return Err(Failure::input("s3-access-key and s3-secret-key belong together: set both or none")),
        };
        Ok(S3 {
            bucket: bucket.to_owned(),
            prefix: prefix.trim_matches('/').to_owned(),
            endpoint: self.s3_endpoint.clone(),
            region: self.s3_region.clone(),
            keys,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(place: &str) -> DocumentSettings {
        DocumentSettings { place: Some(place.to_owned()), ..DocumentSettings::default() }
    }

    #[test]
    fn documents_lie_beside_the_database_unless_told_otherwise() {
        let beside = DocumentSettings::default().resolve(Some("/srv/house".into())).unwrap();
        assert_eq!(beside.place, Place::Folder("/srv/house/documents".into()));
        assert_eq!(beside.room, Room::default());
        let nowhere = DocumentSettings::default().resolve(None).unwrap();
        assert_eq!(nowhere.place, Place::Folder("data/documents".into()));
        assert_eq!(set("/elsewhere").resolve(None).unwrap().place, Place::Folder("/elsewhere".into()));
        let flag = set("/flag").or(set("/file"));
        assert_eq!(flag.place.as_deref(), Some("/flag"));
    }

    #[test]
    fn a_storage_elsewhere_is_a_bucket_and_a_pair_of_keys_or_none() {
        let Place::S3(s3) = set("s3://docs/house/a/").resolve(None).unwrap().place else { panic!("no S3") };
        assert_eq!((s3.bucket.as_str(), s3.prefix.as_str(), &s3.keys), ("docs", "house/a", &None));
        assert!(!format!("{s3:?}").contains("keys"));
        for wrong in ["s3://", "s3:///x", "gs://x"] {
            assert!(set(wrong).resolve(None).is_err(), "{wrong}");
        }
        let half = DocumentSettings { s3_access_key: Some("a".to_owned()), ..set("s3://docs") };
        assert!(half.resolve(None).is_err());
    }

    #[test]
    fn sizes_that_make_no_sense_are_refused() {
        let sizes = |most, all| DocumentSettings { most, most_of_startup: all, ..DocumentSettings::default() };
        for (most, all) in [(Some(0), None), (Some(5_000), None), (None, Some(0)), (Some(50), Some(10))] {
            assert!(sizes(most, all).resolve(None).is_err(), "{most:?} {all:?}");
        }
        let room = sizes(Some(2), Some(3)).resolve(None).unwrap().room;
        assert_eq!((room.file, room.all), (2 * MEGABYTE, 3 * MEGABYTE));
    }
}
