//! How the calls of the demo house are judged: the one of the year before is scored and decided, the open one has a round under way.

use chrono::Days;
use domain::access::{Actor, Role, Scope};
use domain::evaluation::Verdict;
use domain::evaluation::letter::{self, Filling};
use domain::facts::in_force;
use domain::ids::{CallId, CriterionId, PersonId, ProgrammeId, ReviewId};
use domain::intake::ApplicationStatus;
use domain::ledger::Ledger;
use domain::pipeline::StageKind;
use domain::time::{Instant, oslo_date, to_micros};
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait, Value};
use uuid::Uuid;

use super::{Judged, applications_in, call_of, rows, statement};
use crate::bulk::Batch;
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::IdentityError;
use crate::people::Person;
use crate::write::writing;

/// What is judged by, and how much it counts in hundredths.
const CRITERIA: [([&str; 3], &str, i32); 4] = [
    (["Team", "Team", "Team"], "Hvem er de, og får de det til sammen?", 200),
    (["Behov og idé", "Behov og idé", "Need and idea"], "Har noen sagt at de trenger dette?", 150),
    (["Marked", "Marknad", "Market"], "Er det mange nok som vil betale?", 100),
    (["Gjennomføring", "Gjennomføring", "Ability to deliver"], "Hva har de fått til det siste halvåret?", 100),
];

/// Evaluators beside the one that a visitor can look as.
const OTHERS: [(&str, &str); 2] =
    [("Erlend Mossige", "erlend.mossige@vurdering.example"), ("Ragnhild Tveito", "ragnhild.tveito@vurdering.example")];

const COMMENTS: [&str; 5] = [
    "Sterkt lag som kjenner kundene sine. Jeg vil gjerne se tall på hva en kunde koster.",
    "God idé, men uklart hvem som betaler. Spør om de første tre avtalene.",
    "Har kommet lenger enn søknaden sier. Prototypen virker.",
    "Litt tidlig. Anbefaler å søke igjen når de har snakket med flere kunder.",
    "Tydelig behov. Usikker på om to gründere er nok til å få det til i år.",
];

impl Store {
    /// Writes how the calls of the demo house are judged, once the calls themselves are there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load_demo_evaluation(&self) -> Result<(), StoreError> {
        let sql = "SELECT id, programme_id FROM intake_call ORDER BY opens_at DESC";
        let calls = rows(self.reader(), sql, []).await?;
        let calls: Vec<(CallId, ProgrammeId)> = calls
            .iter()
            .map(|row| Ok((CallId(row.try_get_by_index(0)?), ProgrammeId(row.try_get_by_index(1)?))))
            .collect::<Result<_, StoreError>>()?;
        let Some((open, programme)) = calls.first().copied() else { return Ok(()) };
        let evaluators = self.demo_evaluators(programme).await?;
        let ledger = self.ledger().await?;
        let name = ledger.programme(programme).map(|programme| programme.name.clone()).unwrap_or_default();
        for (at, (call, _)) in calls.iter().enumerate().take(2) {
            let applications = applications_in(self.reader(), *call).await?;
            let title = call_of(self.reader(), *call).await?.map(|call| call.title.nb).unwrap_or_default();
            let transaction = self.writer().begin_with_options(writing()).await?;
            let round = Round { store: self, to: &transaction, evaluators: &evaluators, call: *call };
            if *call == open && at == 0 {
                round.under_way(&applications).await?;
            } else {
                round.decided(&ledger, &applications, &name, &title).await?;
            }
            transaction.commit().await?;
        }
        Ok(())
    }

    /// Three evaluators of the programme; the first is the one a visitor can look as.
    async fn demo_evaluators(&self, programme: ProgrammeId) -> Result<Vec<PersonId>, StoreError> {
        let first = self.demo_person(Role::Evaluator).await.map_err(|error| match error {
            IdentityError::Store(error) => error,
            error => StoreError::Unreadable { table: "person", detail: error.to_string() },
        })?;
        let mut write = self.begin(&Actor::system()).await?;
        let mut all = vec![first];
        let mut batch = Batch::default();
        for (name, email) in OTHERS {
            let id = PersonId(write.new_id());
            let (name, email) = (name.to_owned(), Some(email.to_owned()));
            batch.people.push(Person { id, name, email, is_mentor: false, erased_at: None });
            all.push(id);
        }
        write.batch(&batch).await?;
        for person in &all[1..] {
            let sql = "INSERT INTO membership (id, person_id, role, scope_kind, scope_id, from_on, created_at, granted_by) \
                       VALUES ($1, $2, $3, 'programme', $4, $5, $6, $7)";
            let id = write.new_id();
            let values: [Value; 7] = [
                id.into(),
                person.0.into(),
                Role::Evaluator.code().into(),
                programme.0.into(),
                write.today().into(),
                write.at().into(),
                Actor::system().label.into(),
            ];
            super::run(&mut write, sql, values).await?;
            let after =
                serde_json::json!({ "person": person, "role": Role::Evaluator, "scope": Scope::Programme(programme) });
            write.audit("grant", "membership", id, None, None, Some(after)).await?;
        }
        write.commit().await?;
        Ok(all)
    }
}

