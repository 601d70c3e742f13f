import type { OpenPortal } from '../support.ts'

/** An e-mail as GET /dev/mail.json shows it. */
export interface Mail {
  id: string
  to: string
  kind: string
  subject: string
  text: string
  html: string
}

/** A Tuesday, 10:00 in New York; every journey begins here. */
export const begin = Date.parse('2026-12-01T15:00:00Z')

/** The portal's clock, schedule and mailbox, as a script reaches them. */
export function development({ url }: Pick<OpenPortal, 'url'>) {
  const post = async (path: string, fields: Record<string, string> = {}) => {
    const answer = await fetch(url + path, { method: 'POST', headers: { Origin: url }, body: new URLSearchParams(fields) })
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
  }
  const mails = async (): Promise<Mail[]> => (await (await fetch(`${url}/dev/mail.json`)).json()) as Mail[]

  /** The demo data as new, and the clock stands. */
  const everythingIsNew = () => post('/dev/reset', { now: new Date(begin).toISOString() })
  const itIs = (at: number) => post('/dev/clock', { now: new Date(at).toISOString() })
  const theScheduledWorkIsDone = () => post('/dev/cron')
  const moreClients = (clients: number) => post('/dev/fill', { clients: String(clients) })
  /** E-mails to Bo, with each of the things that can become of one. */
  const moreEmails = (emails: number) => post('/dev/fill', { emails: String(emails) })
  const theMailboxIsEmptied = async () => void (await fetch(`${url}/dev/mail.json`, { method: 'DELETE', headers: { Origin: url } }))

  /** The newest e-mail to an address; waits for the queue. */
  async function theNewestMailTo(to: string, kind: string): Promise<Mail> {
    for (let looks = 0; looks < 100; looks++) {
      const found = (await mails()).findLast((mail) => mail.to === to && mail.kind === kind)
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`No ${kind} e-mail to ${to} in ten seconds.`)
  }

  return { mails, everythingIsNew, itIs, theScheduledWorkIsDone, moreClients, moreEmails, theMailboxIsEmptied, theNewestMailTo }
}
