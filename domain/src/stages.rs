//! Editing a programme's stages: adding, naming, ordering, retiring, taking away.
//!
//! What a programme always has: a step in which applications begin, one stage that admits, one for what was declined, and one for each
//! way out. A stage that a move ever named is never taken away, only retired: it keeps its history and takes nothing new.

use crate::facts::Outcome;
use crate::ids::StageId;
use crate::ledger::Ledger;
use crate::pipeline::{Phase, Programme, Stage, StageKind};
use crate::words::{Locale, fold, loose};

/// The longest name of a stage, in characters.
pub const LONGEST_NAME: usize = 60;
/// The most days that can be called usual in a stage: ten years.
pub const MOST_DAYS: u16 = 3_650;

/// Up or down among the stages of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Earlier.
    Up,
    /// Later.
    Down,
}

impl Direction {
    /// The stable name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Direction::Up, Direction::Down].into_iter().find(|direction| direction.code() == code)
    }
}

/// Why a stage is not edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageError {
    /// The programme has no such stage.
    #[error("the programme has no such stage")]
    Unknown,
    /// A stage has a name.
    #[error("a stage has a name")]
    NameMissing,
    /// The name is longer than [`LONGEST_NAME`].
    #[error("a stage's name has at most {LONGEST_NAME} characters")]
    NameTooLong,
    /// Another stage of the programme is called that.
    #[error("another stage is called {name}")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// The usual days are none, or more than [`MOST_DAYS`].
    #[error("the usual days are between 1 and {MOST_DAYS}")]
    DaysOutOfRange,
    /// There is one such stage in each programme, and it is there.
    #[error("the programme has such a stage")]
    KindTaken,
    /// It stands first or last in its phase.
    #[error("it stands at the end of its phase")]
    AtTheEnd,
    /// Applications begin in the first stage of intake, which must be a step.
    #[error("the first stage of intake must be a step")]
    FirstIsAStep,
    /// Admission comes after every step of intake.
    #[error("admission comes after every step of intake")]
    AdmissionLast,
    /// It is the only one of its kind, and a programme needs one.
    #[error("a programme needs one such stage")]
    Needed,
    /// Startups stand or have stood in it.
    #[error("startups stand or have stood in it")]
    InUse,
    /// It is retired already, or is not.
    #[error("nothing changes")]
    Unchanged,
}

