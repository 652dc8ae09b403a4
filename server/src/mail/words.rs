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

        /// Under every message: where it comes from.
        footer(host: &str) => {
            nb: "Sendt av Grobunn på {host} fordi noe skjedde med kontoen eller adressen din. Svar blir ikke lest.",
            nn: "Send av Grobunn på {host} fordi noko hende med kontoen eller adressa di. Svar blir ikkje lesne.",
            en: "Sent by Grobunn at {host} because something happened to your account or address. Replies are not read." }
    }
}
