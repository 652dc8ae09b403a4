//! The calls of the demo house: one that is open, and the one of the year before. What came in are stays that the house has anyway, so no
//! figure knows of them.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use domain::board::{self, Stay};
use domain::ids::{ApplicationId, CallId, CohortId, ProgrammeId, QuestionId};
use domain::intake::{ApplicationStatus, QuestionKind, Texts, oslo_at};
use domain::ledger::Ledger;
use domain::pipeline::StageKind;
use domain::time::{Instant, to_micros};
use domain::words::{Locale, fold};
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};

use super::call::CallForm;
use super::question::QuestionForm;
use super::statement;
use crate::connect::Store;
use crate::error::{StoreError, VerbError};
use crate::identity::email_key;
use crate::kinds::id_value;
use crate::people::People;
use crate::write::writing;

/// How far back the open call reaches, in days.
const OPEN_SINCE: u64 = 60;
/// How long it is still open.
const OPEN_FOR: u64 = 21;
/// Most applications of a call that is over.
const MOST: usize = 14;

/// A question, what kind of answer it asks for, whether one is needed, and answers that were given.
struct Asked {
    label: [&'static str; 3],
    help: [&'static str; 3],
    kind: QuestionKind,
    options: &'static [[&'static str; 3]],
    required: bool,
    answers: &'static [&'static str],
}

const ASKED: [Asked; 6] = [
    Asked {
        label: ["Hva løser dere, og for hvem?", "Kva løyser de, og for kven?", "What do you solve, and for whom?"],
        help: ["Skriv det som til en nabo.", "Skriv det som til ein nabo.", "Write it as you would to a neighbour."],
        kind: QuestionKind::LongText,
        options: &[],
        required: true,
        answers: &[
            "Små bakerier kaster hvert femte brød. Vi viser dem hva de selger i morgen, så de baker det som blir spist.",
            "Hjemmesykepleien bruker en time om dagen på å lete etter utstyr. Vi merker det, så finner de det på telefonen.",
            "Bønder har data i åtte ulike systemer. Vi samler dem på ett sted, slik at de ser hvilke jorder som lønner seg.",
            "Borettslag vil ha solceller, men får ikke regnestykket til å gå opp. Vi deler strømmen rettferdig mellom naboene.",
            "Foreldre til barn med allergi tør ikke slippe dem på leir. Vi gir leirene en meny de kan stole på.",
        ],
    },
    Asked {
        label: ["Hvor langt er dere kommet?", "Kor langt er de komne?", "How far have you come?"],
        help: ["", "", ""],
        kind: QuestionKind::One,
        options: &[
            ["En idé", "Ein idé", "An idea"],
            ["En prototyp som noen prøver", "Ein prototyp som nokon prøver", "A prototype that somebody tries"],
            ["De første kundene", "Dei fyrste kundane", "The first customers"],
            ["Jevn omsetning", "Jamn omsetning", "Steady revenue"],
        ],
        required: true,
        answers: &["En prototyp som noen prøver", "De første kundene", "En idé"],
    },
    Asked {
        label: [
            "Hvor mange arbeider i bedriften nå?",
            "Kor mange arbeider i bedrifta no?",
            "How many work in the startup now?",
        ],
        help: [
            "Gründerne medregnet. 0 er et godt svar.",
            "Gründerane medrekna. 0 er eit godt svar.",
            "Founders included. 0 is a good answer.",
        ],
        kind: QuestionKind::Number,
        options: &[],
        required: true,
        answers: &["2", "3", "1", "4", "2"],
    },
    Asked {
        label: ["Hva trenger dere hjelp til?", "Kva treng de hjelp til?", "What do you need help with?"],
        help: ["", "", ""],
        kind: QuestionKind::Several,
        options: &[
            ["Marked og salg", "Marknad og sal", "Market and sales"],
            ["Finansiering", "Finansiering", "Funding"],
            ["Produkt", "Produkt", "Product"],
            ["Team og organisasjon", "Team og organisasjon", "Team and organisation"],
        ],
        required: true,
        answers: &["Marked og salg\nFinansiering", "Produkt", "Finansiering\nTeam og organisasjon", "Marked og salg"],
    },
    Asked {
        label: ["Organisasjonsnummer", "Organisasjonsnummer", "Organisation number"],
        help: [
            "La feltet stå tomt hvis selskapet ikke er registrert.",
            "Lat feltet stå tomt om selskapet ikkje er registrert.",
            "Leave the field empty if no company is registered.",
        ],
        kind: QuestionKind::OrganisationNumber,
        options: &[],
        required: false,
        answers: &[],
    },
    Asked {
        label: ["Presentasjon", "Presentasjon", "Pitch deck"],
        help: ["Høyst ti sider, som PDF.", "Høgst ti sider, som PDF.", "At most ten pages, as PDF."],
        kind: QuestionKind::File,
        options: &[],
        required: false,
        answers: &[],
    },
];

