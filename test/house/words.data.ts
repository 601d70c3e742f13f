/** Words that are looked up by a value, not by name, and the value: a group with all its keys, or one word. */
export const dynamic: Record<string, string> = {
  'clients.lists': 'the filter of Manage Clients',
  'clients.short': 'the key of a setting that clients can be restricted in',
  'clients.reasons': "why a client's switch cannot be used",
  'claims.became': 'what became of a registration',
  'claims.origins': 'by which link somebody came',
  'claims.refusals': 'why a decision was not taken',
  'components.info': 'the kind of a notice',
  'components.no': 'the kind of a notice',
  'emails.staffNotice.subject': 'what the e-mail asks of a staff member',
  'emails.staffNotice.text': 'what the e-mail asks of a staff member',
  errors: 'the kind of an error, title and text (web/error-pages.tsx)',
  'links.purpose': 'which of the three links',
  'links.results': 'which of the three links',
  'links.sheetText': 'which of the three links',
  'links.sheetTitle': 'which of the three links',
  'invitations.reasons': 'why a client cannot be invited',
  'invitations.states': 'what became of an invitation',
  'invitations.unsent': 'why an invitation was not sent',
  'factorMails.text': 'what happened to a sign-in',
  'schedules.problems': 'what is wrong with a date or time',
  'security.methods': 'how a session was begun',
  'security.newEmailProblems': 'why an address is not taken',
  'scheduling.answerRefusals': 'why an answer was not given',
  'scheduling.off': 'which gate is closed',
  'scheduling.parts': 'the part of the day',
  'scheduling.refusals': "why a client's change was not made",
  'scheduling.status': 'the state of an appointment',
  'scheduling.statusShort': 'the state of an appointment',
}

/** Words that are the same in Spanish, and why. */
export const sameInSpanish: Record<string, string> = {
  'frame.product': 'a name',
  'seats.planHeading': 'the same word',
  'scheduling.otherwise': 'only puts a name and a state side by side',
}
