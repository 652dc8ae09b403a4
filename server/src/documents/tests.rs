use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Query, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, TimeDelta};
use domain::World;
use domain::access::Actor;
use domain::documents::{Room, Unfit};
use domain::facts::Source;
use domain::ids::StartupId;
use domain::pipeline::DEFAULT_STAGES;
use domain::time::Instant;
use store::NewStartup;
use store::documents::NewDocument;

use super::settings::S3;
use super::*;

const BOUNDARY: &str = "grobunn-test";

/// A clock that stands until it is moved, and chance that counts.
struct Still(AtomicI64, AtomicI64);

impl World for Still {
    fn now(&self) -> Instant {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) {
        let number = self.1.fetch_add(1, Ordering::SeqCst).to_le_bytes();
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = number[at % 8];
        }
    }
}

struct House {
    store: Store,
    world: Arc<Still>,
    startup: StartupId,
    vault: Vault,
    /// What the storage holds, when it is one elsewhere.
    elsewhere: Option<Elsewhere>,
    _folder: tempfile::TempDir,
}

const ROOM: Room = Room { file: 12_000_000, all: 30_000_000 };

impl House {
    async fn new(place: impl FnOnce(&std::path::Path) -> Place, elsewhere: Option<Elsewhere>) -> Self {
        let world = Arc::new(Still(AtomicI64::new(1_700_000_000_000_000), AtomicI64::new(1)));
        let store = Store::connect("sqlite::memory:", Arc::clone(&world) as Arc<dyn World>).await.unwrap();
        store.migrate().await.unwrap();
        let actor = Actor::command_line();
        let programme = store.create_programme(&actor, "p", "P", &DEFAULT_STAGES).await.unwrap();
        let new = NewStartup { name: "Årvak".to_owned(), ..NewStartup::default() };
        let on = chrono::NaiveDate::from_ymd_opt(2023, 1, 1).unwrap();
        let (startup, _) = store.apply(&actor, &new, programme, None, on, Source::Founder).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(&Documents { place: place(folder.path()), room: ROOM }).unwrap();
        vault.probe(store.new_id()).await.unwrap();
        Self { store, world, startup, vault, elsewhere, _folder: folder }
    }

    async fn in_a_folder() -> Self {
        Self::new(|folder| Place::Folder(folder.join("a").join("documents")), None).await
    }

    /// On a storage that speaks as S3 does, over HTTP.
    async fn elsewhere() -> Self {
        let elsewhere = Elsewhere::default();
        let service = Router::new().fallback(answer).with_state(elsewhere.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let s3 = S3 {
            bucket: "docs".to_owned(),
            prefix: "house/one".to_owned(),
            endpoint: Some(format!("http://{address}")),
            region: Some("no-1".to_owned()),
            keys: Some(("key".to_owned(), "secret".to_owned())),
        };
        Self::new(|_| Place::S3(s3), Some(elsewhere)).await
    }

    /// What lies there, by key.
    fn content(&self) -> BTreeMap<String, Vec<u8>> {
        if let Some(elsewhere) = &self.elsewhere {
            let kept = elsewhere.0.lock().unwrap();
            assert!(kept.parts.is_empty(), "no upload is left half done");
            let key = |key: &String| key.strip_prefix("docs/house/one/").expect("below the prefix").to_owned();
            return kept.objects.iter().map(|(path, bytes)| (key(path), bytes.clone())).collect();
        }
        let root = self.vault.folder.clone().unwrap();
        let (mut waiting, mut found) = (vec![root.to_path_buf()], BTreeMap::new());
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                waiting.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            } else {
                let key = path.strip_prefix(&*root).unwrap().display().to_string();
                found.insert(key, std::fs::read(path).unwrap());
            }
        }
        found
    }

    async fn receive(&self, name: &str, bytes: &[u8], left: u64) -> Result<NewDocument, VaultError> {
        receive(&self.vault, &self.store, Body::from(form(name, bytes)), left).await
    }

    async fn add(&self, new: &NewDocument) -> store::documents::Document {
        let actor = Actor::command_line();
        let id = self.store.add_document(&actor, self.startup, new, true, ROOM).await.unwrap();
        self.store.document_for(&actor, id).await.unwrap()
    }
}

