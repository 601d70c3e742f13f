import { Act, type Aimed } from './act.ts'
import type { State } from './machine.ts'
import { isAbsorbed, originalOf, the, type Kept, type Model, type Verdict } from './model.ts'
import { again, finds, key, pick, refused, shown, whoActs, type By, type Pick } from './picking.ts'
import { conflictsOf, earlierOf, inTheWay, shifted } from './rules.ts'
import { answerBy, grant, ifOn, move, note, take } from './steps.ts'

/** An answer by staff: the therapist asked, an administrator, or the wrong therapist, who finds nothing. */
abstract class Answer extends Act {
  readonly pick: Pick
  readonly by: By

  constructor(pick: Pick, by: By, twice: boolean) {
    super(twice)
    this.pick = pick
    this.by = by
  }

  abstract readonly door: string
  abstract readonly states: State[]
  abstract decide(model: Model, kept: Kept): Verdict

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, (kept) => this.fits(kept))
    if (!picked) return null
    const { kept, version } = picked
    return {
      posting: {
        who: whoActs(this.by, kept.staff),
        path: `/willow/manage/requests/${kept.id}/${this.door}`,
        fields: { version, key: key() },
      },
      judge: (at) => {
        const present = the(at, kept.id)
        if (!finds(this.by, kept.staff, present.staff)) return { says: 404, why: 'not theirs' }
        if (present.version !== version) return refused('stale')
        if (!this.fits(present)) return refused('not open')
        if (present.startsAt <= at.now) return refused('past')
        return this.decide(at, present)
      },
    }
  }

  protected fits(kept: Kept): boolean {
    return this.states.includes(kept.state)
  }

  toString = () => `${this.constructor.name}(${shown(this.pick)} by ${this.by}${again(this)})`
}

export class Confirm extends Answer {
  readonly door = 'confirmation'
  readonly states: State[] = ['requested']

  decide(model: Model, kept: Kept): Verdict {
    const original = originalOf(model, kept)
    if (original && original.startsAt <= model.now) return refused('past')
    const gone = original
      ? inTheWay(model, { ...kept, but: [kept.id, original.id], without: ({ of }) => of === kept.id })
      : conflictsOf(model, { ...kept, but: [kept.id] }).some(({ final }) => final) && 'taken'
    if (gone) return refused(gone)
    return {
      says: 303,
      change: (after) => {
        const answered = the(after, kept.id)
        if (answered.wishFor !== null) return grant(after, answered, the(after, answered.wishFor), 'staff')
        answered.answered = true
        take(after, answered, 'confirmed', 'request.confirmed', ifOn(after, ['request_confirmed'], kept.client))
      },
    }
  }
}

export class Decline extends Answer {
  readonly door = 'decline'
  readonly states: State[] = ['requested']

  decide(_: Model, kept: Kept): Verdict {
    return {
      says: 303,
      change: (after) => {
        const answered = the(after, kept.id)
        answered.answered = true
        take(after, answered, 'declined', 'request.declined', ifOn(after, ['request_declined'], kept.client))
      },
    }
  }
}

/** SCH-20: while the start is ahead, and what was given up is still free. Of a wish that was granted, the appointment goes back. */
export class Undo extends Answer {
  readonly door = 'undo'
  readonly states: State[] = ['confirmed', 'declined']

  protected override fits(kept: Kept): boolean {
    return kept.answered && (super.fits(kept) || isAbsorbed(kept))
  }

  decide(model: Model, kept: Kept): Verdict {
    const original = originalOf(model, kept)
    if (isAbsorbed(kept)) return this.decideMove(model, kept, original as Kept)
    if (original && (original.state !== 'confirmed' || original.staff !== kept.staff || hasOpenWish(model, original)))
      return refused('what it would move is another')
    if (original && original.startsAt <= model.now) return refused('past')
    const gone = kept.state === 'declined' && inTheWay(model, { ...kept, but: [kept.id, kept.wishFor] })
    if (gone) return refused(gone)
    return {
      says: 303,
      change: (after) => {
        const undone = the(after, kept.id)
        if (undone.state === 'declined') undone.override = false
        undone.answered = false
        take(after, undone, 'requested', 'request.answer_undone', ifOn(after, ['request_answer_undone'], kept.client))
        undone.answerByAt = answerBy(earlierOf(undone, originalOf(after, undone)), after.now)
      },
    }
  }

  private decideMove(model: Model, wish: Kept, original: Kept): Verdict {
    if (original.state !== 'confirmed' || original.startsAt !== wish.startsAt || original.staff !== wish.staff) return refused('moved on')
    const back = shifted(original, wish.movesFrom)
    if (back.startsAt <= model.now) return refused('past')
    const openWish = model.appointments.find((one) => one.wishFor === original.id && one.state === 'requested')
    const but = [original.id, wish.id, openWish?.id ?? null]
    const gone = inTheWay(model, { ...original, ...back, but }) ?? inTheWay(model, { ...wish, but })
    if (gone) return refused(gone)
    return {
      says: 303,
      change: (after) => {
        const [undone, moved] = [the(after, wish.id), the(after, original.id)]
        moved.override = false
        move(after, moved, back, 'appointment.move_undone', ifOn(after, ['request_answer_undone', 'rescheduled'], wish.client))
        undone.answered = false
        undone.override = false
        undone.state = 'requested'
        note(after, undone, 'appointment.restored', [])
        note(after, undone, 'request.answer_undone', [])
        undone.answerByAt = answerBy(earlierOf(undone, moved), after.now)
      },
    }
  }
}

const hasOpenWish = (model: Model, { id }: Kept): boolean =>
  model.appointments.some(({ wishFor, state }) => wishFor === id && state === 'requested')
