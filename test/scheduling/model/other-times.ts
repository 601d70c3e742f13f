/** SCH-23: instead of an answer, up to three held times; the client takes one with one press. */
import { Act, type Aimed } from './act.ts'
import { isActive, originalOf, the, type Hold, type Kept, type Model, type Verdict } from './model.ts'
import { again, at, finds, instantOf, key, nth, pick, refused, shown, whoActs, type By, type Pick, type When } from './picking.ts'
import { earlierOf, inTheWay, meet, runningHolds, shifted } from './rules.ts'
import { always, answerBy, grant, ifOn, note, release, take } from './steps.ts'
import * as world from './world.ts'

const offersOf =
  (id: string) =>
  ({ purpose, of }: Hold): boolean =>
    purpose === 'counter_offer' && of === id

/** What staff do about an open request without answering it. */
abstract class ByStaff extends Act {
  readonly pick: Pick
  readonly by: By

  constructor(pick: Pick, by: By, twice: boolean) {
    super(twice)
    this.pick = pick
    this.by = by
  }

  abstract readonly door: string
  abstract fits(kept: Kept): boolean
  abstract decide(model: Model, kept: Kept, starts: number[]): Verdict
  starts(_model: Model): number[] {
    return []
  }

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, (kept) => this.fits(kept))
    if (!picked) return null
    const { kept, version } = picked
    const starts = this.starts(model)
    const offer = starts.map((start) => new Date(start).toISOString())
    return {
      posting: {
        who: whoActs(this.by, kept.staff),
        path: `/willow/manage/requests/${kept.id}/${this.door}`,
        fields: { ...(offer.length > 0 && { offer }), version, key: key() },
      },
      judge: (present) => {
        const one = the(present, kept.id)
        if (!finds(this.by, kept.staff, one.staff)) return { says: 404, why: 'not theirs' }
        if (starts.some((start) => start <= present.now)) return { says: 422, why: 'past' }
        if (one.version !== version) return refused('stale')
        return this.fits(one) ? this.decide(present, one, starts) : refused('not open')
      },
    }
  }
}

export class Offer extends ByStaff {
  readonly door = 'counter-offer'
  readonly whens: When[]

  constructor(pick: Pick, whens: When[], by: By, twice: boolean) {
    super(pick, by, twice)
    this.whens = whens
  }

  fits = ({ state }: Kept) => state === 'requested'
  override starts(model: Model): number[] {
    return [...new Set(this.whens.map((when) => instantOf(model, when)))].toSorted((a, b) => a - b)
  }

  /** An offer meets neither the request, nor what that would move, nor the other offers: one of them is taken. */
  decide(model: Model, kept: Kept, starts: number[]): Verdict {
    const earliest = Math.min(earlierOf(kept, originalOf(model, kept)), ...starts)
    if (earliest <= model.now) return refused('past')
    const others = model.appointments.filter(
      (one) => isActive(one) && one.staff === kept.staff && one.id !== kept.id && one.id !== kept.wishFor,
    )
    const held = runningHolds(model, { staff: kept.staff, without: offersOf(kept.id) })
    const offered = starts.map((start) => shifted(kept, start))
    if (offered.some((time) => [...others, ...held].some((one) => meet(one, time)))) return refused('taken')
    return {
      says: 303,
      change: (after) => {
        const asked = the(after, kept.id)
        release(after, offersOf(kept.id))
        note(after, asked, 'request.counter_offered', always('counter_offer', asked))
        asked.offered = true
        asked.answerByAt = Math.min(answerBy(earliest, after.now), after.now + 7 * world.day)
        const of = { purpose: 'counter_offer' as const, of: kept.id, staff: kept.staff, expiresAt: asked.answerByAt, id: '', offer: '' }
        after.holds.push(...offered.map((time) => ({ ...time, ...of })))
      },
    }
  }

  toString = () => `Offer(${this.whens.map(at).join(', ')} for ${shown(this.pick)} by ${this.by}${again(this)})`
}

export class TakeBack extends ByStaff {
  readonly door = 'counter-offer/undo'
  fits = ({ state, offered }: Kept) => state === 'requested' && offered

  decide(_: Model, kept: Kept): Verdict {
    return {
      says: 303,
      change: (after) => {
        const asked = the(after, kept.id)
        release(after, offersOf(kept.id))
        note(after, asked, 'request.counter_offer_undone', [])
        asked.offered = false
        asked.answerByAt = answerBy(earlierOf(asked, originalOf(after, asked)), after.now)
      },
    }
  }

  toString = () => `TakeBack(${shown(this.pick)} by ${this.by}${again(this)})`
}

/** The client takes one: the request moves there and is confirmed, the others are free again. A wish moves what it is about there. */
export class TakeOffer extends Act {
  readonly pick: Pick
  readonly which: number

  constructor(pick: Pick, which: number, twice: boolean) {
    super(twice)
    this.pick = pick
    this.which = which
  }

  aim(model: Model): Aimed | null {
    const picked = pick(model, this.pick, ({ id }) => model.holds.some(offersOf(id)))
    if (!picked) return null
    const { kept, version } = picked
    const hold = nth(model.holds.filter(offersOf(kept.id)), this.which)
    return {
      posting: {
        who: world.clients[kept.client].person,
        path: `/willow/my/${kept.client}/requests/${kept.id}/counter-offers/${hold?.offer ?? 'off_none'}/acceptance`,
        fields: { version, key: key() },
      },
      judge: (present) => {
        const one = the(present, kept.id)
        if (one.version !== version) return refused('stale')
        const running = present.holds.find(({ id, expiresAt }) => id === hold?.id && expiresAt > present.now)
        return one.state === 'requested' && running ? this.decide(present, one, running) : refused('not open')
      },
    }
  }

  private decide(model: Model, kept: Kept, hold: Hold): Verdict {
    const original = originalOf(model, kept)
    if (hold.startsAt <= model.now || (original && original.startsAt <= model.now)) return refused('past')
    const { startsAt, endsAt, blockedFrom, blockedUntil } = hold
    const time = { startsAt, endsAt, blockedFrom, blockedUntil }
    const gone = inTheWay(model, { ...kept, ...time, but: [kept.id, kept.wishFor], without: offersOf(kept.id) })
    if (gone) return refused(gone)
    return {
      says: 303,
      change: (after) => {
        const taken = the(after, kept.id)
        const told = [`offer_taken staff:${kept.staff}`]
        Object.assign(taken, { ...time, override: false, answered: true })
        if (taken.wishFor !== null) return grant(after, taken, the(after, taken.wishFor), 'client', told)
        take(after, taken, 'confirmed', 'request.confirmed', [...ifOn(after, ['request_confirmed'], kept.client), ...told], 'client')
      },
    }
  }

  toString = () => `TakeOffer(${this.which} of ${shown(this.pick)}${again(this)})`
}
