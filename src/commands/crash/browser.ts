import type { Change } from './ledger.ts'

export interface Answer {
  status: number
  location: string
}

/** Sends forms as people who are signed in: their cookies stay good over a restart, because a session is a row. */
export class Browser {
  readonly url: string
  private readonly cookies = new Map<string, string>()

  constructor(url: string) {
    this.url = url
  }

  async signIn(person: string): Promise<void> {
    const answer = await fetch(`${this.url}/dev/sign-in`, this.form({ person }, ''))
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    if (answer.status !== 303 || !cookie) throw new Error(`Nobody could sign in as ${person}: ${answer.status}`)
    this.cookies.set(person, cookie)
  }

  /** The answer, or undefined when there came none. */
  async send({ path, person, fields, key }: Change): Promise<Answer | undefined> {
    try {
      const answer = await fetch(this.url + path, this.form({ ...fields, ...(key && { key }) }, this.cookies.get(person) ?? ''))
      await answer.text()
      return { status: answer.status, location: answer.headers.get('Location') ?? '' }
    } catch {
      return undefined
    }
  }

  private form(fields: Record<string, string>, cookie: string): RequestInit {
    const headers = { Origin: this.url, ...(cookie && { Cookie: cookie }) }
    return { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields), signal: AbortSignal.timeout(20_000) }
  }
}