fn form(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}

async fn receive(vault: &Vault, store: &Store, body: Body, left: u64) -> Result<NewDocument, VaultError> {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let mut request = Request::builder().method("POST").header(header::CONTENT_TYPE, kind).body(body).unwrap();
    // As the route has it: what comes is counted as it comes.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut multipart = Multipart::from_request(request, &()).await.unwrap();
    let mut field = multipart.next_field().await.unwrap().unwrap();
    vault.receive(store, &mut field, left).await
}

fn pdf(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((bytes.len()..length).map(|at| u8::try_from(at * 7 % 251).unwrap()));
    bytes
}

fn unfit(result: Result<NewDocument, VaultError>) -> Unfit {
    match result {
        Err(VaultError::Unfit(unfit)) => unfit,
        other => panic!("{other:?}"),
    }
}

async fn comes_in_and_goes_out(house: House) {
    // Small, exactly a part, and more than two parts of a storage elsewhere.
    for length in [300, PART, PART + 1, 11_000_000] {
        let bytes = pdf(length);
        let new = house.receive("Årsplan.pdf", &bytes, ROOM.all).await.unwrap();
        let told: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((new.size, &new.sha256), (length as u64, &told));
        assert_eq!((new.name.as_str(), new.media_type.as_str()), ("Årsplan.pdf", "application/pdf"));
        assert!(house.content()[&new.key] == bytes, "{length} bytes as they came");
        if length < PART {
            let document = house.add(&new).await;
            let back = to_bytes(house.vault.read(&document).await.unwrap(), usize::MAX).await.unwrap();
            assert!(back == bytes, "{length} bytes as they were");
        }
    }
    assert!(house.content().keys().all(|key| key.starts_with("d/")), "the probe is gone again");
}

#[tokio::test]
async fn a_document_comes_in_and_goes_out_of_a_folder() {
    comes_in_and_goes_out(House::in_a_folder().await).await;
}

#[tokio::test]
async fn a_document_comes_in_and_goes_out_of_a_storage_elsewhere() {
    comes_in_and_goes_out(House::elsewhere().await).await;
}

async fn leaves_nothing(house: House) {
    let page = b"<!DOCTYPE html><script>alert(1)</script>";
    assert_eq!(unfit(house.receive("side.html", page, ROOM.all).await), Unfit::Markup);
    assert_eq!(unfit(house.receive("bilde.png", page, ROOM.all).await), Unfit::Markup);
    assert_eq!(unfit(house.receive("x.docm", &pdf(300), ROOM.all).await), Unfit::Macros);
    assert_eq!(unfit(house.receive("", b"", ROOM.all).await), Unfit::NoFile);
    assert_eq!(unfit(house.receive("tom.pdf", b"", ROOM.all).await), Unfit::Empty);
    assert_eq!(unfit(house.receive(".pdf", &pdf(300), ROOM.all).await), Unfit::NoName);
    assert_eq!(unfit(house.receive("stor.pdf", &pdf(12_000_001), ROOM.all).await), Unfit::TooLarge(12_000_000));
    assert_eq!(unfit(house.receive("for mye.pdf", &pdf(301), 300).await), Unfit::NoRoom(30_000_000));
    // Far beyond: not heard out to the end.
    assert_eq!(unfit(house.receive("uendelig.pdf", &pdf(60_000_000), ROOM.all).await), Unfit::TooLarge(12_000_000));
    // The line is cut in the middle.
    let whole = form("plan.pdf", &pdf(9_000_000));
    let cut = Body::from(whole[..5_000_000].to_vec());
    assert_eq!(unfit(receive(&house.vault, &house.store, cut, ROOM.all).await), Unfit::BrokenOff);
    assert_eq!(house.content(), BTreeMap::new());
    // Just small enough.
    assert_eq!(house.receive("stor.pdf", &pdf(12_000_000), ROOM.all).await.unwrap().size, 12_000_000);
}