crate::catalogue! {
    /// The sentences of refused edits.
    mod sentences {
        unknown => {
            nb: "Steget finnes ikke i programmet lenger. Last siden på nytt.",
            nn: "Steget finst ikkje i programmet lenger. Last sida på nytt.",
            en: "The programme no longer has that stage. Load the page again." }
        name_missing => {
            nb: "Gi steget et navn på bokmål.", nn: "Gi steget eit namn på bokmål.", en: "Give the stage a name in bokmål." }
        name_too_long => {
            nb: "Navnet er lengre enn 60 tegn, og får ikke plass på tavla. Kort det ned.",
            nn: "Namnet er lengre enn 60 teikn, og får ikkje plass på tavla. Kort det ned.",
            en: "The name is longer than 60 characters and does not fit the board. Shorten it." }
        name_taken(name: &str) => {
            nb: "Et annet steg i programmet heter allerede «{name}». Velg et annet navn.",
            nn: "Eit anna steg i programmet heiter alt «{name}». Vel eit anna namn.",
            en: "Another stage of the programme is already called “{name}”. Choose another name." }
        days => {
            nb: "Skriv et tall på dager fra 1 til 3650, eller la feltet stå tomt.",
            nn: "Skriv eit tal på dagar frå 1 til 3650, eller la feltet stå tomt.",
            en: "Write a number of days from 1 to 3650, or leave the field empty." }
        kind_taken => {
            nb: "Programmet har allerede et slikt steg, og skal bare ha ett. Gi det et nytt navn i stedet.",
            nn: "Programmet har alt eit slikt steg, og skal berre ha eitt. Gi det eit nytt namn i staden.",
            en: "The programme already has such a stage and has only one. Rename it instead." }
        at_the_end => {
            nb: "Steget står allerede ytterst i fasen. Ingenting ble endret.",
            nn: "Steget står alt ytst i fasen. Ingenting vart endra.",
            en: "The stage already stands at the end of its phase. Nothing was changed." }
        first_is_a_step => {
            nb: "Inntaket begynner med et vanlig steg: det er der nye søknader havner. Flytt et annet steg fram først.",
            nn: "Inntaket byrjar med eit vanleg steg: det er der nye søknader hamnar. Flytt eit anna steg fram først.",
            en: "Intake begins with an ordinary step: that is where new applications go. Move another step forward first." }
        admission_last => {
            nb: "Opptaket kommer etter alle de andre stegene i inntaket. Rekkefølgen er ikke endret.",
            nn: "Opptaket kjem etter alle dei andre stega i inntaket. Rekkjefølgja er ikkje endra.",
            en: "Admission comes after all other steps of intake. The order was not changed." }
        needed => {
            nb: "Programmet trenger alltid ett slikt steg: ett der søknader begynner, ett som tar opp, ett for avslag og ett for hver vei ut. Du kan gi det et nytt navn.",
            nn: "Programmet treng alltid eitt slikt steg: eitt der søknader byrjar, eitt som tek opp, eitt for avslag og eitt for kvar veg ut. Du kan gi det eit nytt namn.",
            en: "A programme always needs one such stage: one where applications begin, one that admits, one for what was declined, and one for each way out. You can rename it." }
        in_use => {
            nb: "Bedrifter står eller har stått i steget, så historien trenger det. Ta det ut av bruk i stedet for å slette det.",
            nn: "Bedrifter står eller har stått i steget, så historia treng det. Ta det ut av bruk i staden for å slette det.",
            en: "Startups stand or have stood in the stage, so their history needs it. Retire it instead of deleting it." }
        unchanged => {
            nb: "Steget er slik allerede. Ingenting ble endret.",
            nn: "Steget er slik alt. Ingenting vart endra.",
            en: "The stage is like that already. Nothing was changed." }
        /// What a step is.
        pub_step => { nb: "vanlig steg", nn: "vanleg steg", en: "step" }
        /// What admission is.
        pub_admission => { nb: "tar opp", nn: "tek opp", en: "admits" }
        /// What declining is.
        pub_declined => { nb: "avslag", nn: "avslag", en: "declined" }
        /// What a way out is.
        pub_exit(outcome: &str) => { nb: "ut: {outcome}", nn: "ut: {outcome}", en: "out: {outcome}" }
    }
}

impl StageError {
    /// The sentence a person reads: what happened and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::Unknown => sentences::unknown(locale).to_owned(),
            Self::NameMissing => sentences::name_missing(locale).to_owned(),
            Self::NameTooLong => sentences::name_too_long(locale).to_owned(),
            Self::NameTaken { name } => sentences::name_taken(locale, name),
            Self::DaysOutOfRange => sentences::days(locale).to_owned(),
            Self::KindTaken => sentences::kind_taken(locale).to_owned(),
            Self::AtTheEnd => sentences::at_the_end(locale).to_owned(),
            Self::FirstIsAStep => sentences::first_is_a_step(locale).to_owned(),
            Self::AdmissionLast => sentences::admission_last(locale).to_owned(),
            Self::Needed => sentences::needed(locale).to_owned(),
            Self::InUse => sentences::in_use(locale).to_owned(),
            Self::Unchanged => sentences::unchanged(locale).to_owned(),
        }
    }

    /// The form field beside which the sentence belongs; `None` for the whole form.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::NameMissing | Self::NameTooLong | Self::NameTaken { .. } => Some("name_nb"),
            Self::DaysOutOfRange => Some("usual_days"),
            Self::KindTaken => Some("place"),
            _ => None,
        }
    }
}

/// What a stage does to a stay, in words.
#[must_use]
pub fn kind_name(locale: Locale, kind: StageKind) -> String {
    match kind {
        StageKind::Step => sentences::pub_step(locale).to_owned(),
        StageKind::Admission => sentences::pub_admission(locale).to_owned(),
        StageKind::Declined => sentences::pub_declined(locale).to_owned(),
        StageKind::Exit(outcome) => sentences::pub_exit(locale, outcome.name(locale)),
    }
}

