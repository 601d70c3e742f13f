import { randomUUID } from 'node:crypto'
import { dateOf, dayOf, instantsOf, wallClock, weekdayOf } from '../../scheduling/zones.ts'
import type { Browser } from './browser.ts'
import type { Change, Ledger, stateOf } from './ledger.ts'

const clients = { ana: 'cli_ana', bo: 'cli_bo', gail: 'cli_max' } as const
const therapists = { theo: 'sta_theo', tess: 'sta_tess' } as const
const switches = ['schedule_within_24h', 'notify_request_confirmed', 'notify_request_declined', 'notify_request_answer_undone']
export const people = ['dana', ...Object.keys(therapists), ...Object.keys(clients)]

type State = ReturnType<typeof stateOf>
type Known = State['appointments'][number]

/** Sixteen who keep changing things, each one after the other, until the portal is gone or `stop` is called. */
export class Writers {
  private stopped = false
  private readonly browser: Browser
  private readonly ledger: Ledger
  private readonly appointments: Map<string, Known>
  private readonly settings: State['settings']

  constructor(browser: Browser, ledger: Ledger, state: State) {
    this.browser = browser
    this.ledger = ledger
    this.appointments = new Map(state.appointments.map((one) => [one.id, one]))
    this.settings = state.settings
  }

  /** Ends when every writer has: `stop()` or a dead portal ends them. */
  async write(): Promise<void> {
    const asking = Object.keys(clients).flatMap((person) => Array.from({ length: 3 }, () => () => this.ask(person as keyof typeof clients)))
    const answering = Array.from({ length: 4 }, () => () => this.answer())
    const switching = switches.slice(0, 3).map((key) => () => this.toggle(key))
    await Promise.all([...asking, ...answering, ...switching].map((next) => this.repeat(next)))
  }

  stop(): void {
    this.stopped = true
  }

  private async repeat(next: () => Change | undefined): Promise<void> {
    while (!this.stopped) {
      const change = next()
      if (!change) await new Promise((resolve) => setTimeout(resolve, 5))
      else if (!(await this.make(change))) return
    }
  }

  /** False when no answer came. */
  private async make(change: Change): Promise<boolean> {
    const { ledger } = this
    ledger.unanswered.add(change)
    const answer = await this.browser.send(change)
    if (!answer) return false
    ledger.unanswered.delete(change)
    if (answer.status === 303) this.learn(change, ledger.promised(change, answer.location))
    else if (answer.status !== 409) ledger.unexpected.push(`${answer.status} ${change.path}`)
    return true
  }

  /** What a change made, unless it is known to have gone on since. */
  learn({ entity, version, fields, path, person }: Change, id: string): void {
    const before = entity.kind === 'setting' ? this.settings.get(id) : this.appointments.get(id)
    if (before && before.version >= version) return
    if (entity.kind === 'setting') return void this.settings.set(id, { value: fields.value!, version })
    const status = statusAfter(path)
    const clientId = this.appointments.get(id)?.clientId ?? clients[person as keyof typeof clients]
    if (status === 'gone') this.appointments.delete(id)
    else this.appointments.set(id, { id, clientId, status, version })
  }

  /** A new request mostly, and less often the more there are; else one's own is withdrawn or cancelled. */
  private ask(person: keyof typeof clients): Change | undefined {
    const clientId = clients[person]
    const own = [...this.appointments.values()].filter((one) => one.clientId === clientId && one.status !== 'declined')
    if (Math.random() * 40 > own.length) return request(person, clientId)
    const one = pick(own)
    const noun = one.status === 'requested' ? `requests/${one.id}/withdrawal` : `appointments/${one.id}/cancellation`
    return change(person, `/willow/my/${clientId}/${noun}`, one)
  }

  private answer(): Change | undefined {
    const one = pick([...this.appointments.values()])
    if (!one) return
    const what = one.status !== 'requested' ? 'undo' : Math.random() < 0.6 ? 'confirmation' : 'decline'
    return change('dana', `/willow/manage/requests/${one.id}/${what}`, one)
  }

  private toggle(key: string): Change {
    const { value = 'off', version = 0 } = this.settings.get(key) ?? {}
    const path = key.startsWith('notify_') ? `notifications/${key.slice(7)}` : `settings/${key}`
    const fields = { value: value === 'on' ? 'off' : 'on', version: String(version) }
    return {
      path: `/willow/manage/portal/${path}`,
      person: 'dana',
      fields,
      key: null,
      entity: { kind: 'setting', id: key },
      version: version + 1,
    }
  }
}

function request(person: string, clientId: string): Change {
  const fields = {
    therapist: pick(Object.values(therapists)),
    service: 'svc_session',
    forum: 'telehealth',
    start: new Date(pick(hours())).toISOString(),
  }
  return {
    path: `/willow/my/${clientId}/requests`,
    person,
    fields,
    key: randomUUID(),
    entity: { kind: 'appointment', id: null },
    version: 1,
  }
}

function change(person: string, path: string, { id, version }: Known): Change {
  return {
    path,
    person,
    fields: { version: String(version) },
    key: randomUUID(),
    entity: { kind: 'appointment', id },
    version: version + 1,
  }
}

function statusAfter(path: string): string {
  if (path.endsWith('confirmation')) return 'confirmed'
  if (path.endsWith('decline')) return 'declined'
  return /(withdrawal|cancellation)$/.test(path) ? 'gone' : 'requested'
}

/** The full hours of the therapists' working days from the day after tomorrow on. */
let known: number[] = []
function hours(): number[] {
  const zone = 'America/New_York'
  const today = dayOf(wallClock(zone, Date.now()).date)
  const days = Array.from({ length: 50 }, (_, at) => today + 2 + at).filter((day) => weekdayOf(day) <= 5)
  if (!known.length)
    known = days.flatMap((day) => [9, 10, 11, 12, 13, 14, 15, 16].flatMap((hour) => instantsOf(zone, dateOf(day), hour * 60)))
  return known
}

const pick = <T>(list: T[]): T => list[Math.floor(Math.random() * list.length)] as T