#[tokio::test]
async fn what_is_refused_or_broken_off_leaves_nothing_in_a_folder() {
    leaves_nothing(House::in_a_folder().await).await;
}

#[tokio::test]
async fn what_is_refused_or_broken_off_leaves_nothing_elsewhere() {
    leaves_nothing(House::elsewhere().await).await;
}

async fn is_swept(house: House) {
    let (store, vault, actor) = (&house.store, &house.vault, Actor::command_line());
    let orphan = house.receive("foreldrelos.pdf", &pdf(300), ROOM.all).await.unwrap();
    let kept = house.add(&house.receive("blir.pdf", &pdf(301), ROOM.all).await.unwrap()).await;
    let removed = house.add(&house.receive("fjernet.pdf", &pdf(302), ROOM.all).await.unwrap()).await;
    store.remove_document(&actor, removed.id).await.unwrap();
    assert_eq!(vault.sweep(store).await.unwrap(), (0, 0), "what came just now may get its row yet");
    assert_eq!(house.content().len(), 3);
    house.world.0.fetch_add(TimeDelta::hours(25).num_microseconds().unwrap(), Ordering::SeqCst);
    assert_eq!(vault.sweep(store).await.unwrap(), (0, 1));
    assert!(!house.content().contains_key(&orphan.key));
    assert_eq!(house.content().len(), 2, "a removed document can be put back");
    house.world.0.fetch_add(TimeDelta::days(30).num_microseconds().unwrap(), Ordering::SeqCst);
    assert_eq!(vault.sweep(store).await.unwrap(), (1, 0));
    assert_eq!(house.content().into_keys().collect::<Vec<_>>(), std::slice::from_ref(&kept.key));
    assert_eq!(vault.sweep(store).await.unwrap(), (0, 0), "twice is once");
    assert!(vault.read(&removed).await.is_err());
    assert!(vault.read(&kept).await.is_ok());
}

#[tokio::test]
async fn a_folder_is_swept_of_what_nobody_holds() {
    is_swept(House::in_a_folder().await).await;
}

#[tokio::test]
async fn a_storage_elsewhere_is_swept_of_what_nobody_holds() {
    is_swept(House::elsewhere().await).await;
}

#[tokio::test]
async fn what_a_server_that_died_has_half_written_goes_after_a_day() {
    let house = House::in_a_folder().await;
    let new = house.receive("plan.pdf", &pdf(300), ROOM.all).await.unwrap();
    house.add(&new).await;
    let half = house.vault.folder.clone().unwrap().join(format!("{}#1", new.key));
    std::fs::write(&half, b"half").unwrap();
    assert_eq!(house.vault.sweep(&house.store).await.unwrap(), (0, 0));
    let day = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    std::fs::File::options().write(true).open(&half).unwrap().set_modified(day).unwrap();
    assert_eq!(house.vault.sweep(&house.store).await.unwrap(), (0, 1));
    assert_eq!(house.content().into_keys().collect::<Vec<_>>(), [new.key]);
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_told_at_the_start() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let place = Place::Folder(file.path().join("documents"));
    let told = Vault::open(&Documents { place, room: ROOM }).unwrap_err().to_string();
    assert!(told.contains("documents cannot be kept in") && told.contains("--documents"), "{told}");
    // Nobody listens there.
    let s3 = S3 {
        bucket: "docs".to_owned(),
        prefix: String::new(),
        endpoint: Some("http://127.0.0.1:9".to_owned()),
        region: None,
        keys: Some(("key".to_owned(), "hemmelig".to_owned())),
    };
    let vault = Vault::open(&Documents { place: Place::S3(s3), room: ROOM }).unwrap();
    let told = vault.probe(Uuid::nil()).await.unwrap_err().to_string();
    assert!(told.contains("documents cannot be kept in") && !told.contains("hemmelig"), "{told}");
}

