import type { ClientCurrent, Current, SignedIn, StaffCurrent } from './current.ts'

/**
 * Who may pass a door (SEC-1). `stranger`: send her to sign in. `not_found`: for her it does not exist.
 * `forbidden`: hers, but not allowed, and the refusal is audited.
 */
export type Verdict = 'pass' | 'stranger' | 'not_found' | 'forbidden'

export interface Policy<C> {
  /** As the reviewed list of doors names it (docs/doors.md). */
  name: string
  audience: 'machines' | 'visitors' | 'people' | 'staff' | 'clients'
  judge(current: Current): Verdict
  /** Only a type: what `c.var.current` is behind this door. */
  opens?: C
}

/** Anybody: the three shortcut links and signing in. */
export const anybody: Policy<Current> = { name: 'anybody', audience: 'visitors', judge: () => 'pass' }

/** Whoever signed in, wherever she belongs. */
export const signedIn: Policy<SignedIn> = { name: 'signed in', audience: 'people', judge: ({ person }) => (person ? 'pass' : 'stranger') }

/** Whoever has something to do with the organization: staff, a client, or a contact who may enter. */
export const whoBelongs: Policy<SignedIn> = {
  name: 'who belongs here',
  audience: 'people',
  judge: ({ person, staff, mine }) => (person ? (staff || mine.length > 0 ? 'pass' : 'not_found') : 'stranger'),
}

/** Every staff member of the organization. */
export const staffMembers: Policy<StaffCurrent> = { name: 'staff', audience: 'staff', judge: staffVerdict(() => true) }

/** Organization Administration (SET-1). */
export const administrators: Policy<StaffCurrent> = {
  name: 'administrators',
  audience: 'staff',
  judge: staffVerdict(({ administrator }) => administrator),
}

/** The client of the address herself. */
export const theClient: Policy<ClientCurrent> = {
  name: 'the client, or a contact with any grant',
  audience: 'clients',
  judge: clientVerdict(() => true),
}

/** The client of the address herself, and nobody for her. */
export const herself: Policy<ClientCurrent> = {
  name: 'the client herself',
  audience: 'clients',
  judge: clientVerdict(({ access }) => access?.kind === 'self'),
}

/** The client herself, or a contact whose grant has the permission (SET-17, SET-30). */
export const mayAct = (permission: 'schedule' | 'pay' | 'forms'): Policy<ClientCurrent> => ({
  name: `the client, or a contact with ${permission}`,
  audience: 'clients',
  judge: clientVerdict(({ access }) => access?.kind === 'self' || (access?.kind === 'contact' && access.permissions.includes(permission))),
})

function staffVerdict(allowed: (staff: NonNullable<Current['staff']>) => boolean) {
  return (current: Current): Verdict => {
    if (!current.person) return 'stranger'
    if (current.staff) return allowed(current.staff) ? 'pass' : 'forbidden'
    return current.mine.length > 0 ? 'forbidden' : 'not_found'
  }
}

function clientVerdict(allowed: (current: Current) => boolean) {
  return (current: Current): Verdict => {
    if (!current.person) return 'stranger'
    if (!current.client || !current.access) return 'not_found'
    return allowed(current) ? 'pass' : 'forbidden'
  }
}
