//! The words of the messages.

domain::catalogue! {
    /// What the messages say.
    pub mod say {
        /// Subject: a code to sign in with.
        sign_in_subject => { nb: "Logg inn i Grobunn", nn: "Logg inn i Grobunn", en: "Sign in to Grobunn" }
        /// Before the code.
        your_code => { nb: "Koden din er:", nn: "Koden din er:", en: "Your code is:" }
        /// Between the code and the link.
        code_or_link => {
            nb: "Skriv den inn i nettleseren der du ba om å logge inn, eller åpne denne lenken:",
            nn: "Skriv han inn i nettlesaren der du bad om å logge inn, eller opne denne lenkja:",
            en: "Type it in the browser where you asked to sign in, or open this link:" }
        /// The link.
        sign_in => { nb: "Logg inn", nn: "Logg inn", en: "Sign in" }
        /// How long code and link hold.
        minutes(minutes: &str) => {
            nb: "Koden og lenken gjelder i {minutes} minutter og virker én gang.",
            nn: "Koden og lenkja gjeld i {minutes} minutt og verkar éin gong.",
            en: "Code and link hold for {minutes} minutes and work once." }
        /// For somebody who did not ask.
        not_you => {
            nb: "Ba du ikke om å logge inn, kan du se bort fra denne meldingen. Gi aldri koden eller lenken til andre, heller ikke til oss.",
            nn: "Bad du ikkje om å logge inn, kan du sjå bort frå denne meldinga. Gi aldri koden eller lenkja til andre, heller ikkje til oss.",
            en: "If you did not ask to sign in, ignore this message. Never give the code or the link to others, not to us either." }

        /// Subject: a code that proves an address.
        prove_address_subject => { nb: "Bekreft e-postadressen din i Grobunn", nn: "Stadfest e-postadressa di i Grobunn", en: "Confirm your e-mail address in Grobunn" }
        /// Before the code that proves an address.
        prove_address => {
            nb: "Denne adressen er i ferd med å bli den du logger inn i Grobunn med. Skriv denne koden der du ba om det:",
            nn: "Denne adressa er i ferd med å bli den du loggar inn i Grobunn med. Skriv denne koden der du bad om det:",
            en: "This address is about to become the one you sign in to Grobunn with. Type this code where you asked for it:" }
        /// For somebody who did not ask for it.
        not_your_address => {
            nb: "Ba du ikke om det, kan du se bort fra denne meldingen: uten koden skjer det ingenting. Gi den aldri til andre.",
            nn: "Bad du ikkje om det, kan du sjå bort frå denne meldinga: utan koden skjer det ingenting. Gi han aldri til andre.",
            en: "If you did not ask, ignore this message: without the code nothing happens. Never give it to others." }
        /// Subject: a code that proves who one is.
        prove_person_subject => { nb: "Bekreft at det er deg i Grobunn", nn: "Stadfest at det er deg i Grobunn", en: "Confirm that it is you in Grobunn" }
        /// Before the code that proves who one is.
        prove_person => {
            nb: "Du er i ferd med å endre noe viktig i Grobunn. Skriv denne koden der du ba om den:",
            nn: "Du er i ferd med å endre noko viktig i Grobunn. Skriv denne koden der du bad om han:",
            en: "You are about to change something weighty in Grobunn. Type this code where you asked for it:" }
        /// For somebody who is not changing anything.
        not_your_doing => {
            nb: "Var det ikke deg, er noen logget inn som deg. Ikke gi koden til noen, logg ut alle enheter, og si fra til den som drifter Grobunn hos dere.",
            nn: "Var det ikkje deg, er nokon logga inn som deg. Ikkje gi koden til nokon, logg ut alle einingar, og sei frå til den som driftar Grobunn hos dykk.",
            en: "If it was not you, somebody is signed in as you. Give the code to nobody, sign out every device, and tell whoever keeps Grobunn where you are." }
        /// How long a code alone holds.
        code_minutes(minutes: &str) => {
            nb: "Koden gjelder i {minutes} minutter og virker én gang.",
            nn: "Koden gjeld i {minutes} minutt og verkar éin gong.",
            en: "The code holds for {minutes} minutes and works once." }

        /// Subject: an invitation.
        invitation_subject => { nb: "Invitasjon til Grobunn", nn: "Invitasjon til Grobunn", en: "Invitation to Grobunn" }
        /// Who invites.
        invited_by(inviter: &str) => {
            nb: "{inviter} inviterer deg til Grobunn.",
            nn: "{inviter} inviterer deg til Grobunn.",
            en: "{inviter} invites you to Grobunn." }
        /// An invitation by nobody in particular.
        invited => { nb: "Du er invitert til Grobunn.", nn: "Du er invitert til Grobunn.", en: "You are invited to Grobunn." }
        /// As what.
        your_role(held: &str) => { nb: "Rollen din: {held}.", nn: "Rolla di: {held}.", en: "Your role: {held}." }
        /// The link.
        accept => { nb: "Ta imot invitasjonen", nn: "Ta imot invitasjonen", en: "Accept the invitation" }
        /// How long the link holds.
        days(days: &str) => {
            nb: "Lenken gjelder i {days} dager og virker én gang. Ikke send den videre: den gjelder bare deg.",
            nn: "Lenkja gjeld i {days} dagar og verkar éin gong. Ikkje send henne vidare: ho gjeld berre deg.",
            en: "The link holds for {days} days and works once. Do not pass it on: it is for you alone." }
        /// For somebody who knows nothing of it.
        unexpected => {
            nb: "Kjenner du ikke til dette, kan du se bort fra meldingen.",
            nn: "Kjenner du ikkje til dette, kan du sjå bort frå meldinga.",
            en: "If you know nothing of this, ignore the message." }

        /// Subject: a planned meeting is over.
        log_subject => { nb: "Logg møtet", nn: "Logg møtet", en: "Log the meeting" }
        /// Which meeting.
        log_meeting(startup: &str, on: &str) => {
            nb: "Du planla et møte med {startup} {on}. Ble det holdt? Skriv det ned mens du husker det: det tar under et minutt.",
            nn: "Du planla eit møte med {startup} {on}. Vart det halde? Skriv det ned medan du hugsar det: det tek under eit minutt.",
            en: "You planned a meeting with {startup} on {on}. Was it held? Write it down while you remember: it takes less than a minute." }
        /// The link.
        log_open => { nb: "Logg møtet", nn: "Logg møtet", en: "Log the meeting" }
        /// What the link is.
        log_link(days: &str) => {
            nb: "Lenken åpner bare dette skjemaet. Den virker én gang og gjelder i {days} dager. Ikke send den videre: det du skriver, lagres i ditt navn.",
            nn: "Lenkja opnar berre dette skjemaet. Ho verkar éin gong og gjeld i {days} dagar. Ikkje send henne vidare: det du skriv, blir lagra i ditt namn.",
            en: "The link opens this form only. It works once and holds for {days} days. Do not pass it on: what is written is saved in your name." }
        /// When it was not held.
        log_not_held => {
            nb: "Ble møtet ikke noe av, kan du se bort fra denne meldingen.",
            nn: "Vart det ikkje noko av møtet, kan du sjå bort frå denne meldinga.",
            en: "If the meeting was not held, ignore this message." }

        /// Subject: a role changed.
        role_subject => { nb: "Rollen din i Grobunn er endret", nn: "Rolla di i Grobunn er endra", en: "Your role in Grobunn has changed" }
        /// A role in a place.
        held_in(role: &str, scope: &str) => { nb: "{role} i {scope}", nn: "{role} i {scope}", en: "{role} in {scope}" }
        /// A role from a day on.
        given(held: &str, from: &str) => {
            nb: "Fra {from} har du denne rollen: {held}.",
            nn: "Frå {from} har du denne rolla: {held}.",
            en: "From {from} you have this role: {held}." }
        /// A role from a day to a day.
        given_until(held: &str, from: &str, to: &str) => {
            nb: "Fra {from} til og med {to} har du denne rollen: {held}.",
            nn: "Frå {from} til og med {to} har du denne rolla: {held}.",
            en: "From {from} to {to} you have this role: {held}." }
        /// A role that has got a last day.
        ends(held: &str, on: &str) => {
            nb: "{on} er siste dagen du har denne rollen: {held}.",
            nn: "{on} er siste dagen du har denne rolla: {held}.",
            en: "{on} is the last day on which you have this role: {held}." }
        /// A role that was taken back.
        revoked(held: &str) => {
            nb: "Du har ikke lenger denne rollen: {held}.",
            nn: "Du har ikkje lenger denne rolla: {held}.",
            en: "You no longer have this role: {held}." }
        /// The link.
        open => { nb: "Åpne Grobunn", nn: "Opne Grobunn", en: "Open Grobunn" }
        /// Whom to ask.
        ask => {
            nb: "Er det en feil, si fra til den som leder programmet.",
            nn: "Er det ein feil, sei frå til den som leier programmet.",
            en: "If that is a mistake, tell whoever runs the programme." }

        /// Subject: the link to an application.
        application_subject => { nb: "Lenken til søknaden din", nn: "Lenkja til søknaden din", en: "The link to your application" }
        /// To which call.
        application_begun(call: &str) => {
            nb: "Her er lenken til søknaden din til «{call}». Skriv den når det passer; det du skriver, blir lagret underveis.",
            nn: "Her er lenkja til søknaden din til «{call}». Skriv han når det passar; det du skriv, blir lagra undervegs.",
            en: "Here is the link to your application to “{call}”. Write it when it suits you; what you write is saved as you go." }
        /// The link.
        application_open => { nb: "Åpne søknaden", nn: "Opne søknaden", en: "Open the application" }
        /// Until when.
        application_closes(at: &str) => {
            nb: "Søknaden må være sendt inn før {at}.",
            nn: "Søknaden må vere sendt inn før {at}.",
            en: "The application must be sent in before {at}." }
        /// What the link is.
        application_yours => {
            nb: "Lenken er din egen og viser bare denne søknaden. Gi den bare til dem som skriver den sammen med deg.",
            nn: "Lenkja er di eiga og viser berre denne søknaden. Gi henne berre til dei som skriv han saman med deg.",
            en: "The link is your own and shows this application only. Give it only to those who write it with you." }
        /// Subject: an application has arrived.
        received_subject => { nb: "Vi har fått søknaden din", nn: "Vi har fått søknaden din", en: "We have your application" }
        /// Which, and when.
        received(startup: &str, call: &str, at: &str) => {
            nb: "Takk! Søknaden til {startup} til «{call}» kom inn {at}.",
            nn: "Takk! Søknaden til {startup} til «{call}» kom inn {at}.",
            en: "Thank you! The application of {startup} to “{call}” arrived on {at}." }
        /// What happens next.
        received_next => {
            nb: "Vi leser den og skriver til deg når det er avgjort. Her ser du hvor den står, og her kan du trekke den:",
            nn: "Vi les han og skriv til deg når det er avgjort. Her ser du kvar han står, og her kan du trekkje han:",
            en: "We read it and write to you when it is decided. Here you see where it stands, and here you can withdraw it:" }
        /// The link.
        received_open => { nb: "Se søknaden", nn: "Sjå søknaden", en: "See the application" }

        /// Subject: an update is asked for.
        update_subject => { nb: "Hvordan går det? Tre minutter om tallene", nn: "Korleis går det? Tre minutt om tala", en: "How is it going? Three minutes about your numbers" }
        /// Subject: an update was asked for and not answered.
        reminder_subject => { nb: "Påminnelse: hvordan går det?", nn: "Påminning: korleis går det?", en: "Reminder: how is it going?" }
        /// Who asks whom.
        update_ask(programme: &str, startup: &str) => {
            nb: "{programme} vil gjerne vite hvordan det går med {startup}. Skjemaet er fylt ut med det vi vet fra før: er ingenting endret, er ett trykk nok.",
            nn: "{programme} vil gjerne vite korleis det går med {startup}. Skjemaet er fylt ut med det vi veit frå før: er ingenting endra, er eitt trykk nok.",
            en: "{programme} would like to know how {startup} is doing. The form is filled in with what we know already: if nothing has changed, one tap is enough." }
        /// Who asked whom.
        update_reminded(programme: &str, startup: &str) => {
            nb: "Vi har ikke hørt fra {startup} ennå. {programme} vil gjerne vite hvordan det går, også hvis dere har lagt ned.",
            nn: "Vi har ikkje høyrt frå {startup} enno. {programme} vil gjerne vite korleis det går, også om de har lagt ned.",
            en: "We have not heard from {startup} yet. {programme} would like to know how it is going, also if you have closed down." }
        /// The link.
        update_open => { nb: "Svar her, uten passord", nn: "Svar her, utan passord", en: "Answer here, without a password" }
        /// Until when.
        update_due(date: &str) => { nb: "Svar gjerne innen {date}.", nn: "Svar gjerne innan {date}.", en: "Please answer by {date}." }
        /// What the link is.
        update_link => {
            nb: "Lenken viser bare dette skjemaet og er din egen: den logger ingen inn. Svarer en annen gründer først, ser du det der.",
            nn: "Lenkja viser berre dette skjemaet og er di eiga: ho loggar ingen inn. Svarar ein annan gründer fyrst, ser du det der.",
            en: "The link shows this form only and is your own: it signs nobody in. If another founder answers first, you see that there." }

        /// Subject: a startup does not answer.
        unanswered_subject => { nb: "En bedrift svarer ikke på oppdateringen", nn: "Ei bedrift svarar ikkje på oppdateringa", en: "A startup does not answer its update" }
        /// Which.
        unanswered(startup: &str, date: &str) => {
            nb: "{startup} har ikke svart på oppdateringen med frist {date}, tross påminnelser. En telefon hjelper som regel.",
            nn: "{startup} har ikkje svart på oppdateringa med frist {date}, trass i påminningar. Ein telefon hjelper som regel.",
            en: "{startup} has not answered the update due {date} in spite of reminders. A phone call usually helps." }
        /// The link.
        open_startup => { nb: "Åpne bedriften", nn: "Opne bedrifta", en: "Open the startup" }
        /// That it comes once.
        said_once => { nb: "Du får denne meldingen én gang for hver runde.", nn: "Du får denne meldinga éin gong for kvar runde.", en: "You get this message once for each round." }

        /// Subject: an application is declined. The letter itself says so, kindly.
        declined_subject => { nb: "Svar på søknaden din", nn: "Svar på søknaden din", en: "The answer to your application" }
        /// Under the letter: where it comes from.
        declined_by(programme: &str) => {
            nb: "Brevet er skrevet av {programme}.", nn: "Brevet er skrive av {programme}.", en: "This letter was written by {programme}." }
        /// Subject: an application is admitted.
        admitted_subject => { nb: "Velkommen inn!", nn: "Velkomen inn!", en: "Welcome!" }
        /// What was admitted, where and from when.
        admitted(startup: &str, programme: &str, on: &str) => {
            nb: "Gratulerer! {startup} er tatt opp i {programme} fra {on}.",
            nn: "Gratulerer! {startup} er teken opp i {programme} frå {on}.",
            en: "Congratulations! {startup} is admitted to {programme} from {on}." }
        /// What happens next.
        admitted_next => {
            nb: "Vi tar kontakt om veien videre. Har du ikke konto fra før, kommer det også en invitasjon til å følge bedriften i Grobunn.",
            nn: "Vi tek kontakt om vegen vidare. Har du ikkje konto frå før, kjem det også ein invitasjon til å følgje bedrifta i Grobunn.",
            en: "We will be in touch about what comes next. If you have no account yet, an invitation to follow the startup in Grobunn comes as well." }
        /// Subject: applications to judge.
        judge_subject => { nb: "Søknader venter på vurderingen din", nn: "Søknader ventar på vurderinga di", en: "Applications wait for your score" }
        /// Which, and how many.
        judge(call: &str, round: &str, left: &str) => {
            nb: "Du er satt opp som vurderer av «{call}», {round}. Søknader som venter på deg: {left}.",
            nn: "Du er sett opp som vurderar av «{call}», {round}. Søknader som ventar på deg: {left}.",
            en: "You are set up to judge “{call}”, {round}. Applications that wait for you: {left}." }
        /// The same, once more.
        judge_again(call: &str, round: &str, left: &str) => {
            nb: "En vennlig påminnelse om «{call}», {round}. Søknader som fortsatt venter på deg: {left}.",
            nn: "Ei venleg påminning om «{call}», {round}. Søknader som framleis ventar på deg: {left}.",
            en: "A friendly reminder of “{call}”, {round}. Applications that still wait for you: {left}." }
        /// Until when.
        judge_due(on: &str) => { nb: "Fristen er {on}.", nn: "Fristen er {on}.", en: "They are due on {on}." }
        /// The link.
        judge_open => { nb: "Åpne søknadene", nn: "Opne søknadene", en: "Open the applications" }
        /// What to do when one cannot judge.
        judge_conflict => {
            nb: "Er du inhabil i en av dem, sier du det på søknadens side.",
            nn: "Er du ugild i ein av dei, seier du det på sida til søknaden.",
            en: "If you have a conflict of interest in one of them, say so on its page." }

        /// Subject: a new device.
        device_subject => { nb: "Ny innlogging i Grobunn", nn: "Ny innlogging i Grobunn", en: "New sign-in to Grobunn" }
        /// When and from what.
        signed_in(at: &str, device: &str) => {
            nb: "Noen logget inn som deg {at} fra en enhet vi ikke har sett før: {device}.",
            nn: "Nokon logga inn som deg {at} frå ei eining vi ikkje har sett før: {device}.",
            en: "Somebody signed in as you on {at} from a device we have not seen before: {device}." }
        /// From what, when the browser did not say.
        unknown_device => { nb: "ukjent nettleser", nn: "ukjend nettlesar", en: "unknown browser" }
        /// If it was the reader.
        was_you => {
            nb: "Var det deg, trenger du ikke gjøre noe.",
            nn: "Var det deg, treng du ikkje gjere noko.",
            en: "If it was you, there is nothing to do." }
        /// If it was not.
        was_not_you => {
            nb: "Var det ikke deg, logg ut den enheten her, og si fra til den som drifter Grobunn hos dere:",
            nn: "Var det ikkje deg, logg ut den eininga her, og sei frå til den som driftar Grobunn hos dykk:",
            en: "If it was not, sign that device out here, and tell whoever keeps Grobunn where you are:" }
        /// The link.
        my_devices => { nb: "Mine enheter", nn: "Mine einingar", en: "My devices" }

        /// Subject: how the reader signs in changed.
        security_subject => {
            nb: "Innloggingen din i Grobunn er endret",
            nn: "Innlogginga di i Grobunn er endra",
            en: "How you sign in to Grobunn has changed" }
        /// A passkey was added.
        passkey_added(name: &str, at: &str) => {
            nb: "{at} fikk kontoen din en ny passnøkkel: {name}.",
            nn: "{at} fekk kontoen din ein ny passnøkkel: {name}.",
            en: "On {at} your account got a new passkey: {name}." }
        /// A passkey was removed.
        passkey_removed(name: &str, at: &str) => {
            nb: "{at} ble denne passnøkkelen fjernet fra kontoen din: {name}.",
            nn: "{at} vart denne passnøkkelen fjerna frå kontoen din: {name}.",
            en: "On {at} this passkey was removed from your account: {name}." }
        /// A recovery code was used.
        recovery_used(left: &str, at: &str) => {
            nb: "{at} ble en av gjenopprettingskodene dine brukt til å logge inn. Ubrukte koder igjen: {left}.",
            nn: "{at} vart ein av attopprettingskodane dine brukt til å logge inn. Ubrukte kodar att: {left}.",
            en: "On {at} one of your recovery codes was used to sign in. Unused codes left: {left}." }
        /// A new set of recovery codes was made.
        recovery_renewed(at: &str) => {
            nb: "{at} ble det laget nye gjenopprettingskoder til kontoen din. De gamle virker ikke lenger.",
            nn: "{at} vart det laga nye attopprettingskodar til kontoen din. Dei gamle verkar ikkje lenger.",
            en: "On {at} new recovery codes were made for your account. The former ones no longer work." }
        /// The reader's address was changed; to the former one.
        address_changed(at: &str) => {
            nb: "{at} ble e-postadressen til kontoen din byttet. Fra nå av logger du inn med den nye, ikke med denne.",
            nn: "{at} vart e-postadressa til kontoen din bytt. Frå no av loggar du inn med den nye, ikkje med denne.",
            en: "On {at} the e-mail address of your account was changed. From now on you sign in with the new one, not with this." }
        /// If it was not the reader who changed it.
        change_was_not_you => {
            nb: "Var det ikke deg, logg ut alle enheter her, og si fra til den som drifter Grobunn hos dere:",
            nn: "Var det ikkje deg, logg ut alle einingar her, og sei frå til den som driftar Grobunn hos dykk:",
            en: "If it was not, sign every device out here, and tell whoever keeps Grobunn where you are:" }

        /// Subject of a message that somebody wrote, when it has none of its own.
        house_subject => { nb: "Melding fra inkubatoren", nn: "Melding frå inkubatoren", en: "Message from the incubator" }
        /// Who wrote it, and where they read answers.
        house_answer(name: &str, address: &str) => {
            nb: "Hilsen {name}. Svar til {address}.",
            nn: "Helsing {name}. Svar til {address}.",
            en: "{name}. Answer to {address}." }
        /// Who wrote it.
        house_written(name: &str) => { nb: "Hilsen {name}.", nn: "Helsing {name}.", en: "{name}." }

        /// Under every message: where it comes from.
        footer(host: &str) => {
            nb: "Sendt av Grobunn på {host} fordi noe skjedde med kontoen eller adressen din. Svar blir ikke lest.",
            nn: "Send av Grobunn på {host} fordi noko hende med kontoen eller adressa di. Svar blir ikkje lesne.",
            en: "Sent by Grobunn at {host} because something happened to your account or address. Replies are not read." }
    }
}
