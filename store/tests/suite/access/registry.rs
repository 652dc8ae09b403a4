//! Every public function of the store that takes an actor is in a table here, or this does not pass: a verb that nobody asked about rights
//! cannot come in unseen.

use std::collections::BTreeSet;
use std::path::Path;

use super::verbs::VERBS;

/// Functions that take an actor and are tried as each role elsewhere, and where. The list may only shrink.
const ELSEWHERE: &[(&str, &str)] = &[
    ("begin", "it begins a write; what is written in it asks"),
    ("may_in_house", "it is the policy's answer"),
    ("ledger_for", "sight.rs"),
    ("timeline_for", "sight.rs"),
    ("export_xlsx", "sight.rs"),
    ("export_xlsx_at", "sight.rs"),
    ("export_csv", "sight.rs"),
    ("award_notes", "funding"),
    ("audit", "audit"),
    ("log_read", "it keeps a record of a reading that was allowed"),
    ("members", "identity"),
    ("invite", "identity"),
    ("revoke_invitation", "identity"),
    ("grant", "identity"),
    ("revoke_membership", "identity"),
    ("end_membership", "identity"),
    ("disable_account", "identity"),
    ("enable_account", "identity"),
    ("end_sessions_of", "identity"),
    ("mail", "outbox"),
    ("mail_counts", "outbox"),
    ("resend_mail", "outbox"),
    ("personal_data", "personal"),
    ("erase_preview", "personal"),
    ("erase_person", "personal"),
    ("create_call", "intake"),
    ("change_call", "intake"),
    ("close_call", "intake"),
    ("extend_call", "intake"),
    ("add_question", "intake"),
    ("change_question", "intake"),
    ("move_question", "intake"),
    ("retire_question", "intake"),
    ("set_sharing", "evaluation"),
    ("set_evaluator", "evaluation"),
    ("remove_evaluator", "evaluation"),
    ("open_round", "evaluation"),
    ("change_round", "evaluation"),
    ("start_round", "evaluation"),
    ("close_round", "evaluation"),
    ("reopen_round", "evaluation"),
    ("save_criterion", "evaluation"),
    ("remove_criterion", "evaluation"),
    ("save_score", "evaluation"),
    ("submit_score", "evaluation"),
    ("reopen_score", "evaluation"),
    ("declare_conflict", "evaluation"),
    ("take_back_conflict", "evaluation"),
    ("judging", "evaluation"),
    ("my_rounds", "evaluation"),
    ("my_round", "evaluation"),
    ("sheet", "evaluation"),
    ("sheets_for", "evaluation"),
    ("has_conflict", "evaluation"),
    ("decision", "evaluation"),
    ("ranked", "evaluation"),
    ("judges_anything", "evaluation"),
    ("save_decline_letters", "evaluation"),
    ("letters_to", "evaluation"),
    ("admit_application", "evaluation"),
    ("decline_applications", "evaluation"),
    ("put_on_waiting_list", "evaluation"),
    ("undo_decision", "evaluation"),
    ("contest_fact", "updates"),
    ("objections_for", "updates"),
    ("start_update_round", "updates"),
    ("remind_update", "updates"),
    ("revoke_update", "updates"),
    ("bounce_update", "updates"),
    ("add_stage", "pipe"),
    ("change_stage", "pipe"),
    ("order_stage", "pipe"),
    ("retire_stage", "pipe"),
    ("restore_stage", "pipe"),
    ("delete_stage", "pipe"),
    ("undo", "pipe"),
    ("views", "pipe"),
    ("save_view", "pipe"),
    ("rename_view", "pipe"),
    ("delete_view", "pipe"),
    ("begin_with_view", "pipe"),
    ("make_calendar", "pipe"),
    ("revoke_calendar", "pipe"),
    ("write_to_founders", "pipe"),
    ("search", "pipe"),
    ("add_milestone", "day, and the server's matrix"),
    ("add_milestone_template", "day, and the server's matrix"),
    ("add_task", "day, and the server's matrix"),
    ("cancel_meeting", "day, and the server's matrix"),
    ("change_milestone", "day, and the server's matrix"),
    ("change_note", "day, and the server's matrix"),
    ("hand_over", "day, and the server's matrix"),
    ("is_own", "day, and the server's matrix"),
    ("is_theirs", "day, and the server's matrix"),
    ("log_meeting", "day, and the server's matrix"),
    ("mentors_for", "day, and the server's matrix"),
    ("milestone", "day, and the server's matrix"),
    ("milestone_offers", "day, and the server's matrix"),
    ("milestone_templates", "day, and the server's matrix"),
    ("milestones_of", "day, and the server's matrix"),
    ("notes_of", "day, and the server's matrix"),
    ("open_milestones", "day, and the server's matrix"),
    ("own_note", "day, and the server's matrix"),
    ("plan_meeting", "day, and the server's matrix"),
    ("planned_with", "day, and the server's matrix"),
    ("readable_notes", "day, and the server's matrix"),
    ("remove_milestone", "day, and the server's matrix"),
    ("retire_milestone_template", "day, and the server's matrix"),
    ("revoke_log_link", "day, and the server's matrix"),
    ("set_mentoring_budget", "day, and the server's matrix"),
    ("take_up_milestones", "day, and the server's matrix"),
    ("tasks_of", "day, and the server's matrix"),
    ("tick_milestone", "day, and the server's matrix"),
    ("tick_task", "day, and the server's matrix"),
    ("write_note", "day, and the server's matrix"),
    ("add_document", "documents, and the server's matrix"),
    ("document_for", "documents, and the server's matrix"),
    ("documents_of", "documents, and the server's matrix"),
    ("remove_document", "documents, and the server's matrix"),
    ("restore_document", "documents, and the server's matrix"),
    ("room_for_documents", "documents, and the server's matrix"),
    ("attention", "attention, and the server's matrix"),
    ("set_attention_rules", "attention, and the server's matrix"),
    ("snooze", "attention, and the server's matrix"),
    ("unsnooze", "attention, and the server's matrix"),
    ("publish", "publications, and the server's matrix"),
    ("preview_publication", "publications, and the server's matrix"),
    ("may_publish", "publications, and the server's matrix"),
    ("note_revision", "publications, and the server's matrix"),
    ("draft_report", "reports, and the server's matrix"),
    ("save_report", "reports, and the server's matrix"),
    ("drop_report", "reports, and the server's matrix"),
    ("preview_report", "reports, and the server's matrix"),
    ("hand_in_report_of", "reports, and the server's matrix"),
    ("report", "reports, and the server's matrix"),
    ("reports", "reports, and the server's matrix"),
    ("draft_contract", "contracts, and the server's matrix"),
    ("redraft_contract", "contracts, and the server's matrix"),
    ("drop_draft", "contracts, and the server's matrix"),
    ("sign_contract", "contracts, and the server's matrix"),
    ("amend_contract", "contracts, and the server's matrix"),
    ("record_payment", "contracts, and the server's matrix"),
    ("hand_in_report", "contracts, and the server's matrix"),
    ("close_contract", "contracts, and the server's matrix"),
    ("contracts", "contracts, and the server's matrix"),
    ("contract", "contracts, and the server's matrix"),
    ("contract_standings", "contracts, and the server's matrix"),
    ("contract_attention", "contracts, and the server's matrix"),
];

