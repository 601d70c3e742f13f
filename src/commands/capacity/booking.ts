import { randomUUID } from 'node:crypto'

/** Somebody with a browser: keeps her cookies. */
export class Visitor {
  readonly #cookies = new Map<string, string>()
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async get(path: string): Promise<string> {
    return await (await this.#ask(path, {})).text()
  }

  /** A form of our own page; answers where it led. */
  async post(path: string, fields: Record<string, string>): Promise<string> {
    const answer = await this.#ask(path, { method: 'POST', body: new URLSearchParams(fields) })
    if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}.`)
    return answer.headers.get('Location') ?? ''
  }

  async #ask(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(this.#url + path, { ...init, redirect: 'manual', headers: { Origin: this.#url, Cookie: cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.#cookies.set(name, value)
    }
    return answer
  }
}

/** Books through the portal: the client asks, the therapist confirms, e-mails go out; then time passes until all reminders have. */
export async function book(url: string, count: number): Promise<void> {
  const [ana, theo, clock] = [new Visitor(url), new Visitor(url), new Visitor(url)]
  let now = Date.UTC(2027, 2, 1, 15)
  const pass = async (minutes: number) => {
    now += minutes * 60_000
    await clock.post('/dev/clock', { now: new Date(now).toISOString() })
    await clock.post('/dev/cron', {})
  }
  await pass(0)
  await ana.post('/dev/sign-in', { person: 'ana' })
  await theo.post('/dev/sign-in', { person: 'theo' })
  const page = '/willow/my/cli_ana/appointments/new?therapist=sta_theo&service=svc_session&forum=telehealth'
  for (let made = 0, day = Date.UTC(2027, 2, 3); made < count; day += 7 * 86_400_000) {
    const html = await ana.get(`${page}&from=${new Date(day).toISOString().slice(0, 10)}`)
    const starts = [...html.matchAll(/name="start" value="([^"]+)"/g)].map(([, start]) => start ?? '')
    if (starts.length === 0) throw new Error('There are no free times left.')
    for (const start of starts.filter((_, i) => i % 2 === 0).slice(0, count - made)) {
      const fields = { therapist: 'sta_theo', service: 'svc_session', forum: 'telehealth', start, key: randomUUID() }
      const id = (await ana.post('/willow/my/cli_ana/requests', fields)).split('/').at(-1) ?? ''
      const list = await theo.get('/willow/manage/requests')
      const version = /name="version" value="(\d+)"/.exec(list.slice(list.indexOf(`id="request-${id}"`)))?.[1] ?? '1'
      await theo.post(`/willow/manage/requests/${id}/confirmation`, { version, key: randomUUID() })
      if (++made % 20 === 0) await pass(2)
    }
  }
  for (let hour = 0; hour < 24 * 70; hour += 6) await pass(360)
}
