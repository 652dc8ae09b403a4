//! The bytes of documents: in a folder beside the database or in S3-compatible storage, by one interface.
//!
//! What somebody sends is written to a file without a name first, hashed on the way, and looked at there ([`content`]); only what is fit
//! goes on to its place, and only when it is there is a row written. So a server that dies on the way leaves nothing that is shown and not
//! there. What it may leave is bytes without a row, and the daily job sweeps those.

mod content;
pub mod demo;
mod settings;

use std::io::Read as _;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use domain::documents::{DocumentKind, Room, Unfit, clean_name};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, PutPayload, WriteMultipart};
use sha2::{Digest as _, Sha256};
use store::documents::{Document, NewDocument};
use store::{Store, StoreError};
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

pub use self::settings::{DocumentSettings, Documents, Place};
use crate::failure::Failure;

/// What goes to the storage at once: the least that S3 takes as a part.
const PART: usize = 5 * 1024 * 1024;
/// Where documents lie below the place, by the first signs of their key.
const BELOW: &str = "d";
/// Of a file that is too large, so many times the limit is heard out, so that the browser hears the answer; then the line is cut.
const HEARD_OUT: u64 = 4;

/// The place where documents lie. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    storage: Arc<dyn ObjectStore>,
    folder: Option<Arc<std::path::Path>>,
    /// How much there is room for.
    pub room: Room,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("storage", &self.storage.to_string()).field("room", &self.room).finish()
    }
}

/// Why a document was not kept.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file is not taken; the person can mend it.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The folder or the storage failed.
    #[error("the place for documents failed")]
    Storage(#[from] object_store::Error),
    /// The disk on which a file waits to be looked at failed.
    #[error("the disk failed")]
    Disk(#[from] std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio::task::JoinError> for VaultError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Disk(error.into())
    }
}

impl Vault {
    /// Opens the place. A folder is made when it is not there.
    ///
    /// # Errors
    /// [`Failure`] in words for whoever runs the server.
    pub fn open(documents: &Documents) -> Result<Self, Failure> {
        let room = documents.room;
        match &documents.place {
            Place::Folder(folder) => {
                let failed = |why: &dyn std::fmt::Display| {
                    Failure::outside(format!(
                        "documents cannot be kept in {}: {why}. Make the folder writable, or name another with --documents",
                        folder.display()
                    ))
                };
                std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
                let folder = std::fs::canonicalize(folder).map_err(|error| failed(&error))?;
                let storage = LocalFileSystem::new_with_prefix(&folder).map_err(|error| failed(&error))?;
                Ok(Self { storage: Arc::new(storage), folder: Some(folder.into()), room })
            }
            Place::S3(s3) => {
                let mut builder = AmazonS3Builder::from_env().with_bucket_name(&s3.bucket);
                if let Some(endpoint) = &s3.endpoint {
                    // A storage in the next room of the same building may well speak without TLS.
                    let plain = ClientOptions::new().with_allow_http(endpoint.starts_with("http://"));
                    builder = builder.with_endpoint(endpoint).with_client_options(plain);
                }
                if let Some(region) = &s3.region {
                    builder = builder.with_region(region);
                }
                if let Some((key, secret)) = &s3.keys {
                    builder = builder.with_access_key_id(key).with_secret_access_key(secret);
                }
                let storage = builder
                    .build()
                    .map_err(|error| Failure::input(format!("documents in s3://{}: {error}", s3.bucket)))?;
                let storage: Arc<dyn ObjectStore> = if s3.prefix.is_empty() {
                    Arc::new(storage)
                } else {
                    Arc::new(PrefixStore::new(storage, s3.prefix.as_str()))
                };
                Ok(Self { storage, folder: None, room })
            }
        }
    }

    /// Writes something small there, reads it back and takes it away: said at the start, not when somebody sends a document.
    ///
    /// # Errors
    /// [`Failure`] in words for whoever runs the server.
    pub async fn probe(&self, id: Uuid) -> Result<(), Failure> {
        let path = Path::from(format!("probe/{id}"));
        let tried = async {
            self.storage.put(&path, PutPayload::from_static(b"grobunn")).await?;
            let back = self.storage.get(&path).await?.bytes().await?;
            self.storage.delete(&path).await?;
            Ok::<_, object_store::Error>(back)
        };
        let failed = |why: String| {
            Failure::outside(format!(
                "documents cannot be kept in {}: {}. Check the place, the keys and the rights, or name another with --documents",
                self.storage,
                crate::config::one_line(&why)
            ))
        };
        match tried.await {
            Ok(back) if back.as_ref() == b"grobunn" => Ok(()),
            Ok(_) => Err(failed("what was written came back as something else".to_owned())),
            Err(error) => Err(failed(error.to_string())),
        }
    }

