import type { Again } from './once.ts'

const versioned: Again = {
  status: 409,
  why: 'SET-5: the version of the form tells that it was changed since it was opened; her page shows what it is now, which is what she wanted',
}
const asked: Again = { tables: ['sign_ins', 'outbox', 'audit'], why: 'ACC-2: each asking makes a code of its own, and the newest works' }
const challenge: Again = {
  tables: ['challenges'],
  why: 'ACC-3: each try at a passkey has a challenge of its own; nobody waits for the first',
}
const used: Again = { status: 410, why: 'T-09: the link works once, and it did; the page says that it is used' }
const notAgain: Again = { status: 422, why: 'T-09: a code and a challenge work once, and it did: the page offers to begin anew' }
const shownOnce: Again = {
  tables: ['calendar_feeds', 'audit'],
  why: 'SCH-42: the address is shown in the answer and nowhere else: the one that was lost is replaced',
}

/** Forms without a key (SCH-25), sent again because their answer was lost: what is otherwise then, and why that is right. Reviewed. */
export const again: Record<string, Again> = {
  'POST /:org/manage/portal/settings/:key': versioned,
  'POST /:org/manage/staff/:staffId/seat': versioned,
  'POST /:org/manage/staff/invitations/:invitationId/revocation': versioned,
  'POST /:org/manage/staff/idle-limit': versioned,
  'POST /:org/manage/clients/:clientId/settings/:key': versioned,
  'POST /:org/manage/portal/history/:seq/restoration': versioned,
  'POST /:org/login': asked,
  'POST /:org/team/:token/acceptance': asked,
  'POST /:org/invite/:token/acceptance': asked,
  'POST /account/confirmation/mail': asked,
  'POST /:org/invite/:token/renewal': {
    tables: ['invitations', 'outbox', 'audit'],
    why: 'ACC-20: each asking is a new link, and the newest works',
  },
  'POST /:org/login/code': notAgain,
  'POST /:org/login/passkey': notAgain,
  'POST /account/passkeys': notAgain,
  'POST /account/authenticator': {
    status: 303,
    why: 'ACC-4: it is set up, once: she is led to her page, which says so and makes recovery codes anew',
  },
  'POST /:org/login/link/:token': used,
  'POST /:org/safe-address/:token': used,
  'POST /:org/my/email/:token': used,
  'POST /account/passkeys/:passkeyId/removal': { status: 404, why: 'T-02: what is removed is not there any more' },
  'POST /:org/login/passkey/challenge': challenge,
  'POST /account/passkeys/options': challenge,
  'POST /account/passkeys/challenge': challenge,
  'POST /:org/my/drafts': {
    tables: ['audit'],
    why: 'ACC-5: it is sealed, so nobody can tell that it is the same text: it is kept once more',
  },
  'POST /account/recovery-codes': {
    tables: ['outbox', 'audit'],
    why: 'ACC-4: they are shown in the answer and nowhere else: those that were lost are replaced',
  },
  'POST /:org/my/:clientId/calendar-feed': shownOnce,
  'POST /:org/manage/calendar-feed': shownOnce,
  'POST /:org/manage/portal/history/export': { tables: ['audit'], why: 'SEC-5: each export is one, and the first may have arrived' },
}
