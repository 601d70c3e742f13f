/** Tables whose key does not begin with the organization, and why. Everything else belongs to one, and says so first (SCL-1). */
export const controlTables: Record<string, string> = {
  directory: 'control: says which organization a slug names',
  organizations: 'is the organization: its id is its key',
  people: 'control: one human may belong to several organizations',
  sign_ins: 'control: asked for before anybody is known',
  sessions: 'control: of a person, wherever she belongs',
  passkeys: 'control: of a person',
  authenticators: 'control: of a person',
  recovery_codes: 'control: of a person',
  challenges: 'control: asked for before anybody is known',
  rate_counters: 'control: counts by hashed subject, an organization among others',
  email_changes: 'control: of a person',
  audit: 'ordered by seq, which the seals chain; its unique key and its indexes begin with the organization',
  watches: 'of the deployment: when the portal last looked at its own data, and which alert it last raised',
  owed: 'control: what a change decided there owes to the shard of an organization, until it is carried out',
  assert_one: 'never holds a row: its trigger only counts',
  dev_state: 'development only: the standing clock',
  dev_mail: 'development only: the mailbox',
}

/** Columns that the database has and our code does not know of yet, because the feature they are for is not there. */
export const notDeclaredYet: Record<string, string[]> = {}

/**
 * Queries that look at every organization's rows on purpose: work of the clock, which then acts for one organization at a time.
 * By file and by what the query reads, so that a second one in the same file is noticed.
 */
export const acrossOrganizations: Record<string, string> = {
  'src/scheduling/feed-reading.ts from(calendarFeeds)':
    'a secret address names no organization: its hash, unique everywhere, finds the row that does (SCH-42)',
  'src/scheduling/waitlist-jobs.ts from(waitlistOffers)':
    'lapseOffers finds what is overdue anywhere, then acts as the system of each organization',
  'src/scheduling/waitlist-jobs.ts from(waitlistEntries)':
    'offerWhatOpened finds whom to look at anywhere, then acts as the system of each organization',
  'src/scheduling/jobs.ts from(appointments)':
    'expireRequests finds what is overdue anywhere, then acts as the system of each organization',
  'src/scheduling/standing-jobs.ts from(standingRequests)':
    'expireStanding finds what is overdue anywhere, then acts as the system of each organization',
  'src/scheduling/reminders.ts from(appointments)':
    'remindOfRequests finds what waits anywhere, then acts as the system of each organization',
  'src/settings/effects.ts from(settingEffects)': 'applyEffects finds what is due anywhere, then acts as the system of each organization',
  'src/settings/scheduled-switches.ts from(settingSchedules)':
    'runScheduledSwitches finds what is due anywhere, then acts as the system of each organization',
  'src/watches/jobs.ts from(audits)': 'how far the audit goes: the look at what was touched reads whatever was (SEC-6)',
  'src/watches/apart.ts FROM staff': 'the nightly look at a shard asks whether everybody on it is somebody on control (SEC-6)',
  'src/watches/apart.ts FROM client_logins': 'the same look',
  'src/watches/apart.ts FROM contacts': 'the same look',
  'src/sealing/jobs.ts FROM audit': 'sealAudit follows seq over every organization, and makes a seal for each (SEC-5)',
  'src/sealing/jobs.ts from(audits)': 'sealAudit compares how far it has sealed with how far there is something',
  'src/sealing/jobs.ts FROM audit_seals': 'how far everything is sealed, over every organization',
  'src/notifications/provider-words.ts from(outbox)':
    'a provider knows no organization: its id finds the row, and the row names the organization (NOT-21)',
  'src/notifications/digests.ts from(staff)': 'writeDigests finds whose hour has come anywhere; each row names its organization',
  'src/notifications/sweep.ts update(outbox)': 'the sweep claims what is due anywhere; a queue message names its organization',
  'src/watches/jobs.ts FROM audit': 'how many entries there are since the last look, over every organization',
  'src/notifications/sweep.ts FROM outbox': 'the same claim: which rows it takes',
}

/** The same in accounts/, which knows people and sessions of every organization. */
export const acrossInAccounts: Record<string, string> = {
  'src/accounts/jobs.ts delete(drafts)': 'forgetDrafts throws away what waited for a week, wherever',
  'src/accounts/jobs.ts FROM paid': 'forgetCounters forgets which debts were paid two days ago, wherever',
}