    /// Receives a file that is being sent, checks it, and puts its bytes in their place. The row is still to be written; when that fails,
    /// the bytes are let go with [`Vault::let_go`].
    ///
    /// # Errors
    /// [`VaultError::Unfit`] with the sentence for the person; nothing was kept then.
    pub async fn receive(&self, store: &Store, field: &mut Field<'_>, left: u64) -> Result<NewDocument, VaultError> {
        let named = field.file_name().unwrap_or_default().to_owned();
        let mut waiting = Waiting::new()?;
        let most = self.room.file;
        let mut sent = 0u64;
        loop {
            let chunk = match field.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(_) => return Err(Unfit::BrokenOff.into()),
            };
            sent = sent.saturating_add(chunk.len() as u64);
            if sent > most.saturating_mul(HEARD_OUT) {
                break;
            }
            if sent <= most {
                waiting.add(&chunk).await?;
            }
        }
        // A browser sends an empty part without a name when nothing was chosen.
        if named.is_empty() && sent == 0 {
            return Err(Unfit::NoFile.into());
        }
        let name = clean_name(&named).ok_or(Unfit::NoName)?;
        let kind = DocumentKind::named(&name)?;
        if sent == 0 {
            return Err(Unfit::Empty.into());
        }
        if sent > most {
            return Err(Unfit::TooLarge(most).into());
        }
        if sent > left {
            return Err(Unfit::NoRoom(self.room.all).into());
        }
        self.settle(store, name, kind, waiting, sent).await
    }

    /// Checks a file that has come whole, and puts its bytes in their place.
    async fn settle(
        &self,
        store: &Store,
        name: String,
        kind: DocumentKind,
        waiting: Waiting,
        size: u64,
    ) -> Result<NewDocument, VaultError> {
        let (mut file, sha256) = waiting.done().await?;
        let mut file = tokio::task::spawn_blocking(move || content::check(kind, &mut file).map(|()| file)).await??;
        let key = key(store.new_id());
        if let Err(error) = self.put(&key, &mut file, size).await {
            self.let_go(&key).await;
            return Err(error);
        }
        let media_type = kind.media_type().to_owned();
        Ok(NewDocument { name, media_type, size, sha256, key })
    }

    /// Puts the bytes of a file in their place, a part at a time.
    async fn put(&self, key: &str, file: &mut std::fs::File, size: u64) -> Result<(), VaultError> {
        std::io::Seek::rewind(file)?;
        let path = Path::from(key);
        if size <= PART as u64 {
            let part = next_part(file).await?;
            self.storage.put(&path, part.into()).await?;
        } else {
            let upload = self.storage.put_multipart(&path).await?;
            let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
            loop {
                let part = next_part(file).await?;
                if part.is_empty() {
                    break;
                }
                if let Err(error) = upload.wait_for_capacity(1).await {
                    // Told to the storage, which else keeps what it has for ever; that it fails too changes nothing.
                    let _ = upload.abort().await;
                    return Err(error.into());
                }
                upload.put(part);
            }
            upload.finish().await?;
        }
        if let Some(folder) = &self.folder {
            // The row will survive a power cut; so must what it speaks of.
            let file = folder.join(key);
            tokio::task::spawn_blocking(move || {
                std::fs::File::open(&file)?.sync_all()?;
                file.parent().map_or(Ok(()), |above| std::fs::File::open(above)?.sync_all())
            })
            .await??;
        }
        Ok(())
    }

    /// Takes bytes away that no row speaks of. A failure is only told: the daily job tries again.
    pub async fn let_go(&self, key: &str) {
        match self.storage.delete(&Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => tracing::warn!(%error, key, "document.left"),
        }
    }

    /// The bytes of a document as they come from their place, a piece at a time.
    ///
    /// # Errors
    /// [`VaultError::Storage`] when they are not there or the place does not answer.
    pub async fn read(&self, document: &Document) -> Result<Body, VaultError> {
        let found = self.storage.get(&Path::from(document.key.as_str())).await?;
        Ok(Body::from_stream(found.into_stream()))
    }

    /// Takes away what may go: bytes of documents that were removed long ago, and bytes that no row speaks of and that were put there
    /// more than a day ago. How many of each.
    ///
    /// # Errors
    /// When the database or the place fails; what was not taken away is taken the next day.
    pub async fn sweep(&self, store: &Store) -> Result<(u64, u64), VaultError> {
        let mut emptied = 0;
        for (id, key) in store.documents_to_empty().await? {
            // First the row: a document that somebody puts back at this moment keeps its bytes.
            if store.document_is_gone(id).await? {
                self.let_go(&key).await;
                emptied += 1;
            }
        }
        store.forget_documents_of_no_application().await?;
        let mut orphans = 0;
        let shards = self.storage.list_with_delimiter(Some(&Path::from(BELOW))).await?.common_prefixes;
        for shard in shards {
            let there = self.storage.list_with_delimiter(Some(&shard)).await?.objects;
            // Read after the list: a document that came meanwhile has its row in here.
            let known = store.document_keys().await?;
            for object in there {
                let key = object.location.to_string();
                if !known.contains(&key) && is_old(&key, store.world().now()) {
                    self.let_go(&key).await;
                    orphans += 1;
                }
            }
        }
        if let Some(folder) = self.folder.clone() {
            orphans += tokio::task::spawn_blocking(move || half_written(&folder.join(BELOW))).await??;
        }
        Ok((emptied, orphans))
    }
}

