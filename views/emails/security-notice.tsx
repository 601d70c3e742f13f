import type { Language } from '../../src/current.ts'
import { printTime } from '../components/time.tsx'
import { words } from '../words/words.ts'
import { letter, type Rendered, type Sample } from './letter.tsx'

const kinds = ['passkey_added', 'passkey_removed', 'authenticator_added', 'authenticator_removed', 'recovery_codes_made'] as const

export interface SecurityNoticeProps {
  language: Language
  kind: (typeof kinds)[number]
  name: string
  /** When it happened, epoch ms, told in the practice's zone. */
  at: number
  zone: string
  address: string
}

/** ACC-3: whoever has the account hears of every change to how it is signed in to, so that one she did not make does not stay unseen. */
export function securityNotice({ language, kind, name, at, zone, address }: SecurityNoticeProps): Promise<Rendered> {
  const { subject, text, ifYou, ifNot, open } = words(language).factorMails
  const when = printTime({ at, zone, language, form: 'full' })
  return letter({ language, subject, name, before: [text[kind](when), ifYou], link: { label: open, address }, after: [ifNot] })
}

// Pure, so that a bundle nobody shows samples in has none.
export const samples: Sample[] = /* @__PURE__ */ kinds.map((kind) => ({
  title: `Security: ${kind.replaceAll('_', ' ')}`,
  render: (language) =>
    securityNotice({
      language,
      kind,
      name: 'Ana Pereira',
      at: Date.parse('2026-12-01T15:00:00Z'),
      zone: 'America/New_York',
      address: 'https://portal.example/willow/login',
    }),
}))
