import { key, lastOf, type Hand } from './hand.ts'
import type { Ids, Says } from './portal-in-use.ts'

const theo = 'sta_theo'
const session = { therapist: theo, service: 'svc_session', forum: 'telehealth' }
const bos = '/willow/my/cli_bo'

interface Busy extends Record<'dana' | 'theos' | 'bo' | 'ana', Hand> {
  says: Says
  aSecondLater: () => Promise<void>
}

/** Requests, appointments, a series, a standing request, other times offered, a wait. Answers their ids. */
export async function theScheduling({ dana, theos, bo, ana, says, aSecondLater }: Busy): Promise<Ids> {
  const asks = async (who: Hand, client: string, start: string, note = '') => {
    await aSecondLater()
    return lastOf(await who.posts(`/willow/my/${client}/requests`, { ...session, start, note, key: key() }))
  }
  const requests = '/willow/manage/requests'
  const requestId = await asks(bo, 'cli_bo', '2026-12-08T15:00:00Z', says('note', 1000))
  const appointmentId = await asks(bo, 'cli_bo', '2026-12-09T15:00:00Z')
  await theos.sends(requests, `${requests}/${appointmentId}/confirmation`)
  const offered = await asks(bo, 'cli_bo', '2026-12-09T18:00:00Z')
  await theos.posts(`${requests}/${offered}/counter-offer`, {
    offer: ['2026-12-10T16:00:00.000Z', '2026-12-10T18:00:00.000Z'],
    message: says('message with other times', 500),
    version: '1',
    key: key(),
  })
  await asks(ana, 'cli_ana', '2026-12-10T19:00:00Z', says('note', 1000))
  const hers = await asks(ana, 'cli_ana', '2026-12-15T19:00:00Z')
  await theos.sends(requests, `${requests}/${hers}/confirmation`)
  const declined = await asks(ana, 'cli_ana', '2026-12-16T19:00:00Z')
  await theos.posts(`${requests}/${declined}/decline`, { message: says('message with a decline', 500), version: '1', key: key() })
  await aSecondLater()
  const standingId = lastOf(
    await bo.posts(`${bos}/standing`, { ...session, time: '5-660', every: '1', from: '2026-12-11', note: says('note', 1000), key: key() }),
  )
  await bo.posts(`${bos}/waitlist/entries`, { ...session, key: key() })
  const seriesId = lastOf(
    await theos.posts('/willow/manage/series', {
      client: 'cli_bo',
      offering: `${theo}:svc_session`,
      forum: 'telehealth',
      date: '2026-12-14',
      time: '09:00',
      every: '1',
      count: '3',
      keep: ['2026-12-14', '2026-12-21', '2026-12-28'],
      key: key(),
    }),
  )
  await dana.posts('/willow/manage/appointments', {
    client: 'cli_max',
    therapist: theo,
    service: 'svc_session',
    where: 'telehealth',
    date: '2026-12-03',
    time: '14:00',
    key: key(),
  })
  for (const [hand, path] of [
    [bo, `${bos}/calendar-feed`],
    [theos, '/willow/manage/calendar-feed'],
  ] as const)
    await hand.posts(path, {})
  const [, from = ''] = /change\?from=([\w-]+)/.exec(await theos.reads(`/willow/manage/series/${seriesId}`)) ?? []
  return {
    requestId,
    appointmentId,
    offered,
    declined,
    standingId,
    seriesId,
    seriesChange: `/willow/manage/series/${seriesId}/change?from=${from}`,
  }
}

/** A holiday, time off, extra hours, a room, a video room. Answers the id of a window of his week. */
export async function whatIsSetUp({ dana, theos, says }: Pick<Busy, 'dana' | 'theos' | 'says'>): Promise<string> {
  const [hours, holidays, rooms] = ['/willow/manage/hours/sta_theo', '/willow/manage/hours/practice', '/willow/manage/locations/loc_main']
  const [services, member] = ['/willow/manage/services/svc_session', '/willow/manage/staff/sta_theo']
  await dana.sends(holidays, holidays, { kind: 'off', from_date: '2026-12-24', until_date: '2026-12-25', label: says('holiday', 80) })
  await theos.sends(hours, `${hours}/exceptions`, { kind: 'off', from_date: '2026-12-11', label: says('time off', 80) })
  await theos.sends(hours, `${hours}/exceptions`, { kind: 'extra', from_date: '2026-12-12', from: '10:00', to: '12:00' })
  const [, windowId = ''] = /\/windows\/([\w-]+)"/.exec(await theos.reads(hours)) ?? []
  await dana.sends(rooms, `${rooms}/rooms`, { name: says('room', 60) })
  await dana.sends(rooms, rooms, { name: says('location', 80), address: says('address', 300), zone: 'America/New_York' })
  await dana.sends(services, services, {
    name: says('service', 80),
    duration: '50',
    price: '150',
    forums: 'both',
    existing_clients: '1',
    new_clients: '1',
    bookable_online: '1',
    buffer_before: '0',
    buffer_after: '0',
  })
  await dana.sends(member, `${member}/roles`, { name: says('name of a therapist', 120), therapist: '1' })
  await theos.sends('/willow/manage/video-room', '/willow/manage/video-room', { address: 'https://video.example/theo' })
  return windowId
}