/// Where a document lies: by an id of its own, which tells when it was put there, and in a folder by the last signs of it, so that no
/// folder grows large.
fn key(id: Uuid) -> String {
    let id = id.simple().to_string();
    format!("{BELOW}/{}/{id}", &id[30..])
}

/// Whether a key was made more than a day ago, by the clock that the house goes by. One that cannot be read is nobody's.
fn is_old(key: &str, now: domain::time::Instant) -> bool {
    let id = key.rsplit('/').next().and_then(|id| Uuid::try_parse(id).ok());
    let Some(made) = id.and_then(|id| id.get_timestamp()) else { return true };
    let age = now.timestamp() - i64::try_from(made.to_unix().0).unwrap_or(i64::MAX);
    age > 24 * 60 * 60
}

/// Takes away what a server that died has half written in a folder: `KEY#1`, untouched for a day by the disk's own clock.
fn half_written(folder: &std::path::Path) -> std::io::Result<u64> {
    let mut swept = 0;
    for shard in std::fs::read_dir(folder).into_iter().flatten() {
        let shard = shard?.path();
        if !shard.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(shard)? {
            let entry = entry?;
            let half = entry.file_name().to_string_lossy().contains('#');
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            if half && age > std::time::Duration::from_secs(24 * 60 * 60) {
                std::fs::remove_file(entry.path())?;
                swept += 1;
            }
        }
    }
    Ok(swept)
}

/// The next part of a file; empty at its end.
async fn next_part(file: &mut std::fs::File) -> Result<Bytes, VaultError> {
    let mut file = file.try_clone()?;
    let part = tokio::task::spawn_blocking(move || {
        let mut part = Vec::new();
        file.by_ref().take(PART as u64).read_to_end(&mut part).map(|_| part)
    });
    Ok(part.await??.into())
}

/// A file that is being sent, on the disk and without a name: whatever happens, nothing of it is left.
struct Waiting {
    file: tokio::fs::File,
    hasher: Sha256,
}

impl Waiting {
    fn new() -> Result<Self, VaultError> {
        Ok(Self { file: tokio::fs::File::from_std(tempfile::tempfile()?), hasher: Sha256::new() })
    }

    async fn add(&mut self, chunk: &[u8]) -> Result<(), VaultError> {
        self.hasher.update(chunk);
        Ok(self.file.write_all(chunk).await?)
    }

    /// The whole file, and the SHA-256 of what is in it.
    async fn done(mut self) -> Result<(std::fs::File, String), VaultError> {
        self.file.flush().await?;
        let sha256 = self.hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((self.file.into_std().await, sha256))
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