/// What can be added to a programme: a step of intake or of mentoring, and what every programme has and this one lacks.
#[must_use]
pub fn addable(programme: &Programme) -> Vec<(Phase, StageKind)> {
    let mut places = vec![(Phase::Intake, StageKind::Step), (Phase::Mentoring, StageKind::Step)];
    let single = [(Phase::Intake, StageKind::Admission), (Phase::Intake, StageKind::Declined)]
        .into_iter()
        .chain(Outcome::ALL.map(|outcome| (Phase::Exit, StageKind::Exit(outcome))));
    places.extend(single.filter(|(_, kind)| !in_use(programme).any(|stage| stage.kind == *kind)));
    places
}

/// The stages that take something new.
fn in_use(programme: &Programme) -> impl Iterator<Item = &Stage> {
    programme.stages.iter().filter(|stage| !stage.retired)
}

/// The names as they are kept: those left empty say what bokmål says.
///
/// # Errors
/// [`StageError::NameMissing`], [`StageError::NameTooLong`], [`StageError::NameTaken`].
pub fn read_names(programme: &Programme, own: Option<StageId>, typed: &[String; 3]) -> Result<[String; 3], StageError> {
    let [nb, nn, en] = typed.each_ref().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    if nb.is_empty() {
        return Err(StageError::NameMissing);
    }
    let or_nb = |name: String| if name.is_empty() { nb.clone() } else { name };
    let names = [nb.clone(), or_nb(nn), or_nb(en)];
    if names.iter().any(|name| name.chars().count() > LONGEST_NAME) {
        return Err(StageError::NameTooLong);
    }
    let same =
        |stage: &&Stage| Some(stage.id) != own && stage.names.first().is_some_and(|name| fold(name) == fold(&nb));
    match in_use(programme).find(same) {
        Some(_) => Err(StageError::NameTaken { name: nb }),
        None => Ok(names),
    }
}

/// Days that can be called usual.
///
/// # Errors
/// [`StageError::DaysOutOfRange`].
pub fn read_days(days: Option<u32>) -> Result<Option<u16>, StageError> {
    let read = |days: u32| u16::try_from(days).ok().filter(|days| (1..=MOST_DAYS).contains(days));
    match days {
        None => Ok(None),
        Some(days) => read(days).map(Some).ok_or(StageError::DaysOutOfRange),
    }
}

/// A stable name for a new stage, made from what it is called, that no stage of the programme has.
#[must_use]
pub fn new_key(programme: &Programme, name: &str) -> String {
    free(name, "stage", |key| programme.stages.iter().any(|stage| stage.key == key))
}

/// A short name for a new programme, made from what it is called, that no programme of the house has.
#[must_use]
pub fn slug_of(house: &Ledger, name: &str) -> String {
    free(name, "programme", |slug| house.programmes.iter().any(|programme| programme.slug == slug))
}

/// A name in small letters of ASCII, digits and hyphens that is not taken.
fn free(name: &str, otherwise: &str, taken: impl Fn(&str) -> bool) -> String {
    let letters: String =
        loose(name).chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let plain = letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let plain: String = if plain.is_empty() { otherwise.to_owned() } else { plain.chars().take(60).collect() };
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    std::iter::once(plain.clone()).chain(numbered).find(|key| !taken(key)).unwrap_or(plain)
}

/// Puts a new stage in its place: a step of intake before the admission, everything else last in its phase. Gives every stage whose row
/// changes, the new one among them; `new.position` is set here.
///
/// # Errors
/// [`StageError::KindTaken`] for a second stage of a kind that there is one of.
pub fn plan_new(programme: &Programme, new: Stage) -> Result<Vec<Stage>, StageError> {
    if !addable(programme).contains(&(new.phase, new.kind)) {
        return Err(StageError::KindTaken);
    }
    let mut all = programme.stages.clone();
    let before_admission = new.phase == Phase::Intake && new.kind == StageKind::Step;
    let place = all
        .iter()
        .position(|stage| before_admission && stage.kind == StageKind::Admission && !stage.retired)
        .or_else(|| all.iter().rposition(|stage| stage.phase <= new.phase).map(|last| last + 1))
        .unwrap_or_default();
    all.insert(place, new);
    Ok(renumbered(programme, all))
}

