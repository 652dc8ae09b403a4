//! Published figures: frozen for ever, never revealing a small group, and recomputed from the living ledger whatever came later.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope as Where};
use domain::exchange::Answers;
use domain::facts::{Headcount, Source, in_force};
use domain::figures::{FigureId, Query, Scope};
use domain::publication::{InstanceKey, Recomputed, verify};
use domain::suppress::{FEWEST, revealed};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Database, DbBackend};
use store::exchange::{Profiled, Upload};
use store::publications::{NewPublication, NewRevision, PublicationFilter, PublishRefusal, Published};
use store::{Missing, NewPerson, Refusal, VerbError};

use crate::cast::manager;
use crate::common::{House, day, on_both};
use crate::ledger::second;

const HEADER: &str = "Navn;Org.nr;Bransje;Kommune;Kull;Søkt;Opptak;Uttak;Status;Status dato;Ansatte ved opptak;\
                      Ansatte 2019;Ansatte 2020;Omsetning 2020\n";

/// A house of thirty startups, of which 24 have exited, 8 of them dead. Two of those that exited are of IT, all others of Mat.
async fn portfolio(house: &House) {
    let rows: String = (0..30)
        .map(|number| {
            let sector = if number < 2 { "IT" } else { "Mat" };
            let exit = if number < 24 { "30.06.2020" } else { "" };
            let dead = number % 3 == 0 && number < 24;
            let status = if dead { "Konkurs;15.10.2020" } else { "Aktiv;" };
            let now = if dead { String::new() } else { format!("{}", 2 + number % 4) };
            format!("Bedrift {number};;{sector};Lillestrøm;2019;;01.03.2019;{exit};{status};1;3;{now};\n")
        })
        .collect();
    import(house, &rows).await;
}

async fn import(house: &House, rows: &str) {
    let upload = Upload {
        bytes: format!("{HEADER}{rows}").into(),
        file_name: "ark.csv".to_owned(),
        profile: Profiled::Shipped("sheet".to_owned()),
        as_of: Some(day(2024, 6, 30)),
    };
    if let Err(error) = house.store.import(&Actor::command_line(), upload, &Answers::default(), &|_| ()).await {
        panic!("{}", error.text(Locale::En));
    }
    house.world.advance(TimeDelta::hours(1));
}

fn asked(figure: &str) -> NewPublication {
    NewPublication {
        figure: FigureId(figure.to_owned()),
        query: Query { as_of: day(2020, 12, 31), known_at: Instant::MAX_UTC, scope: Scope::default() },
        name: "Årsmelding 2020".to_owned(),
        place: "side 4".to_owned(),
        contract: None,
    }
}

fn of_mat(figure: &str) -> NewPublication {
    let mut new = asked(figure);
    new.query.scope.sector = Some("Mat".to_owned());
    new
}

async fn publish(house: &House, figure: &str) -> Published {
    let published = house.store.publish(&Actor::command_line(), &asked(figure)).await.unwrap();
    house.world.advance(TimeDelta::hours(1));
    published
}

async fn bytes(house: &House, published: &Published) -> Vec<u8> {
    house.store.publication_file(&published.address).await.unwrap().unwrap().1
}

/// Checks that a publication's file verifies, and that the living ledger gives the same bytes.
async fn stands(house: &House, published: &Published) {
    let bytes = bytes(house, published).await;
    let file = verify(&bytes).unwrap();
    assert_eq!(file.digest, published.digest);
    assert_eq!(house.store.recompute(&file).await.unwrap(), Recomputed::Same, "{}", published.figure.0);
}

fn too_few<T: std::fmt::Debug>(result: &Result<T, VerbError>) -> bool {
    matches!(result, Err(VerbError::Refused(Refusal::Publication(PublishRefusal::TooFew(_)))))
}

