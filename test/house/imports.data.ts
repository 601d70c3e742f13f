/** Reviewed exceptions of "Who may import whom" (design/house.md): what a file takes, and why it may. */

/** Files that know time, chance and the database only as arguments. */
export const pureRules = [
  'src/accounts/arrival.ts',
  'src/accounts/device-name.ts',
  'src/accounts/draft-forms.ts',
  'src/accounts/link-rules.ts',
  'src/accounts/qr.ts',
  'src/accounts/invitation-message.ts',
  'src/accounts/invitation-state.ts',
  'src/accounts/factor-rules.ts',
  'src/accounts/relying-party.ts',
  'src/accounts/return-to.ts',
  'src/accounts/session-limits.ts',
  'src/accounts/step-up.ts',
  'src/accounts/what-it-meets.ts',
  'src/clients/client-switch.ts',
  'src/clients/cursor.ts',
  'src/clients/search-words.ts',
  'src/notifications/net-effect.ts',
  'src/scheduling/act-rules.ts',
  'src/scheduling/calendar-dates.ts',
  'src/scheduling/calendar-days.ts',
  'src/scheduling/calendar-places.ts',
  'src/scheduling/absorbed.ts',
  'src/scheduling/calendar-events.ts',
  'src/scheduling/cancelling.ts',
  'src/scheduling/conflicts.ts',
  'src/scheduling/days.ts',
  'src/scheduling/forums.ts',
  'src/scheduling/hours-undo.ts',
  'src/scheduling/hours.ts',
  'src/scheduling/outside.ts',
  'src/scheduling/overlapping.ts',
  'src/scheduling/why-nothing.ts',
  'src/scheduling/ical.ts',
  'src/scheduling/lateness.ts',
  'src/scheduling/rooms-taken.ts',
  'src/scheduling/series-dates.ts',
  'src/scheduling/series-obstacles.ts',
  'src/scheduling/series-plan.ts',
  'src/scheduling/offer-form.ts',
  'src/scheduling/offer-limits.ts',
  'src/scheduling/slots.ts',
  'src/scheduling/zone-names.ts',
  'src/scheduling/standing-times.ts',
  'src/scheduling/wall-time.ts',
  'src/scheduling/waitlist-rules.ts',
  'src/scheduling/zones.ts',
  'src/settings/declare.ts',
  'src/settings/explain.ts',
  'src/settings/impact-lines.ts',
  'src/settings/plans.ts',
  'src/settings/standing.ts',
]

/** Files of an area that take something of Hono or of views/ when they run, beside its routes. */
export const domainMeetsHttp: Record<string, string> = {
  'src/accounts/cookies.ts -> hono/cookie': 'the cookies of signing in: HTTP words that only this area says',
  'src/accounts/current-from.ts -> views/words/words.ts': 'Current carries the words of its language',
  'src/scheduling/feed-reading.ts -> views/words/words.ts':
    'a calendar is in the language of whoever made its address; no request says which',
  'src/notifications/account-mails.ts -> views/emails/email-change.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/accounts/invitation-previewing.ts -> views/emails/invitation.tsx': 'a preview is made by what makes the e-mail',
  'src/accounts/invitation-previewing.ts -> views/emails/letter.tsx': 'a preview is made by what makes the e-mail',
  'src/notifications/account-mails.ts -> views/emails/invitation.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/notifications/account-mails.ts -> views/emails/letter.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/notifications/account-mails.ts -> views/emails/no-sign-in.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/notifications/appointment-mails.ts -> views/emails/notice.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/notifications/account-mails.ts -> views/emails/notice.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/notifications/account-mails.ts -> views/emails/security-notice.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/notifications/account-mails.ts -> views/emails/sign-in.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/notifications/account-mails.ts -> views/emails/staff-invitation.tsx': 'an e-mail is rendered when it is sent: this is its handler',
  'src/notifications/appointment-mails.ts -> views/emails/staff-notice.tsx': 'an e-mail is rendered when it is sent: this is its handler',
}

/** Views that take a value from a file which also knows the database. Each takes something pure that should move to a file of its own. */
export const viewsNearTheDatabase: Record<string, string> = {
  'views/clients/clients-page.tsx -> src/clients/directory-schema.ts': 'clientLists, the names of the filters',
}

/** What web, db, audit and paths take from elsewhere. */
export const groundFloor: Record<string, string> = {
  'src/web/bad-form.tsx -> views/components/field.tsx': 'what was written in it is shown to be copied',
  'src/web/bad-form.tsx -> views/message-page.tsx': 'a refusal is a page',
  'src/web/error-pages.tsx -> views/message-page.tsx': 'an error is a page',
  'src/web/error-pages.tsx -> views/words/words.ts': 'an error is a sentence',
}

/** Areas that need each other when they run. Never file by file: there a cycle is an error. */
export const mutual: Record<string, string> = {
  'accounts + clients': 'an invitation is for a client; archiving her ends her invitations, and her page lists them',
  'accounts + notifications': 'a sign-in writes its e-mail; an e-mail looks up whom it goes to',
  'accounts + scheduling': 'a visitor books on her way in; booking asks who the therapists are',
  'accounts + settings': 'identity loads the choices; accounts declares its settings, and its pages name whoever chose',
  'clients + settings': 'Manage Clients shows settings; clients declares its own',
  'clients + scheduling': 'archiving a client asks what she has ahead; an appointment shows the name of its client',
  'forms + settings': 'forms only declares its settings',
  'insurance + settings': 'insurance only declares its settings',
  'messages + settings': 'messages only declares its settings',
  'notifications + scheduling': 'an appointment writes e-mails; an e-mail looks up its appointment',
  'notifications + settings': 'the switches of events are settings; an e-mail asks whether its switch is on',
  'payments + settings': 'payments only declares its settings',
  'scheduling + settings': 'what clients may do is a setting; scheduling declares its own, and a switch asks what is in flight',
}
