import { Act, type Aimed } from './act.ts'
import { blank, type Model } from './model.ts'
import { again, instantOf, key, refused, type When } from './picking.ts'
import { dayIsFull, timeOf, tooMany, whyNot } from './rules.ts'
import { always, answerBy, take } from './steps.ts'
import * as world from './world.ts'
import type { Client, Service, Therapist } from './world.ts'

export class Request extends Act {
  readonly client: Client
  readonly staff: Therapist
  readonly service: Service
  readonly when: When

  constructor(client: Client, staff: Therapist, service: Service, when: When, twice: boolean) {
    super(twice)
    this.client = client
    this.staff = staff
    this.service = service
    this.when = when
  }

  aim(model: Model): Aimed {
    const { client, staff, service } = this
    const startsAt = instantOf(model, this.when)
    const wanted = { client, staff, ...timeOf(service, startsAt) }
    const { person } = world.clients[client]
    const start = new Date(startsAt).toISOString()
    return {
      posting: {
        who: person,
        path: `/willow/my/${client}/requests`,
        fields: { therapist: staff, service, forum: 'telehealth', start, key: key() },
      },
      judge: (at) => {
        const why = whyNot(at, wanted)
        if (why) return refused(why)
        const change = (after: Model, id: string) => {
          const made = blank({ ...wanted, id, service }, { askedBy: person, answerByAt: answerBy(startsAt, after.now) })
          after.appointments.push(made)
          take(after, made, 'requested', 'request.made', [...always('request_received', made), `new_request staff:${staff}`], 'client')
        }
        const limit = tooMany(at, client) ? 'too many' : dayIsFull(at, wanted) ? 'day is full' : null
        return limit ? refused(limit) : { says: 303, change }
      },
    }
  }

  toString = () => `Request(${this.client} ${this.staff} ${this.service} day ${this.when.workday} minute ${this.when.minute}${again(this)})`
}
