//! Where each form is posted: the addresses of the server functions, for pages and for the lists of what is open.

use leptos::server_fn::ServerFn;

/// Writes a function for each address.
macro_rules! posted {
    ($($(#[$doc:meta])* $name:ident: $room:ident::$form:ident;)+) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name() -> &'static str {
            super::$room::$form::PATH
        }
    )+};
}

posted! {
    /// Where a new contract is posted.
    draft_contract_path: contracts::DraftContract;
    /// Where a changed draft of one is posted.
    redraft_contract_path: contracts::RedraftContract;
    /// Where a draft is thrown away.
    drop_contract_path: contracts::DropContract;
    /// Where a contract is signed.
    sign_contract_path: contracts::SignContract;
    /// Where an addendum is posted.
    amend_contract_path: contracts::AmendContract;
    /// Where a payment is posted.
    record_payment_path: contracts::RecordPayment;
    /// Where a report is recorded as handed in.
    hand_in_report_path: contracts::HandInReport;
    /// Where a contract is closed.
    close_contract_path: contracts::CloseContract;
    /// Where the choice of language and colours is posted.
    choose_path: choose::Choose;
    /// Where a move of a stay is posted.
    move_path: stays::MoveStay;
    /// Where a new application is posted.
    apply_path: stays::ApplyStartup;
    /// Where a new stay of a known startup is posted.
    enrol_path: stays::EnrolAgain;
    /// Where a headcount is posted.
    headcount_path: facts::RecordHeadcount;
    /// Where a life event is posted.
    life_event_path: facts::RecordLifeEvent;
    /// Where a workplace is posted.
    workplace_path: facts::RecordWorkplace;
    /// Where another programme's support is posted.
    other_support_path: facts::RecordOtherSupport;
    /// Where money earned or raised is posted.
    money_path: facts::RecordMoney;
    /// Where a text whose claims are to be tested is posted.
    check_text_path: guard::CheckText;
    /// Where what asks for attention is put off.
    snooze_path: attention::Snooze;
    /// Where it is taken up again.
    unsnooze_path: attention::Unsnooze;
    /// Where the rules of attention are set.
    attention_rules_path: attention::SetAttentionRules;
    /// Where a report is drafted.
    draft_report_path: reports::DraftReport;
    /// Where a draft of a report is saved, or handed in.
    save_report_path: reports::SaveReport;
    /// Where a draft of a report is thrown away.
    drop_report_path: reports::DropReport;
    /// Where a document is removed.
    remove_document_path: documents::RemoveDocument;
    /// Where a removed document is put back.
    restore_document_path: documents::RestoreDocument;
    /// Where a step of an award is posted.
    award_step_path: funding::RecordAwardStep;
    /// Where a scheme is added.
    add_scheme_path: funding::AddScheme;
    /// Where a scheme of the house's own is taken away.
    remove_scheme_path: funding::RemoveScheme;
    /// Where a correction of a fact is posted.
    correct_path: facts::CorrectFact;
    /// Where an import is confirmed.
    apply_import_path: imports::ApplyImport;
    /// Where a figure is published.
    publish_path: publications::Publish;
    /// Where a note to a publication is written.
    note_revision_path: publications::NoteRevision;
    /// Where an import is undone.
    undo_import_path: imports::UndoImport;
    /// Where a code to sign in with is asked for.
    ask_to_sign_in_path: identity::AskToSignIn;
    /// Where the code is posted.
    sign_in_by_code_path: identity::SignInByCode;
    /// Where the button behind the link in the mail posts.
    sign_in_by_link_path: identity::SignInByLink;
    /// Where an invitation is accepted.
    accept_invitation_path: identity::AcceptInvitation;
    /// Where one signs out.
    sign_out_path: identity::SignOut;
    /// Where a device, or all of them, are signed out.
    end_sessions_path: identity::EndSessions;
    /// Where another hat is put on.
    wear_path: identity::Wear;
    /// Where a visitor of the demo becomes somebody else.
    look_as_path: demo::LookAs;
    /// Where an invitation is made.
    invite_path: people::Invite;
    /// Where an invitation is taken back.
    revoke_invitation_path: people::RevokeInvitation;
    /// Where a role is given to somebody who is here already.
    grant_path: people::Grant;
    /// Where a role gets its last day.
    end_membership_path: people::EndMembership;
    /// Where a role is taken back.
    revoke_membership_path: people::RevokeMembership;
    /// Where a message is sent now.
    resend_mail_path: outbox::ResendMail;
    /// Where a code by mail is asked for to prove anew who one is.
    ask_to_confirm_path: strong::AskToConfirm;
    /// Where that code is posted.
    confirm_by_code_path: strong::ConfirmByCode;
    /// Where a recovery code is posted.
    use_recovery_code_path: strong::UseRecoveryCode;
    /// Where a new set of recovery codes is made.
    new_recovery_codes_path: strong::NewRecoveryCodes;
    /// Where a passkey gets another name.
    rename_passkey_path: strong::RenamePasskey;
    /// Where a passkey is removed.
    remove_passkey_path: strong::RemovePasskey;
    /// Where a code for a new address is asked for.
    ask_to_change_email_path: address::AskToChangeEmail;
    /// Where the code that went to the new address is posted.
    change_email_path: address::ChangeEmail;
    /// Where an account is closed.
    disable_account_path: people::DisableAccount;
    /// Where a closed account is opened again.
    enable_account_path: people::EnableAccount;
    /// Where somebody else is signed out everywhere.
    end_sessions_of_path: people::EndSessionsOf;
    /// Where a person is erased.
    erase_person_path: personal::ErasePerson;
    /// Where a new programme is posted.
    add_programme_path: programmes::AddProgramme;
    /// Where a new cohort is posted.
    add_cohort_path: programmes::AddCohort;
    /// Where a new stage is posted.
    add_stage_path: stages::AddStage;
    /// Where a stage is changed, ordered, retired, restored or deleted.
    change_stage_path: stages::ChangeStage;
    /// Where the rows ticked in the pipeline are posted.
    pick_path: pipeline::Pick;
    /// Where a move of everything ticked is posted.
    bulk_move_path: pipeline::BulkMove;
    /// Where a mentor for everything ticked is posted.
    bulk_assign_path: pipeline::BulkAssign;
    /// Where a message to the founders of everything ticked is posted.
    bulk_message_path: pipeline::BulkMessage;
    /// Where what was just done is undone.
    undo_path: pipeline::Undo;
    /// Where a view of the pipeline is saved.
    save_view_path: views::SaveView;
    /// Where a saved view is renamed, deleted, or made the one to begin with.
    change_view_path: views::ChangeView;
    /// Where the address of one's calendar is made.
    make_calendar_path: calendar::MakeCalendar;
    /// Where it is taken away.
    revoke_calendar_path: calendar::RevokeCalendar;
    /// Where a call is set up.
    create_call_path: calls::CreateCall;
    /// Where a call is changed.
    change_call_path: calls::ChangeCall;
    /// Where a call is closed at once.
    close_call_path: calls::CloseCall;
    /// Where a call is kept open longer, or opened again.
    extend_call_path: calls::ExtendCall;
    /// Where a question is added to a call.
    add_question_path: calls::AddQuestion;
    /// Where a question is changed.
    change_question_path: calls::ChangeQuestion;
    /// Where a question is moved up or down.
    move_question_path: calls::MoveQuestion;
    /// Where a question is no longer asked, or asked again.
    retire_question_path: calls::RetireQuestion;
    /// Where anybody asks for the link to an application.
    start_application_path: intake::StartApplication;
    /// Where an applicant's answers are saved.
    save_application_path: intake::SaveApplication;
    /// Where an application is sent in.
    submit_application_path: intake::SubmitApplication;
    /// Where an applicant takes an application back.
    withdraw_application_path: intake::WithdrawApplication;
    /// Where an update is answered by the link of a mail.
    answer_update_path: updates::AnswerUpdate;
    /// Where a founder who is signed in reports.
    report_update_path: updates::ReportUpdate;
    /// Where it is set how a programme asks for updates.
    update_settings_path: updates::SetUpdateSettings;
    /// Where a round of updates is started by hand.
    start_update_round_path: updates::StartUpdateRound;
    /// Where a request for an update is reminded of, taken back, or said not to arrive.
    update_request_path: updates::UpdateRequest;
    /// Where a founder says that something recorded is wrong.
    contest_fact_path: updates::ContestFact;
    /// Where that is answered.
    answer_objection_path: updates::AnswerObjection;
    /// Where a meeting is logged.
    log_meeting_path: meetings::LogMeeting;
    /// Where a meeting is logged by the link from a mail.
    log_meeting_by_link_path: meetings::LogMeetingByLink;
    /// Where a meeting is planned.
    plan_meeting_path: meetings::PlanMeeting;
    /// Where a planned meeting is cancelled.
    cancel_meeting_path: meetings::CancelMeeting;
    /// Where the link that was mailed for a planned meeting is taken back.
    revoke_log_link_path: meetings::RevokeLogLink;
    /// Where a note is written.
    write_note_path: notes::WriteNote;
    /// Where a note is changed.
    change_note_path: notes::ChangeNote;
    /// Where a milestone is set.
    add_milestone_path: notes::AddMilestone;
    /// Where a milestone is changed or taken away.
    change_milestone_path: notes::ChangeMilestone;
    /// Where a milestone is ticked.
    tick_milestone_path: notes::TickMilestone;
    /// Where the milestones of a stage are taken up.
    take_up_milestones_path: notes::TakeUpMilestones;
    /// Where a task is written down.
    add_task_path: notes::AddTask;
    /// Where a task is ticked.
    tick_task_path: notes::TickTask;
    /// Where a mentor is assigned.
    assign_mentor_path: mentoring::AssignMentor;
    /// Where former mentors' tasks go over.
    hand_over_path: mentoring::HandOver;
    /// Where a programme's hours are set.
    mentoring_budget_path: mentoring::SetBudget;
    /// Where a milestone of a stage is added.
    add_template_path: mentoring::AddTemplate;
    /// Where a milestone of a stage is taken out.
    retire_template_path: mentoring::RetireTemplate;
    /// Where a token is made.
    make_token_path: tokens::MakeToken;
    /// Where a token is taken back.
    revoke_token_path: tokens::RevokeToken;
    /// Where an evaluator's draft is saved.
    save_score_path: evaluation::SaveScore;
    /// Where a score is handed in.
    submit_score_path: evaluation::SubmitScore;
    /// Where a handed-in score is opened again.
    reopen_score_path: evaluation::ReopenScore;
    /// Where a conflict of interest is declared, or taken back.
    conflict_path: evaluation::Conflict;
    /// Where it is said when evaluators see each other's scores.
    judging_sharing_path: evaluation::JudgingSharing;
    /// Where somebody is set on judging a call, or taken off.
    judging_person_path: evaluation::JudgingPerson;
    /// Where an evaluator is invited.
    judging_invite_path: evaluation::JudgingInvite;
    /// Where a round is opened or changed.
    judging_round_path: evaluation::JudgingRound;
    /// Where a round is started, closed or opened again.
    judging_step_path: evaluation::JudgingStep;
    /// Where a criterion is added, changed or removed.
    judging_criterion_path: evaluation::JudgingCriterion;
    /// Where a programme's letters are changed.
    judging_letters_path: evaluation::JudgingLetters;
    /// Where an application is admitted.
    admit_application_path: evaluation::AdmitApplication;
    /// Where applications are declined.
    decline_applications_path: evaluation::DeclineApplications;
    /// Where an application is put on the waiting list.
    wait_application_path: evaluation::WaitApplication;
    /// Where a decision is undone.
    undo_decision_path: evaluation::UndoDecision;
}