/// Lets a stage change places with its neighbour in its phase. Gives the stages whose rows change.
///
/// # Errors
/// [`StageError::Unknown`], [`StageError::AtTheEnd`], [`StageError::FirstIsAStep`], [`StageError::AdmissionLast`].
pub fn plan_step(programme: &Programme, stage: StageId, direction: Direction) -> Result<Vec<Stage>, StageError> {
    let all = &programme.stages;
    let at = all.iter().position(|known| known.id == stage && !known.retired).ok_or(StageError::Unknown)?;
    let phase = all[at].phase;
    let is_neighbour = |index: &usize| all[*index].phase == phase && !all[*index].retired;
    let other = match direction {
        Direction::Up => (0..at).rev().find(is_neighbour),
        Direction::Down => (at + 1..all.len()).find(is_neighbour),
    };
    let other = other.ok_or(StageError::AtTheEnd)?;
    let mut all = all.clone();
    all.swap(at, other);
    check_order(&all)?;
    Ok(renumbered(programme, all))
}

/// What the order of stages must hold to.
fn check_order(all: &[Stage]) -> Result<(), StageError> {
    let intake: Vec<&Stage> = all.iter().filter(|stage| stage.phase == Phase::Intake && !stage.retired).collect();
    if intake.first().is_some_and(|first| first.kind != StageKind::Step) {
        return Err(StageError::FirstIsAStep);
    }
    let admission = intake.iter().position(|stage| stage.kind == StageKind::Admission);
    let last_step = intake.iter().rposition(|stage| stage.kind == StageKind::Step);
    match (admission, last_step) {
        (Some(admission), Some(step)) if step > admission => Err(StageError::AdmissionLast),
        _ => Ok(()),
    }
}

/// Every stage whose position is another than it was, positions counted from 0 without gaps.
fn renumbered(programme: &Programme, all: Vec<Stage>) -> Vec<Stage> {
    (0..)
        .zip(all)
        .map(|(position, stage)| Stage { position, ..stage })
        .filter(|stage| programme.stage(stage.id) != Some(stage))
        .collect()
}

/// Whether a programme can do without a stage.
fn spare(programme: &Programme, stage: &Stage) -> Result<(), StageError> {
    let others = || in_use(programme).filter(|other| other.id != stage.id);
    let left = match stage.kind {
        StageKind::Step if stage.phase == Phase::Intake => {
            let steps = others().filter(|other| other.phase == Phase::Intake && other.kind == StageKind::Step);
            steps.count() > 0
        }
        StageKind::Step => true,
        kind => others().any(|other| other.kind == kind),
    };
    if !left {
        return Err(StageError::Needed);
    }
    let rest: Vec<Stage> = others().cloned().collect();
    check_order(&rest)
}

/// Retires a stage: it keeps its history and takes nothing new.
///
/// # Errors
/// [`StageError::Unknown`], [`StageError::Unchanged`], [`StageError::Needed`], [`StageError::FirstIsAStep`].
pub fn plan_retirement(programme: &Programme, stage: StageId) -> Result<Stage, StageError> {
    let stage = programme.stage(stage).ok_or(StageError::Unknown)?;
    if stage.retired {
        return Err(StageError::Unchanged);
    }
    spare(programme, stage)?;
    Ok(Stage { retired: true, ..stage.clone() })
}

/// Takes a retired stage into use again. It comes back where it stood, a step of intake no later than the admission. Gives every stage
/// whose row changes.
///
/// # Errors
/// [`StageError::Unknown`], [`StageError::Unchanged`], [`StageError::NameTaken`], [`StageError::KindTaken`].
pub fn plan_restoration(programme: &Programme, stage: StageId) -> Result<Vec<Stage>, StageError> {
    let known = programme.stage(stage).ok_or(StageError::Unknown)?;
    if !known.retired {
        return Err(StageError::Unchanged);
    }
    read_names(programme, Some(stage), &known.names)?;
    let restored = Stage { retired: false, ..known.clone() };
    let mut all = programme.stages.clone();
    for other in all.iter_mut().filter(|other| other.id == stage) {
        other.retired = false;
    }
    if check_order(&all).is_ok()
        && (restored.kind == StageKind::Step || addable(programme).contains(&(restored.phase, restored.kind)))
    {
        return Ok(vec![restored]);
    }
    let rest = Programme { stages: all.into_iter().filter(|other| other.id != stage).collect(), ..programme.clone() };
    let planned = plan_new(&rest, restored)?;
    // Against the programme as it is, so that only rows that change are written.
    Ok(planned.into_iter().filter(|stage| programme.stage(stage.id) != Some(stage)).collect())
}