/// Somebody who has begun and not sent in.
const UNSENT: [(&str, &str, &str); 2] = [
    ("Marte Lunde", "marte.lunde@tangtre.example", "Tangtre"),
    ("Jonas Heggelund", "jonas.heggelund@nabovarme.example", "Nabovarme"),
];

fn texts(words: [&str; 3]) -> Texts {
    if words[0].is_empty() { Texts::default() } else { Texts::all(words[0], words[1], words[2]) }
}

/// An answer to be written.
struct Came {
    startup: String,
    name: String,
    email: String,
    at: Instant,
    stay: Option<Stay>,
    status: ApplicationStatus,
}

impl Store {
    /// Writes the calls of the demo house and what came in, once the house itself is there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(crate) async fn load_demo_intake(&self) -> Result<(), StoreError> {
        let (ledger, people) = (self.ledger().await?, self.people().await?);
        let (now, today) = (to_micros(self.world().now()), self.world().today());
        let stays = board::stays(&ledger, now, today);
        let many = |id: ProgrammeId| stays.iter().filter(|stay| stay.enrolment.programme == id).count();
        let Some(programme) = ledger.programmes.iter().max_by_key(|programme| many(programme.id)) else {
            return Ok(());
        };
        let own = |stay: &&Stay| stay.enrolment.programme == programme.id;
        let before = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let year = |on: NaiveDate| on.format("%Y").to_string();

        let opened = before(OPEN_SINCE);
        let waiting: Vec<&Stay> = stays
            .iter()
            .filter(own)
            .filter(|stay| stay.course.applied_on > opened && stay.course.admitted_on.is_none())
            .collect();
        let closes = today.checked_add_days(Days::new(OPEN_FOR)).unwrap_or(today);
        let (title, slug) = (
            ["Opptak", "Opptak", "Intake"].map(|word| format!("{word} {}", year(closes))),
            format!("opptak-{}", year(closes)),
        );
        let call = self.demo_call(programme.id, None, title, &slug, (opened, closes)).await?;
        let mut came: Vec<Came> = waiting.into_iter().filter_map(|stay| came_in(&ledger, &people, stay)).collect();
        for (at, (name, email, startup)) in UNSENT.into_iter().enumerate() {
            came.push(Came {
                startup: startup.to_owned(),
                name: name.to_owned(),
                email: email.to_owned(),
                at: now - TimeDelta::hours(20 + 50 * i64::try_from(at).unwrap_or_default()),
                stay: None,
                status: ApplicationStatus::Draft,
            });
        }
        self.demo_applications(call, &came).await?;

