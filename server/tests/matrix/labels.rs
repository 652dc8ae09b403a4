//! The rows of what is posted: whose records a form is about.

/// The rows of what is posted to an address; an empty list for an address that is not known here.
pub fn labels(path: &str) -> &'static [&'static str] {
    const STARTUP: &[&str] = &["a1", "a2", "a3", "b1", "b3", "ab", "nowhere"];
    const EACH: &[&str] = &["in a", "in b", "of the house", "nowhere"];
    match path {
        "/act/headcount" | "/act/life-event" | "/act/workplace" | "/act/other-support" | "/act/money" => STARTUP,
        "/act/award-step" => &["a1", "a2", "a3", "b1", "ab", "a1 with b1", "nowhere"],
        "/act/scheme" => &["new"],
        "/act/scheme-remove" => &["own", "nowhere"],
        "/act/move-stay" => &["a1", "a2", "a3", "b1", "b3", "a1 with b1", "b1 with a1", "nowhere"],
        "/act/correct" => &[
            "a1 headcount",
            "a1 stage_change",
            "a1 life_event",
            "a1 verification",
            "a1 workplace",
            "a1 revenue",
            "a1 capital_raised",
            "a1 funding_award",
            "a1 mentor_assignment",
            "a1 other_support",
            "a2 headcount",
            "a3 headcount",
            "a3 stage_change",
            "ab headcount",
            "b1 headcount",
            "b1 stage_change",
            "b1 funding_award",
            "b1 mentor_assignment",
            "a1 with b1 headcount",
            "b1 with a1 headcount",
            "nowhere headcount",
        ],
        "/startups/{startup}/documents" => &["a1", "a2", "a3", "b1", "ab", "nowhere"],
        "/act/remove-document" | "/act/restore-document" => {
            &["a1", "a1 of the staff", "a1 of its founder", "a2", "b1", "nowhere"]
        }
        "/act/save-score" | "/act/submit-score" => &["in a", "in a2", "in b", "a with a2", "nowhere"],
        "/act/conflict" => &["declare in a", "declare in b", "take back in a", "take back in b", "declare nowhere"],
        "/act/reopen-score"
        | "/act/judging-sharing"
        | "/act/judging-person"
        | "/act/judging-invite"
        | "/act/judging-round"
        | "/act/judging-step"
        | "/act/judging-criterion"
        | "/act/judging-letters"
        | "/act/admit-application"
        | "/act/decline-applications"
        | "/act/wait-application"
        | "/act/undo-decision" => &["in a", "in b", "nowhere"],
        "/act/add-programme" => &["new"],
        "/act/add-cohort" | "/act/add-stage" => &["in a", "in b", "nowhere"],
        "/act/change-stage" => &["retire in a", "retire in b", "rename in a", "rename in b", "a with b", "nowhere"],
        "/act/pick" => &["a1", "b1", "nothing"],
        "/act/bulk-move" | "/act/bulk-assign" | "/act/bulk-message" => &["a1", "b1", "nowhere"],
        "/act/undo" => &["a1 own", "b1 of another", "nowhere"],
        "/act/save-view" => &["own", "shared in a", "shared in b"],
        "/act/change-view" => &["shared in a", "shared in b", "nowhere"],
        "/act/make-calendar" | "/act/revoke-calendar" => &["own"],
        "/act/make-token" | "/act/revoke-token" => &["own", "of another"],
        "/act/answer-update" => &["nothing"],
        "/act/report-update" => &["a1", "a2", "a3", "b1", "ab", "nowhere"],
        "/act/update-settings" | "/act/start-update-round" => &["of a", "of b", "of nowhere"],
        "/act/update-request" => {
            &["remind in a", "revoke in a", "bounced in a", "remind in b", "revoke in b", "nowhere"]
        }
        "/act/contest-fact" => &["a1", "a2", "b1", "a1 with b1", "b1 with a1", "a1 with nowhere", "nowhere"],
        "/act/answer-objection" => &["a1", "b1", "nowhere"],
        "/act/snooze" | "/act/unsnooze" => &["a1", "a2", "a3", "b1", "ab", "nowhere"],
        "/act/attention-rules" => &["of a", "of b", "of nowhere"],
        "/act/log-meeting" | "/act/plan-meeting" | "/act/add-milestone" => &["a1", "a2", "b1", "nowhere"],
        "/act/log-meeting-by-link" => &["nothing"],
        "/act/cancel-meeting" | "/act/revoke-log-link" => &["of mentor-a1", "nowhere"],
        "/act/write-note" => &["a1", "a2", "b1", "a1 private", "b1 private", "nowhere"],
        "/act/change-note" => {
            &["shared of mentor-a1", "private of mentor-a1", "shared of mentor-b", "private of mentor-b", "nowhere"]
        }
        "/act/change-milestone" | "/act/tick-milestone" => &["a1", "b1", "nowhere"],
        "/act/take-up-milestones" => &["a1", "b1", "a1 with b1", "nowhere"],
        "/act/add-task" => &["own", "about a1", "about b1"],
        "/act/tick-task" => &["of a1", "of b1", "nowhere"],
        // Of startups that nobody follows, so that the cast stays tied as it is.
        "/act/assign-mentor" => &["a4", "b4", "nowhere"],
        "/act/hand-over" => &["a1", "b1", "nowhere"],
        "/act/mentoring-budget" | "/act/add-milestone-template" => &["of a", "of b", "of nowhere"],
        "/act/retire-milestone-template" => &["in a", "in b", "nowhere"],
        "/act/enrol" => &["a1 again", "a into a", "a into b", "b into a", "b into b", "nowhere"],
        "/act/create-call"
        | "/act/change-call"
        | "/act/close-call"
        | "/act/extend-call"
        | "/act/add-question"
        | "/act/change-question"
        | "/act/move-question"
        | "/act/retire-question" => &["in a", "in b", "nowhere"],
        "/act/start-application" => &["open", "nowhere"],
        "/act/save-application"
        | "/act/submit-application"
        | "/act/withdraw-application"
        | "/apply/{slug}/{token}/files/{question}" => &["own link", "nothing"],
        "/act/apply" => &["into a", "into b", "into nowhere"],
        "/act/invite" => &[
            "mentor of a",
            "manager of a",
            "mentor of b",
            "founder of a1",
            "founder of b1",
            "manager of the house",
            "admin",
        ],
        "/act/grant" => {
            &["mentor of a to a", "mentor of a to b", "mentor of b to b", "admin to a", "manager of the house to a"]
        }
        "/act/end-membership" | "/act/revoke-membership" => EACH,
        "/act/revoke-invitation" | "/act/disable-account" | "/act/enable-account" | "/act/end-sessions-of" => {
            &["in a", "in b", "nowhere"]
        }
        "/act/ask-to-change-email" => &["free", "of another"],
        "/act/apply-import" | "/act/undo-import" => &["of the admin", "nowhere"],
        "/act/erase-person" => &["self", "in a", "in b", "nowhere"],
        "/act/rename-passkey" | "/act/remove-passkey" => &["own", "of another"],
        "/act/end-sessions" => &["own", "of another", "others", "all"],
        "/act/wear" => &["own", "of another"],
        "/act/choose" => &["language", "colours", "keys"],
        "/act/check-text" => &["a sentence", "nothing"],
        "/act/ask-to-sign-in" => &["known", "unknown"],
        "/act/sign-in-by-code" => &["of another"],
        "/act/sign-in-by-link" => &["of another", "nothing"],
        "/act/accept-invitation" => &["new", "nothing"],
        "/act/confirm-by-code" | "/act/change-email" => &["of another"],
        "/act/use-recovery-code" => &["of another"],
        "/act/resend-mail" => &["waiting", "nowhere"],
        "/act/look-as" => &["admin"],
        "/act/sign-out" | "/act/ask-to-confirm" | "/act/new-recovery-codes" => &["own"],
        "/act/draft-contract" => &["of a", "of b", "nowhere"],
        "/act/redraft-contract" | "/act/drop-contract" | "/act/sign-contract" => &["in a", "in b", "nowhere"],
        "/act/record-payment" => &["own of the funder", "in a", "in b", "nowhere"],
        "/act/amend-contract" | "/act/hand-in-report" | "/act/close-contract" => &["in a", "in b", "nowhere"],
        "/act/publish" => &["of the house", "of a", "of b", "nowhere"],
        "/act/note-revision" => &["nowhere"],
        "/act/draft-report" => &["of a", "of b", "nowhere"],
        "/act/save-report" => &["nowhere"],
        "/act/drop-report" => &["nowhere"],
        "/imports" | "/verify" => &["a file"],
        "/me/passkeys"
        | "/me/passkeys/options"
        | "/confirm/options"
        | "/confirm/passkey"
        | "/sign-in/passkey/options"
        | "/sign-in/passkey" => &["own"],
        _ => &[],
    }
}

/// What uses a session up, or asks for proof of who sits there: each attempt has a session of its own.
pub const OWN_SESSION: [&str; 12] = [
    "/act/sign-out",
    "/act/end-sessions",
    "/act/wear",
    "/act/choose",
    "/act/accept-invitation",
    "/act/erase-person",
    "/act/new-recovery-codes",
    "/act/rename-passkey",
    "/act/remove-passkey",
    "/act/ask-to-confirm",
    "/act/ask-to-change-email",
    "/act/look-as",
];