struct Round<'a> {
    store: &'a Store,
    to: &'a DatabaseTransaction,
    evaluators: &'a [PersonId],
    call: CallId,
}

impl Round<'_> {
    async fn run(&self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<(), StoreError> {
        self.to.execute_raw(statement(self.to, sql, values)).await?;
        Ok(())
    }

    /// A round that is half done: one evaluator has scored all, one a few, the third one and a draft; one has a conflict of interest.
    async fn under_way(&self, applications: &[Judged]) -> Result<(), StoreError> {
        let now = to_micros(self.store.world().now());
        let due = oslo_date(now).checked_add_days(Days::new(8));
        let (round, criteria) = self.open(due, now - chrono::TimeDelta::days(5), None).await?;
        let up: Vec<&Judged> = applications.iter().filter(|one| one.status == ApplicationStatus::Submitted).collect();
        for (number, application) in up.iter().enumerate() {
            let at = now - chrono::TimeDelta::hours(70 - i64::try_from(number).unwrap_or_default());
            for (who, evaluator) in self.evaluators.iter().enumerate() {
                let submitted = match who {
                    0 if number == 0 => Some(at),
                    1 => Some(at),
                    2 if number < 3 && number != 1 => Some(at),
                    0 if number == 1 => None,
                    _ => continue,
                };
                self.sheet(round, application, *evaluator, &criteria, (number, who), (at, submitted)).await?;
            }
        }
        if let (Some(application), Some(person)) = (up.get(1), self.evaluators.get(2)) {
            let sql =
                "INSERT INTO conflict (id, application_id, person_id, reason, declared_at) VALUES ($1, $2, $3, $4, $5)";
            let reason = "Har vært rådgiver for en av gründerne.";
            let values =
                [self.store.new_id().into(), application.id.0.into(), person.0.into(), reason.into(), now.into()];
            self.run(sql, values).await?;
        }
        Ok(())
    }

    /// A round that is over: everybody has scored everything, and each application is decided.
    async fn decided(
        &self,
        ledger: &Ledger,
        applications: &[Judged],
        programme: &str,
        title: &str,
    ) -> Result<(), StoreError> {
        let Some(last) = applications.iter().filter_map(|one| one.submitted_at).max() else { return Ok(()) };
        let closed = last + chrono::TimeDelta::days(20);
        let (round, criteria) = self.open(None, last + chrono::TimeDelta::days(2), Some(closed)).await?;
        for (number, application) in applications.iter().enumerate() {
            // Those who were admitted were judged a little better.
            let number = if application.status == ApplicationStatus::Admitted { number * 2 } else { number * 2 + 1 };
            for (who, evaluator) in self.evaluators.iter().enumerate() {
                let at = last + chrono::TimeDelta::days(6 + i64::try_from(who).unwrap_or_default());
                self.sheet(round, application, *evaluator, &criteria, (number, who), (at, Some(at))).await?;
            }
            let verdict = match application.status {
                ApplicationStatus::Admitted => Verdict::Admitted,
                ApplicationStatus::Declined => Verdict::Declined,
                ApplicationStatus::Draft | ApplicationStatus::Submitted | ApplicationStatus::Withdrawn => continue,
            };
            let declined = verdict == Verdict::Declined;
            let letter = declined.then(|| {
                let with = Filling {
                    applicant: &application.applicant,
                    startup: &application.startup_name,
                    programme,
                    call: title,
                };
                letter::fill(letter::default(application.locale), &with)
            });
            let sql = "INSERT INTO decision (id, application_id, verdict, reason, letter, fact_id, decided_by, decided_at) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
            let values: [Value; 8] = [
                self.store.new_id().into(),
                application.id.0.into(),
                verdict.code().into(),
                declined.then_some("For tidlig: ingen kunder ennå.").into(),
                letter.into(),
                deciding_move(ledger, application).into(),
                Actor::demo_manager().label.into(),
                closed.into(),
            ];
            self.run(sql, values).await?;
        }
        Ok(())
    }

    async fn open(
        &self,
        due_on: Option<chrono::NaiveDate>,
        began: Instant,
        closed: Option<Instant>,
    ) -> Result<(ReviewId, Vec<CriterionId>), StoreError> {
        let round = ReviewId(self.store.new_id());
        let sql = "INSERT INTO review (id, call_id, name, position, due_on, picked, created_at, asked_at, closed_at) \
                   VALUES ($1, $2, $3, 1, $4, FALSE, $5, $5, $6)";
        let values =
            [round.0.into(), self.call.0.into(), "Første runde".into(), due_on.into(), began.into(), closed.into()];
        self.run(sql, values).await?;
        for person in self.evaluators {
            let sql = "INSERT INTO evaluator (call_id, person_id, added_at) VALUES ($1, $2, $3)";
            self.run(sql, [self.call.0.into(), person.0.into(), began.into()]).await?;
        }
        let mut criteria = Vec::new();
        for (position, ([nb, nn, en], description, weight)) in (0_i32..).zip(CRITERIA) {
            let id = CriterionId(self.store.new_id());
            let sql = "INSERT INTO review_criterion (id, review_id, name_nb, name_nn, name_en, description, weight, low, high, position) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 5, $8)";
            let values = [
                id.0.into(),
                round.0.into(),
                nb.into(),
                nn.into(),
                en.into(),
                description.into(),
                weight.into(),
                position.into(),
            ];
            self.run(sql, values).await?;
            criteria.push(id);
        }
        Ok((round, criteria))
    }

    async fn sheet(
        &self,
        round: ReviewId,
        application: &Judged,
        person: PersonId,
        criteria: &[CriterionId],
        (number, who): (usize, usize),
        (at, submitted): (Instant, Option<Instant>),
    ) -> Result<(), StoreError> {
        let sheet = self.store.new_id();
        let sql = "INSERT INTO score_sheet (id, review_id, application_id, person_id, comment, saved_at, submitted_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            sheet.into(),
            round.0.into(),
            application.id.0.into(),
            person.0.into(),
            COMMENTS[(number + who) % COMMENTS.len()].into(),
            at.into(),
            submitted.into(),
        ];
        self.run(sql, values).await?;
        // A draft lacks the last one.
        let given = if submitted.is_some() { criteria } else { &criteria[..criteria.len() - 1] };
        for (at, criterion) in given.iter().enumerate() {
            let score = 5 - i32::try_from((number * 7 + who * 5 + at * 3 + number * who) % 9 / 2).unwrap_or_default();
            let sql = "INSERT INTO score (sheet_id, criterion_id, value) VALUES ($1, $2, $3)";
            self.run(sql, [sheet.into(), criterion.0.into(), score.clamp(1, 5).into()]).await?;
        }
        Ok(())
    }
}

/// The move by which an application was decided.
fn deciding_move(ledger: &Ledger, application: &Judged) -> Option<Uuid> {
    let startup = ledger.startup(application.startup?)?;
    let decides = |kind: StageKind| matches!(kind, StageKind::Admission | StageKind::Declined);
    let moves = in_force(&startup.stage_changes, Instant::MAX_UTC);
    let found = moves.iter().rfind(|fact| {
        fact.body.is_some_and(|body| {
            let stage = ledger.programmes.iter().find_map(|programme| programme.stage(body.to));
            Some(body.enrolment) == application.enrolment && stage.is_some_and(|stage| decides(stage.kind))
        })
    });
    found.map(|fact| fact.id.0)
}