fn sources(folder: &Path, into: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The public functions whose parameters name an actor, those that a macro makes included.
fn functions() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut found = BTreeSet::new();
    for file in &files {
        for after in ["pub async fn ", "pub fn "].iter().flat_map(|start| file.split(start).skip(1)) {
            let signature = after.split('{').next().unwrap_or_default();
            let name = signature.split(['(', '<']).next().unwrap_or_default();
            if !signature.contains("&Actor") {
                continue;
            }
            if name != "$verb" {
                found.insert(name.to_owned());
                continue;
            }
            // What the macro is given: lines of `verb(Body);`.
            let given = file.lines().filter_map(|line| line.strip_prefix("    ")?.strip_suffix(");")?.split_once('('));
            let names = given.filter(|(name, body)| is_word(name) && is_word(body)).map(|(name, _)| name.to_owned());
            found.extend(names);
        }
    }
    found
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

#[test]
fn every_function_that_takes_an_actor_is_tried_as_each_role() {
    let found = functions();
    for known in ["record_headcount", "correct_award", "withdraw", "exit", "apply_import", "export_csv"] {
        assert!(found.contains(known), "{known} was not found in the source: the search is broken");
    }
    let tried: BTreeSet<String> = VERBS.iter().map(|verb| verb.name.to_owned()).collect();
    assert_eq!(tried.len(), VERBS.len(), "a verb is tried twice");
    let elsewhere: BTreeSet<String> = ELSEWHERE.iter().map(|(name, _)| (*name).to_owned()).collect();
    let unknown: Vec<_> = found.iter().filter(|name| !tried.contains(*name) && !elsewhere.contains(*name)).collect();
    assert!(unknown.is_empty(), "nobody tries these as each role; add them to VERBS: {unknown:?}");
    let gone: Vec<_> = tried.union(&elsewhere).filter(|name| !found.contains(*name)).collect();
    assert!(gone.is_empty(), "these are no longer there: {gone:?}");
    assert!(tried.is_disjoint(&elsewhere));
}
