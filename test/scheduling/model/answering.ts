import { Act, type Aimed } from './act.ts'
import type { State } from './machine.ts'
import { answerBy, ifOn, inTheWay, meet, take, the, type Kept, type Model, type Verdict } from './model.ts'
import { again, key, pick, refused, shown, type Pick } from './picking.ts'
import * as world from './world.ts'
import type { Person, Therapist } from './world.ts'

/** An answer by staff: the therapist asked, an administrator, or the wrong therapist, who finds nothing. */
abstract class Answer extends Act {
  readonly pick: Pick
  readonly by: 'own' | 'dana' | 'other'

  constructor(pick: Pick, by: 'own' | 'dana' | 'other', twice: boolean) {
    super(twice)
    this.pick = pick
    this.by = by
  }

  abstract readonly door: string
  abstract readonly states: State[]
  abstract decide(model: Model, kept: Kept): Verdict

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, this.states)
    if (!picked) return null
    const { kept, version } = picked
    return {
      posting: {
        who: this.who(kept.staff),
        path: `/willow/manage/requests/${kept.id}/${this.door}`,
        fields: { version, key: key() },
      },
      judge: (at) => {
        const present = the(at, kept.id)
        if (this.by === 'other') return { says: 404, why: 'not theirs' }
        if (present.version !== version) return refused('stale')
        if (!this.states.includes(present.state)) return refused('not open')
        if (present.startsAt <= at.now) return refused('past')
        return this.decide(at, present)
      },
    }
  }

  private who(staff: Therapist): Person {
    const { person } = world.therapists[staff]
    return this.by === 'dana' ? 'dana' : this.by === 'own' ? person : person === 'theo' ? 'tess' : 'theo'
  }

  toString = () => `${this.constructor.name}(${shown(this.pick)} by ${this.by}${again(this)})`
}

export class Confirm extends Answer {
  readonly door = 'confirmation'
  readonly states: State[] = ['requested']

  decide(model: Model, kept: Kept): Verdict {
    if (model.appointments.some((one) => one !== kept && one.state === 'confirmed' && one.staff === kept.staff && meet(one, kept)))
      return refused('taken')
    return {
      says: 303,
      change: (after) => take(the(after, kept.id), 'confirmed', 'request.confirmed', ifOn(after, 'request_confirmed', kept.client)),
    }
  }
}

export class Decline extends Answer {
  readonly door = 'decline'
  readonly states: State[] = ['requested']

  decide(_: Model, kept: Kept): Verdict {
    return {
      says: 303,
      change: (after) => take(the(after, kept.id), 'declined', 'request.declined', ifOn(after, 'request_declined', kept.client)),
    }
  }
}

export class Undo extends Answer {
  readonly door = 'undo'
  readonly states: State[] = ['confirmed', 'declined']

  decide(model: Model, kept: Kept): Verdict {
    const gone = kept.state === 'declined' && inTheWay(model, kept.client, kept.staff, kept, kept.id)
    if (gone) return refused(gone)
    return {
      says: 303,
      change: (after) => {
        const undone = the(after, kept.id)
        take(undone, 'requested', 'request.answer_undone', ifOn(after, 'request_answer_undone', kept.client))
        undone.answerByAt = answerBy(undone.startsAt, after.now)
      },
    }
  }
}