        // A round of the year before that is decided: those who applied within a quarter, the fullest there was.
        let earlier = |stay: &&Stay| (before(700)..before(240)).contains(&stay.course.applied_on);
        let over: Vec<&Stay> = stays.iter().filter(own).filter(earlier).collect();
        let quarter = |from: NaiveDate| {
            let to = from.checked_add_days(Days::new(90)).unwrap_or(from);
            over.iter().filter(|stay| (from..to).contains(&stay.course.applied_on)).copied().collect::<Vec<&Stay>>()
        };
        let starts = over.iter().map(|stay| stay.course.applied_on);
        let Some(from) = starts.max_by_key(|from| (quarter(*from).len(), *from)) else { return Ok(()) };
        let to = from.checked_add_days(Days::new(90)).unwrap_or(from);
        let stays = quarter(from);
        let cohort = stays.iter().filter_map(|stay| stay.enrolment.cohort).next();
        let (title, slug) = (
            ["Opptak", "Opptak", "Intake"].map(|word| format!("{word} {}", year(from))),
            format!("opptak-{}", year(from)),
        );
        let opened = from.checked_sub_days(Days::new(7)).unwrap_or(from);
        let (title, slug) = if year(from) == year(closes) {
            (title.map(|title| format!("{title} I")), format!("{slug}-1"))
        } else {
            (title, slug)
        };
        let call = self.demo_call(programme.id, cohort, title, &slug, (opened, to)).await?;
        let came: Vec<Came> = stays.into_iter().filter_map(|stay| came_in(&ledger, &people, stay)).take(MOST).collect();
        self.demo_applications(call, &came).await
    }

    async fn demo_call(
        &self,
        programme: ProgrammeId,
        cohort: Option<CohortId>,
        title: [String; 3],
        slug: &str,
        (opens, closes): (NaiveDate, NaiveDate),
    ) -> Result<CallId, StoreError> {
        let [nb, nn, en] = title;
        let clock = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let form = CallForm {
            cohort,
            slug: slug.to_owned(),
            title: Texts::all(nb, nn, en),
            intro: Texts::all(
                "Har du en idé som kan bli en bedrift, eller en bedrift som vil vokse? Hos oss får du mentor, kontorplass og folk å spørre i inntil to år.\n\nVi ser etter lag som vil noe, og som kan vise at noen trenger det de lager. Du trenger ikke ha stiftet selskap.",
                "Har du ein idé som kan bli ei bedrift, eller ei bedrift som vil vekse? Hos oss får du mentor, kontorplass og folk å spørje i inntil to år.\n\nVi ser etter lag som vil noko, og som kan vise at nokon treng det dei lagar. Du treng ikkje ha stifta selskap.",
                "Do you have an idea that can become a startup, or a startup that wants to grow? With us you get a mentor, a desk and people to ask for up to two years.\n\nWe look for teams that want something and can show that somebody needs what they make. You need not have founded a company.",
            ),
            contact: "Inkubatoren, opptak@grobunn.example".to_owned(),
            opens_at: oslo_at(opens, clock(8)),
            closes_at: oslo_at(closes, clock(12)),
            consent: Texts::all(
                "Jeg har lest hvordan opplysningene behandles, og samtykker til det.",
                "Eg har lese korleis opplysningane blir behandla, og samtykkjer til det.",
                "I have read what is done with the information, and consent to it.",
            ),
            privacy: Texts::all(
                "Inkubatoren bruker det du skriver, til å vurdere søknaden. Lederne av programmet og de som vurderer søknader, leser den. Blir dere tatt opp, følger søknaden bedriften. Blir dere ikke tatt opp, slettes det du skrev etter tolv måneder. Du kan når som helst få se eller slette det vi har om deg.",
                "Inkubatoren bruker det du skriv, til å vurdere søknaden. Leiarane av programmet og dei som vurderer søknader, les han. Blir de tekne opp, følgjer søknaden bedrifta. Blir de ikkje tekne opp, blir det du skreiv sletta etter tolv månader. Du kan når som helst få sjå eller slette det vi har om deg.",
                "The incubator uses what you write to assess the application. Those who manage the programme and those who assess applications read it. If you are admitted, the application follows the startup. If not, what you wrote is deleted after twelve months. You can see or delete what we hold about you at any time.",
            ),
        };
        let actor = domain::access::Actor::system();
        let call = self.create_call(&actor, programme, form).await.map_err(written)?;
        for asked in &ASKED {
            let question = QuestionForm {
                kind: asked.kind,
                label: texts(asked.label),
                help: texts(asked.help),
                options: asked.options.iter().map(|words| texts(*words)).collect(),
                required: asked.required,
                max_length: None,
            };
            self.add_question(&actor, call, question).await.map_err(written)?;
        }
        Ok(call)
    }

    async fn demo_applications(&self, call: CallId, came: &[Came]) -> Result<(), StoreError> {
        let questions = self.questions(call).await?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        for (number, came) in came.iter().enumerate() {
            let id = ApplicationId(self.new_id());
            insert(&transaction, id, call, came).await?;
            for (question, asked) in questions.iter().zip(&ASKED) {
                // Whoever is not done has answered the first questions only.
                let done = came.status != ApplicationStatus::Draft || question.kind == QuestionKind::LongText;
                let given = asked.answers.get(number % asked.answers.len().max(1)).copied();
                let number = || {
                    let company = came.stay.as_ref()?.startup.companies.first()?;
                    (question.kind == QuestionKind::OrganisationNumber).then(|| company.number.to_string())
                };
                if let Some(text) = given.map(str::to_owned).or_else(number).filter(|_| done) {
                    answer(&transaction, id, question.id, text).await?;
                }
            }
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// A demo that breaks a rule of the house is a mistake in the program: told as what it is, and nothing of it is kept.
fn written(error: VerbError) -> StoreError {
    match error {
        VerbError::Store(error) => error,
        error => StoreError::Unreadable { table: "intake_call", detail: error.to_string() },
    }
}

/// The application that a stay of the demo came of; none for a startup whose founders nobody knows.
fn came_in(ledger: &Ledger, people: &People, stay: &Stay) -> Option<Came> {
    let profile = &stay.startup.profile;
    let (person, _) = people.of(profile.id).into_iter().find(|(person, _)| person.email.is_some())?;
    let stage = ledger.programme(stay.enrolment.programme)?.stage(stay.course.stage)?;
    let status = match stage.kind {
        _ if stay.course.admitted_on.is_some() => ApplicationStatus::Admitted,
        StageKind::Declined => ApplicationStatus::Declined,
        _ => ApplicationStatus::Submitted,
    };
    let evening = NaiveTime::from_hms_opt(20, 14, 0).unwrap_or_default();
    Some(Came {
        startup: profile.name.clone(),
        name: person.name.clone(),
        email: person.email.clone()?,
        at: oslo_at(stay.course.applied_on, evening),
        stay: Some(stay.clone()),
        status,
    })
}

async fn insert(
    transaction: &DatabaseTransaction,
    id: ApplicationId,
    call: CallId,
    came: &Came,
) -> Result<(), StoreError> {
    let sent = came.status != ApplicationStatus::Draft;
    let course = came.stay.as_ref().map(|stay| &stay.course);
    let settled = course.and_then(|course| course.admitted_on.or(course.closed_on)).filter(|_| !came.status.is_open());
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    let sql = "INSERT INTO application (id, call_id, startup_id, enrolment_id, applicant_name, email, email_key, startup_name, \
               startup_key, locale, status, notice_version, started_at, saved_at, submitted_at, settled_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let values = [
        id.0.into(),
        call.0.into(),
        id_value(came.stay.as_ref().map(|stay| stay.startup.profile.id.0)),
        id_value(came.stay.as_ref().map(|stay| stay.enrolment.id.0)),
        came.name.clone().into(),
        came.email.clone().into(),
        email_key(&came.email).unwrap_or_default().into(),
        came.startup.clone().into(),
        fold(&came.startup).into(),
        Locale::Nb.tag().into(),
        came.status.code().into(),
        sent.then_some(1i32).into(),
        (came.at - TimeDelta::days(2)).into(),
        came.at.into(),
        sent.then_some(came.at).into(),
        settled.map(|on| oslo_at(on, noon)).into(),
    ];
    transaction.execute_raw(statement(transaction, sql, values)).await?;
    Ok(())
}

async fn answer(
    transaction: &DatabaseTransaction,
    id: ApplicationId,
    question: QuestionId,
    text: String,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO application_answer (application_id, question_id, value) VALUES ($1, $2, $3)";
    let values = [id.0.into(), question.0.into(), text.into()];
    transaction.execute_raw(statement(transaction, sql, values)).await?;
    Ok(())
}
