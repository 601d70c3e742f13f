import { Act, type Aimed } from './act.ts'
import { always, answerBy, overLimit, take, timeOf, whyNot, type Kept, type Model } from './model.ts'
import { again, instantOf, key, refused, type When } from './picking.ts'
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
    const time = timeOf(service, startsAt)
    const { person } = world.clients[client]
    const start = new Date(startsAt).toISOString()
    return {
      posting: {
        who: person,
        path: `/willow/my/${client}/requests`,
        fields: { therapist: staff, service, forum: 'telehealth', start, key: key() },
      },
      judge: (at) => {
        const why = whyNot(at, client, staff, time)
        if (why) return refused(why)
        const change = (after: Model, id: string) => {
          const made: Kept = {
            ...time,
            id,
            client,
            staff,
            askedBy: person,
            override: false,
            state: 'requested',
            version: 0,
            answerByAt: answerBy(startsAt, after.now),
            did: [],
            told: [],
          }
          take(made, 'requested', 'request.made', [...always('request_received', made), `new_request staff:${staff}`])
          after.appointments.push(made)
        }
        const limit = overLimit(at, client, staff, time)
        return limit ? refused(limit) : { says: 303, change }
      },
    }
  }

  toString = () => `Request(${this.client} ${this.staff} ${this.service} day ${this.when.workday} minute ${this.when.minute}${again(this)})`
}