/// Whether a stage may be taken away. `used` is whether any move ever named it, taken back or not.
///
/// # Errors
/// [`StageError::Unknown`], [`StageError::InUse`], [`StageError::Needed`], [`StageError::FirstIsAStep`].
pub fn check_removal(programme: &Programme, stage: StageId, used: bool) -> Result<(), StageError> {
    let stage = programme.stage(stage).ok_or(StageError::Unknown)?;
    if used {
        return Err(StageError::InUse);
    }
    if stage.retired { Ok(()) } else { spare(programme, stage) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::ProgrammeId;
    use crate::pipeline::DEFAULT_STAGES;

    fn programme() -> Programme {
        let stages = (0u16..).zip(DEFAULT_STAGES).map(|(position, (key, phase, kind, names))| Stage {
            id: StageId(Uuid::from_u128(100 + u128::from(position))),
            key: key.to_owned(),
            phase,
            kind,
            names: names.map(str::to_owned),
            position,
            retired: false,
            usual_days: None,
        });
        let (slug, name) = ("p".to_owned(), "P".to_owned());
        Programme { id: ProgrammeId(Uuid::from_u128(1)), slug, name, stages: stages.collect() }
    }

    fn id(programme: &Programme, key: &str) -> StageId {
        programme.stage_by_key(key).unwrap().id
    }

    fn with(programme: &Programme, changed: &[Stage]) -> Programme {
        let mut next = programme.clone();
        for stage in changed {
            next.stages.retain(|known| known.id != stage.id);
            next.stages.push(stage.clone());
        }
        next.stages.sort_by_key(|stage| stage.position);
        next
    }

    fn keys(programme: &Programme) -> Vec<&str> {
        programme.stages.iter().map(|stage| stage.key.as_str()).collect()
    }

    fn new(phase: Phase, kind: StageKind, name: &str) -> Stage {
        Stage {
            id: StageId(Uuid::from_u128(999)),
            key: name.to_lowercase(),
            phase,
            kind,
            names: [name; 3].map(str::to_owned),
            position: 0,
            retired: false,
            usual_days: None,
        }
    }

    #[test]
    fn a_new_step_of_intake_comes_before_the_admission_and_one_of_mentoring_last() {
        let programme = programme();
        let changed = plan_new(&programme, new(Phase::Intake, StageKind::Step, "Samtale")).unwrap();
        let after = with(&programme, &changed);
        assert_eq!(keys(&after)[..5], ["applied", "screening", "declined", "samtale", "admitted"]);
        assert_eq!(after.stages.iter().map(|stage| stage.position).collect::<Vec<_>>(), (0..12).collect::<Vec<_>>());
        let changed = plan_new(&programme, new(Phase::Mentoring, StageKind::Step, "Alumni")).unwrap();
        assert_eq!(keys(&with(&programme, &changed))[6..9], ["growth", "alumni", "graduated"]);
        let second = new(Phase::Intake, StageKind::Admission, "Opptak");
        assert_eq!(plan_new(&programme, second), Err(StageError::KindTaken));
        let way_out = new(Phase::Exit, StageKind::Step, "Ute");
        assert_eq!(plan_new(&programme, way_out), Err(StageError::KindTaken), "the house is left by a way out only");
    }

    #[test]
    fn stages_change_places_within_their_phase_and_keep_the_order_that_a_stay_needs() {
        let programme = programme();
        let step = |key: &str, direction| plan_step(&programme, id(&programme, key), direction);
        let after = with(&programme, &step("validation", Direction::Up).unwrap());
        assert_eq!(keys(&after)[4..7], ["validation", "idea", "growth"]);
        assert_eq!(step("idea", Direction::Up), Err(StageError::AtTheEnd));
        assert_eq!(step("growth", Direction::Down), Err(StageError::AtTheEnd));
        // Declined may stand anywhere but first, admission after the last step.
        let after = with(&programme, &step("declined", Direction::Up).unwrap());
        assert_eq!(keys(&after)[..3], ["applied", "declined", "screening"]);
        let declined = id(&after, "declined");
        assert_eq!(plan_step(&after, declined, Direction::Up), Err(StageError::FirstIsAStep));
        let admitted = id(&after, "admitted");
        assert_eq!(plan_step(&after, admitted, Direction::Up), Err(StageError::AdmissionLast));
    }

    #[test]
    fn what_every_programme_needs_cannot_be_retired_and_the_rest_can() {
        let programme = programme();
        for key in ["admitted", "declined", "graduated", "left", "acquired", "discontinued"] {
            assert_eq!(plan_retirement(&programme, id(&programme, key)), Err(StageError::Needed), "{key}");
        }
        let idea = plan_retirement(&programme, id(&programme, "idea")).unwrap();
        assert!(idea.retired);
        let without = with(&programme, &[idea]);
        assert_eq!(plan_retirement(&without, id(&without, "idea")), Err(StageError::Unchanged));
        let applied = with(&programme, &[plan_retirement(&programme, id(&programme, "applied")).unwrap()]);
        assert_eq!(applied.first_stage().unwrap().key, "screening");
        assert_eq!(plan_retirement(&applied, id(&applied, "screening")), Err(StageError::Needed));
    }

    #[test]
    fn a_retired_stage_comes_back_unless_its_name_is_taken() {
        let programme = programme();
        let without = with(&programme, &[plan_retirement(&programme, id(&programme, "idea")).unwrap()]);
        let back = plan_restoration(&without, id(&without, "idea")).unwrap();
        assert_eq!(with(&without, &back), programme);
        let other = plan_new(&without, new(Phase::Mentoring, StageKind::Step, "IDÉ")).unwrap();
        let taken = with(&without, &other);
        assert!(matches!(plan_restoration(&taken, id(&taken, "idea")), Err(StageError::NameTaken { .. })));
        assert_eq!(plan_restoration(&programme, id(&programme, "idea")), Err(StageError::Unchanged));
    }

    #[test]
    fn only_what_was_never_used_is_taken_away() {
        let programme = programme();
        assert_eq!(check_removal(&programme, id(&programme, "idea"), true), Err(StageError::InUse));
        assert_eq!(check_removal(&programme, id(&programme, "idea"), false), Ok(()));
        assert_eq!(check_removal(&programme, id(&programme, "admitted"), false), Err(StageError::Needed));
        assert_eq!(check_removal(&programme, StageId(Uuid::nil()), false), Err(StageError::Unknown));
    }

    #[test]
    fn names_and_days_are_read_with_care() {
        let programme = programme();
        let names = |nb: &str, nn: &str, en: &str| [nb, nn, en].map(str::to_owned);
        let read = |typed: [String; 3]| read_names(&programme, None, &typed);
        assert_eq!(read(names("  Første   møte ", "", "First")), Ok(names("Første møte", "Første møte", "First")));
        assert_eq!(read(names(" ", "x", "y")), Err(StageError::NameMissing));
        assert_eq!(read(names(&"x".repeat(61), "", "")), Err(StageError::NameTooLong));
        assert_eq!(read(names("VEKST", "", "")), Err(StageError::NameTaken { name: "VEKST".to_owned() }));
        let own = read_names(&programme, Some(id(&programme, "growth")), &names("vekst", "", ""));
        assert!(own.is_ok(), "its own name is not taken");
        assert_eq!((read_days(None), read_days(Some(90))), (Ok(None), Ok(Some(90))));
        for wrong in [0, 3_651, 70_000] {
            assert_eq!(read_days(Some(wrong)), Err(StageError::DaysOutOfRange));
        }
        assert_eq!(new_key(&programme, "Første møte!"), "foerste-moete");
        assert_eq!((new_key(&programme, "idea"), new_key(&programme, "!")), ("idea-2".to_owned(), "stage".to_owned()));
    }

    #[test]
    fn each_refusal_has_a_sentence_of_its_own_in_each_language() {
        let all = [
            StageError::Unknown,
            StageError::NameMissing,
            StageError::NameTooLong,
            StageError::NameTaken { name: "Idé".to_owned() },
            StageError::DaysOutOfRange,
            StageError::KindTaken,
            StageError::AtTheEnd,
            StageError::FirstIsAStep,
            StageError::AdmissionLast,
            StageError::Needed,
            StageError::InUse,
            StageError::Unchanged,
        ];
        for locale in Locale::ALL {
            let told: std::collections::HashSet<String> = all.iter().map(|error| error.text(locale)).collect();
            assert_eq!(told.len(), all.len());
        }
    }
}
