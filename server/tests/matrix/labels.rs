//! The rows of what is posted: whose records a form is about.

/// The rows of what is posted to an address; an empty list for an address that is not known here.
pub fn labels(path: &str) -> &'static [&'static str] {
    const STARTUP: &[&str] = &["a1", "a2", "a3", "b1", "b3", "ab", "nowhere"];
    const EACH: &[&str] = &["in a", "in b", "of the house", "nowhere"];
    match path {
        "/act/headcount" | "/act/life-event" | "/act/workplace" | "/act/other-support" => STARTUP,
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
        "/act/enrol" => &["a1 again", "a into a", "a into b", "b into a", "b into b", "nowhere"],
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
        "/act/choose" => &["language", "colours"],
        "/act/ask-to-sign-in" => &["known", "unknown"],
        "/act/sign-in-by-code" => &["of another"],
        "/act/sign-in-by-link" => &["of another", "nothing"],
        "/act/accept-invitation" => &["new", "nothing"],
        "/act/confirm-by-code" | "/act/change-email" => &["of another"],
        "/act/use-recovery-code" => &["of another"],
        "/act/resend-mail" => &["waiting", "nowhere"],
        "/act/look-as" => &["admin"],
        "/act/sign-out" | "/act/ask-to-confirm" | "/act/new-recovery-codes" => &["own"],
        "/imports" => &["a file"],
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