on_both! {
    async fn what_is_published_verifies_and_is_read_back(house: House) {
        portfolio(&house).await;
        assert!(house.store.public_keys().await.unwrap().is_empty());
        let survival = publish(&house, "survival.exits").await;
        let jobs = publish(&house, "jobs.net").await;
        stands(&house, &survival).await;
        stands(&house, &jobs).await;
        assert_eq!((survival.face.figure.n, survival.face.figure.numerator), (24, 16.0));
        assert_eq!(survival.face.count("x"), Some(16));
        assert_eq!(survival.face.count("n-x"), Some(8));
        assert_eq!(survival.address.len(), 10);
        assert!(survival.face.figure.rows_in.is_empty(), "a face has no rows");

        let file = verify(&bytes(&house, &survival).await).unwrap();
        let keys = house.store.public_keys().await.unwrap();
        assert_eq!(keys.len(), 1, "one key for all");
        assert!(file.signed_by(&[keys[0].id.clone()]));
        assert_eq!((file.body.used.name.as_str(), file.body.used.place.as_str()), ("Årsmelding 2020", "side 4"));
        assert_eq!(file.body.words["nn"], survival.face.words["nn"]);

        assert_eq!(house.store.publication(&survival.address).await.unwrap(), Some(survival.clone()));
        assert_eq!(house.store.publication_by_digest(&jobs.digest).await.unwrap(), Some(jobs.clone()));
        assert_eq!(house.store.publication("nobodyknows").await.unwrap(), None);
        let page = house.store.publications(PublicationFilter::default(), 0, 1).await.unwrap();
        assert_eq!((page.all, page.publications), (2, vec![jobs.clone()]), "the newest first");
        let page = house.store.publications(PublicationFilter::default(), 1, 5).await.unwrap();
        assert_eq!(page.publications, vec![survival]);
        let ours = PublicationFilter { programme: Some(domain::ids::ProgrammeId(house.store.new_id())), contract: None };
        assert_eq!(house.store.publications(ours, 0, 5).await.unwrap().all, 0);
        let told = house.store.audit_of(None, None, 10).await.unwrap();
        assert_eq!(told.iter().filter(|entry| entry.action == "publish").count(), 2);
    }

    async fn nothing_that_happens_later_moves_a_publication(house: House) {
        portfolio(&house).await;
        let mut published = Vec::new();
        for figure in ["survival.exits", "jobs.net", "jobs.stock"] {
            published.push((publish(&house, figure).await, Vec::new()));
        }
        for (one, file) in &mut published {
            *file = bytes(&house, one).await;
        }
        // A headcount is corrected that the figures rest on.
        let ledger = house.store.ledger().await.unwrap();
        let startup = ledger.startups.iter().find(|startup| startup.profile.name == "Bedrift 7").unwrap();
        let fact = in_force(&startup.headcounts, Instant::MAX_UTC).last().map(|fact| (fact.id, fact.valid_on)).unwrap();
        house.store
            .correct_headcount(&manager(), fact.0, fact.1, Headcount::of(40), Source::Document, None, "talt på nytt")
            .await
            .unwrap();
        house.world.advance(TimeDelta::hours(1));
        // A founder is entered, and erased.
        let new = NewPerson { name: "Kari Gründer".to_owned(), ..NewPerson::default() };
        let person = house.store.add_founder(&manager(), startup.profile.id, &new, None, None).await.unwrap();
        house.world.advance(TimeDelta::hours(1));
        house.store.erase_person(&Actor::command_line(), person, "Kari Gründer").await.unwrap();
        house.world.advance(TimeDelta::hours(1));
        // More is imported, of startups that are there and of others.
        import(&house, "Bedrift 8;;Mat;Lillestrøm;2019;;01.03.2019;30.06.2020;Konkurs;01.11.2020;1;3;9;\n\
                        Nye AS;;Mat;Lillestrøm;2019;;01.03.2019;30.06.2020;Aktiv;;1;3;9;\n").await;
        for (one, file) in &published {
            assert_eq!(&bytes(&house, one).await, file);
            stands(&house, one).await;
        }
        let now = house.store.figure(&FigureId("jobs.stock".to_owned()), &asked("jobs.stock").query).await.unwrap().unwrap();
        assert_ne!(now.value, published[2].0.face.figure.value, "the living figure has moved");

        let changes = house.store.changes_since(&published[2].0).await.unwrap().unwrap();
        assert_eq!(changes.then.value, published[2].0.face.figure.value);
        assert_eq!(changes.now.value, now.value);
        assert!(changes.steps.iter().any(|step| step.startup == startup.profile.id));
        let again = house.store.changes_since(&published[2].0).await.unwrap().unwrap();
        assert!(Arc::ptr_eq(&changes, &again), "computed once for a state of the ledger");
    }

    async fn somebody_who_changes_the_rows_themselves_is_found(house: House) {
        portfolio(&house).await;
        let jobs = publish(&house, "jobs.stock").await;
        let raw = Database::connect(&house.url).await.unwrap();
        let unguard = match raw.get_database_backend() {
            DbBackend::Sqlite => "DROP TRIGGER headcount_refuse_update",
            _ => "DROP TRIGGER headcount_refuse_change ON headcount",
        };
        raw.execute_unprepared(unguard).await.unwrap();
        raw.execute_unprepared("UPDATE headcount SET employees_low = 9, employees_high = 9 WHERE employees_low = 5").await.unwrap();
        let other = second(&house).await;
        let file = verify(&bytes(&house, &jobs).await).unwrap();
        let Recomputed::Differs(found) = other.recompute(&file).await.unwrap() else { panic!("nobody noticed") };
        assert!(found.iter().any(|one| one.path == "outputs.value"), "{found:?}");
        assert!(found.iter().any(|one| one.path.starts_with("inputs[")), "{found:?}");
    }

    async fn a_small_group_is_revealed_neither_alone_nor_together(house: House) {
        portfolio(&house).await;
        let admin = Actor::command_line();
        let mut few = asked("survival.exits");
        few.query.scope.sector = Some("IT".to_owned());
        assert!(too_few(&house.store.publish(&admin, &few).await), "two startups");
        let survival = publish(&house, "survival.exits").await;
        let refused = house.store.publish(&admin, &of_mat("survival.exits")).await;
        let text = refused.as_ref().unwrap_err().text(Locale::Nb);
        assert!(text.contains("bedriftene som teller i «Årsmelding 2020") && text.contains("bedriftene som teller her") && text.contains("videre utvalg"), "{text}");
        assert!(too_few(&refused), "22 of 24: the other two");
        assert_eq!(house.store.publications(PublicationFilter::default(), 0, 9).await.unwrap().all, 1);
        let preview = house.store.preview_publication(&admin, &of_mat("survival.exits")).await.unwrap();
        assert!(matches!(preview.shown, Err(PublishRefusal::TooFew(_))), "the preview says so before");
        let tables = house.store.published_tables().await.unwrap();
        assert!(revealed(&tables).is_empty());
        assert_eq!(tables[0].cells[0].startups.len(), survival.face.figure.n);
        assert!(survival.face.counts.iter().all(|count| count.startups.is_none_or(|many| many == 0 || many >= FEWEST)));
    }

    async fn of_two_at_once_that_reveal_together_one_is_published(house: House) {
        portfolio(&house).await;
        let other = second(&house).await;
        let (whole, part) = (asked("survival.exits"), of_mat("survival.exits"));
        let admin = Actor::command_line();
        let (one, two) = tokio::join!(house.store.publish(&admin, &whole), other.publish(&admin, &part));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(too_few(if one.is_ok() { &two } else { &one }));
        assert!(revealed(&house.store.published_tables().await.unwrap()).is_empty());
        assert_eq!(house.store.public_keys().await.unwrap().len(), 1, "both sign with one key");
    }

    async fn a_note_is_dated_and_says_what_the_figure_would_be(house: House) {
        portfolio(&house).await;
        let admin = Actor::command_line();
        let jobs = publish(&house, "jobs.stock").await;
        let empty = house.store.note_revision(&admin, jobs.id, &NewRevision { note: " ".to_owned(), locale: Locale::Nb }).await;
        assert_eq!(empty.unwrap_err().field(), Some("note"));
        for number in [4, 5, 7, 8, 10, 11] {
            let ledger = house.store.ledger().await.unwrap();
            let startup = ledger.startups.iter().find(|known| known.profile.name == format!("Bedrift {number}")).unwrap();
            let fact = in_force(&startup.headcounts, Instant::MAX_UTC).last().map(|fact| (fact.id, fact.valid_on)).unwrap();
            let body = Headcount::of(20);
            house.store.correct_headcount(&manager(), fact.0, fact.1, body, Source::Document, None, "lønnslister").await.unwrap();
        }
        house.world.advance(TimeDelta::days(40));
        let note = NewRevision { note: "Seks bedrifter sendte lønnslister.".to_owned(), locale: Locale::Nb };
        house.store.note_revision(&admin, jobs.id, &note).await.unwrap();
        let read = house.store.publication(&jobs.address).await.unwrap().unwrap();
        let [revision] = &read.revisions[..] else { panic!("{:?}", read.revisions) };
        assert_eq!(revision.note, note.note);
        assert_eq!(domain::time::oslo_date(revision.noted_at), day(2024, 8, 9));
        let standing = revision.standing.as_ref().unwrap();
        assert_eq!(standing.moved, Some(6));
        assert!(standing.face.figure.value > jobs.face.figure.value);
        assert_eq!(read.face, jobs.face, "the publication itself is as it was");
        stands(&house, &jobs).await;
    }

    async fn the_demo_house_has_published_and_can_again(house: House) {
        let today = house.store.world().today();
        house.store.load_demo(&domain::demo::house(today)).await.unwrap();
        house.world.advance(TimeDelta::hours(1));
        let page = house.store.publications(PublicationFilter::default(), 0, 99).await.unwrap();
        assert!(page.publications.iter().any(|one| !one.revisions.is_empty()));
        // How many depends on the day: what is out decides what else may be, and today's figures come before an old report's.
        assert!(page.publications.len() >= 2, "{}", page.publications.len());
        for one in &page.publications {
            assert!(one.issued_on() < today);
            stands(&house, one).await;
        }
        for figure in ["survival.exits", "jobs.net"] {
            let mut new = asked(figure);
            new.query.as_of = today;
            let published = house.store.publish(&Actor::command_line(), &new).await;
            stands(&house, &published.unwrap()).await;
            house.world.advance(TimeDelta::hours(1));
        }
        assert!(revealed(&house.store.published_tables().await.unwrap()).is_empty());
    }

    async fn who_may_publish(house: House) {
        portfolio(&house).await;
        let ledger = house.store.ledger().await.unwrap();
        let programme = ledger.programmes[0].id;
        let person = domain::ids::PersonId(house.store.new_id());
        let whole = asked("jobs.net");
        for role in [Role::Mentor, Role::Evaluator, Role::Funder] {
            for scope in [Where::House, Where::Programme(programme)] {
                let result = house.store.publish(&Actor::person(person, role, scope), &whole).await;
                assert!(matches!(result, Err(VerbError::NotFound(_) | VerbError::Denied(_))), "{role:?} {scope:?}");
            }
        }
        let elsewhere = Actor::person(person, Role::Manager, Where::Programme(domain::ids::ProgrammeId(house.store.new_id())));
        assert!(house.store.publish(&elsewhere, &whole).await.is_err());
        let runs = Actor::person(person, Role::Manager, Where::Programme(programme));
        let mut of_programme = whole.clone();
        of_programme.query.scope.programme = Some(programme);
        let published = house.store.publish(&runs, &of_programme).await.unwrap();
        assert_eq!(published.programme, Some(programme));
        let note = NewRevision { note: "x".to_owned(), locale: Locale::En };
        let refused = house.store.note_revision(&elsewhere, published.id, &note).await;
        assert!(matches!(refused, Err(VerbError::NotFound(Missing::Publication) | VerbError::Denied(_))));
        let mut nothing = whole.clone();
        nothing.name = "  ".to_owned();
        assert!(matches!(house.store.publish(&runs, &nothing).await, Err(VerbError::Refused(Refusal::NameMissing))));
        let mut future = whole;
        future.query.as_of = day(2030, 1, 1);
        assert!(matches!(house.store.publish(&Actor::command_line(), &future).await, Err(VerbError::Refused(Refusal::InFuture { .. }))));
    }

    async fn a_configured_key_signs_and_its_secret_stays_outside(house: House) {
        portfolio(&house).await;
        house.store.set_signing_key([3; 32]);
        let jobs = publish(&house, "jobs.net").await;
        assert_eq!(jobs.key, InstanceKey::from_seed(&[3; 32]).id());
        let keys = second(&house).await.public_keys().await.unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].id, jobs.key, "its public half is kept");
        let raw = Database::connect(&house.url).await.unwrap();
        let statement = sea_orm::Statement::from_string(raw.get_database_backend(), "SELECT count(*) FROM instance_key WHERE seed IS NOT NULL");
        let kept: i64 = raw.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap();
        assert_eq!(kept, 0);
    }

    async fn publications_notes_and_keys_are_never_changed(house: House) {
        portfolio(&house).await;
        let jobs = publish(&house, "jobs.net").await;
        let note = NewRevision { note: "x".to_owned(), locale: Locale::En };
        house.store.note_revision(&Actor::command_line(), jobs.id, &note).await.unwrap();
        let raw = Database::connect(&house.url).await.unwrap();
        for (table, column) in [("publication", "name"), ("publication_revision", "note"), ("instance_key", "public")] {
            for sql in [format!("UPDATE {table} SET {column} = 'forged'"), format!("DELETE FROM {table}")] {
                let error = raw.execute_unprepared(&sql).await.unwrap_err().to_string();
                assert!(error.contains(&format!("{table} is append-only")), "{sql}: {error}");
            }
        }
    }
}
