import { href, paths } from '../paths.ts'

/**
 * The forms whose text survives the end of a session (ACC-5): which of their fields are text, and the page they stand on. Nothing
 * else of a form is kept: no version, no key, no choice. A new one needs a line here, `draft` at its door, and `DraftKept` in its view.
 */
export const draftForms = {
  /** A client's note with a time she asks for; about the client. */
  request_note: { texts: ['note'], page: (org, clientId) => href(paths.newAppointment, { org, clientId }) },
  /** A therapist's message with a "no"; about the request. */
  decline_message: { texts: ['message'], page: (org) => href(paths.requests, { org }) },
} as const satisfies Record<string, { texts: readonly string[]; page: (org: string, about: string) => string }>

export type DraftForm = keyof typeof draftForms

/** One form about one thing: a client, a request. */
export interface Draft {
  form: DraftForm
  about: string
}

/** How long a text waits for its form. */
export const draftLifetime = 7 * 86_400_000

/** As the database and the page name it: `request_note/cli_ana`. */
export const draftName = ({ form, about }: Draft): string => `${form}/${about}`

/** Back from its name; null for what is no draft of ours. */
export function draftNamed(name: string | undefined): Draft | null {
  const [, form = '', about = ''] = /^([a-z_]{1,40})\/([\w-]{1,60})$/.exec(name ?? '') ?? []
  return Object.hasOwn(draftForms, form) ? { form: form as DraftForm, about } : null
}

/** The page a form stands on. */
export const pageOfDraft = (org: string, { form, about }: Draft): string => draftForms[form].page(org, about)

/** Where app.js sends the text before the session ends, and a button throws it away. */
export const draftAddress = (org: string, draft: Draft, discard?: 1): string =>
  href(paths.drafts, { org }, { form: draftName(draft), discard })

/** What is worth keeping of a form's fields: its texts, cut at the longest any of our fields takes; null when all are empty. */
export function textsIn({ form }: Draft, fields: Record<string, string>): Record<string, string> | null {
  const texts = draftForms[form].texts.flatMap((name) => (fields[name]?.trim() ? [[name, fields[name].slice(0, longest)]] : []))
  return texts.length > 0 ? Object.fromEntries(texts) : null
}

const longest = 4000
