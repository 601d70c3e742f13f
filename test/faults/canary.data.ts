/** What the columns of text hold, by what a person could write into them. A new column of text fails the test until somebody has thought about it. */

/** Words of people, and what the portal keeps of them: none of it may leave. `table.column`. */
export const canaried: Record<'words' | 'name' | 'email' | 'phone' | 'address' | 'json', string[]> = {
  words: [
    'appointments.note',
    'appointments.answer',
    'audit.actor_name',
    'audit.network',
    'availability_exceptions.label',
    'client_overrides.changed_by_name',
    'client_search.token',
    'clients.discreet_changed_by_name',
    'duplicate_dismissals.created_by_name',
    'invitation_batches.created_by_name',
    'invitation_batches.message',
    'invitations.created_by_name',
    'invitations.message',
    'locations.address',
    'locations.name',
    'merges.created_by_name',
    'merges.undone_by_name',
    'organizations.name',
    'organizations.sender_name',
    'outbox.settled_by_name',
    'passkeys.name',
    'phone_notes.created_by_name',
    'phone_notes.note',
    'registrations.decided_by_name',
    'registrations.note',
    'rooms.name',
    'safe_addresses.created_by_name',
    'safe_addresses.ended_by_name',
    'services.name',
    'sessions.device',
    'sessions.network',
    'sessions.place',
    'setting_schedules.created_by_name',
    'settings.changed_by_name',
    'shortcut_links.created_by_name',
    'staff.slug',
    'staff_invitations.created_by_name',
    'standing_requests.answer',
    'standing_requests.note',
  ],
  name: ['clients.name', 'contacts.name', 'people.name', 'registrations.name', 'staff.name', 'staff_invitations.name'],
  email: [
    'clients.email',
    'clients.safe_email',
    'contacts.email',
    'email_changes.new_email',
    'email_changes.old_email',
    'invitations.email',
    'outbox.sent_to',
    'people.email',
    'registrations.email',
    'safe_addresses.email',
    'sign_ins.email',
    'staff_invitations.email',
  ],
  phone: ['clients.phone', 'contacts.phone', 'organizations.phone', 'registrations.phone'],
  address: ['staff.telehealth_url'],
  json: ['audit.details', 'drafts.body', 'hours_changes.was', 'merge_moves.was'],
}

/** Columns of text that hold no words of anybody: the code depends on each, or a CHECK of the database says which they may be. */
export const fixed: RegExp[] = [
  /\.(\w+_)?id$/,
  /\.(\w+_)?ids$/,
  /\.\w+_by$/,
  /_hash$/,
  // codes of ours
  /\.(status|state|kind|event|action|reason|forum|language|zone|value|key|plan|scope|purpose|list|shard|origin|method|form|outcome|severity)$/,
  /\.(about_kind|actor_kind|entity_kind|intent_kind|created_by_kind|returned_as|ended_because|discreet|email_notices|card_processing|relationship)$/,
  // days and lists of numbers
  /\.(\w+_date|valid_from|valid_until|birth_date|reminder_hours|known|permissions|transports|service_ids)$/,
  // merged_into and on_behalf_of are ids, whose is a recipient, recipient is one
  /\.(merged_into|reschedule_of|back_of|on_behalf_of|whose|recipient)$/,
  // the ids of the row that is sent again, codes, and how the practice's e-mails were: codes and numbers (practice-mails.ts)
  /\.(again_of|settled_as|by_person|quiet_hours|mails_were)$/,
  // secrets, and seals: hashes of what the audit says, never its words
  /\.(secret_encrypted|seal|previous_seal|fingerprint|suffix)$/,
  /^audit_seals\.(contents|digest|previous_digest)$/,
  /^watches\.name$/,
  // addresses of our own pages: the slug is the public name of a practice, a location leads back to a page
  /^(organizations|directory)\.slug$/,
  /\.(location|return_to)$/,
  // where an organization lies, and on its way to; what a shard is owed goes into tables that are looked at here themselves
  /\.(from_shard|to_shard)$/,
  /^(moves\.done|owed\.statements)$/,
  // sorting names are lower case, made from the name by triggers' tables
  /\.sort_name$/,
]