/// A storage that speaks as S3 does, as far as the vault speaks to it.
#[derive(Clone, Default)]
struct Elsewhere(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    objects: BTreeMap<String, Vec<u8>>,
    /// Uploads in parts that are under way.
    parts: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
}

async fn answer(
    State(elsewhere): State<Elsewhere>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    let signed =
        request.headers().get(header::AUTHORIZATION).is_some_and(|value| value.to_str().unwrap().contains("key"));
    if !signed {
        return StatusCode::FORBIDDEN.into_response();
    }
    let key = request.uri().path().trim_start_matches('/').to_owned();
    let method = request.method().clone();
    let body: Bytes = to_bytes(request.into_body(), usize::MAX).await.unwrap();
    let mut kept = elsewhere.0.lock().unwrap();
    let xml = |text: String| ([(header::CONTENT_TYPE, "application/xml")], text).into_response();
    let tagged = || [(header::ETAG, "\"tag\"")].into_response();
    let upload = query.get("uploadId").cloned();
    match (method, upload) {
        (Method::POST, None) if query.contains_key("uploads") => {
            let id = format!("upload-{}", kept.parts.len());
            kept.parts.insert(id.clone(), BTreeMap::new());
            xml(format!("<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"))
        }
        (Method::PUT, Some(upload)) => {
            let number = query["partNumber"].parse().unwrap();
            kept.parts.get_mut(&upload).unwrap().insert(number, body.to_vec());
            tagged()
        }
        (Method::POST, Some(upload)) => {
            let parts = kept.parts.remove(&upload).unwrap();
            let least = parts.values().rev().skip(1).all(|part| part.len() >= PART);
            assert!(least, "every part but the last has the least size");
            kept.objects.insert(key, parts.into_values().flatten().collect());
            xml("<CompleteMultipartUploadResult><ETag>\"tag\"</ETag></CompleteMultipartUploadResult>".to_owned())
        }
        (Method::DELETE, Some(upload)) => {
            kept.parts.remove(&upload);
            StatusCode::NO_CONTENT.into_response()
        }
        (Method::PUT, None) => {
            kept.objects.insert(key, body.to_vec());
            tagged()
        }
        (Method::DELETE, None) => {
            kept.objects.remove(&key);
            StatusCode::NO_CONTENT.into_response()
        }
        (Method::GET, None) if query.contains_key("list-type") => xml(listed(&key, &kept.objects, &query["prefix"])),
        (Method::GET, None) => match kept.objects.get(&key) {
            Some(bytes) => {
                let headers = [(header::ETAG, "\"tag\""), (header::LAST_MODIFIED, "Wed, 21 Oct 2015 07:28:00 GMT")];
                (headers, bytes.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
        (method, upload) => panic!("{method} {upload:?}"),
    }
}

/// What lies below a prefix, as `ListObjectsV2` tells it: names up to the next slash, and objects.
fn listed(bucket: &str, objects: &BTreeMap<String, Vec<u8>>, prefix: &str) -> String {
    let (mut folders, mut told) = (std::collections::BTreeSet::new(), String::new());
    for (path, bytes) in objects {
        let Some(rest) = path.strip_prefix(&format!("{}/{prefix}", bucket.trim_end_matches('/'))) else { continue };
        match rest.split_once('/') {
            Some((folder, _)) => {
                folders.insert(format!("{prefix}{folder}/"));
            }
            None => told.push_str(&format!(
                "<Contents><Key>{prefix}{rest}</Key><LastModified>2015-10-21T07:28:00.000Z</LastModified>\
                 <Size>{}</Size><ETag>\"tag\"</ETag></Contents>",
                bytes.len()
            )),
        }
    }
    let folders: String =
        folders.iter().map(|folder| format!("<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>")).collect();
    format!("<ListBucketResult><IsTruncated>false</IsTruncated>{told}{folders}</ListBucketResult>")
}
