import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { LocationFile, Room } from '../../src/scheduling/locations.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { Question, staying } from './set-up-parts.tsx'

/** A room whose form comes back: what was typed, and what is wrong with it. `id` null: the new one. */
export interface RoomShown {
  id: string | null
  typed?: string | undefined
  wrong?: 'no_name' | 'taken'
}

export interface RoomsSectionProps {
  current: StaffCurrent
  location: LocationFile
  formKey: string
  room?: RoomShown | undefined
  asks?: string | undefined
  stale?: boolean
}

/** The rooms of a location: add, rename, archive, bring back (SCH-1). */
export function RoomsSection({ current, location, formKey, room, asks, stale = false }: RoomsSectionProps) {
  const { words, organization } = current
  const shown = room?.id === null ? room : undefined
  return (
    <section id="rooms" aria-labelledby="rooms-heading">
      <h2 id="rooms-heading">{words.practice.rooms}</h2>
      <p>{words.practice.roomsIntro}</p>
      {stale && (
        <Notice words={words.components} kind="no" focus>
          {room?.typed === undefined ? words.practice.staleHere : words.practice.stale}
        </Notice>
      )}
      <div class="rows">
        {location.rooms.map((one) => (
          <RoomRow {...{ current, location, formKey }} room={one} shown={room?.id === one.id ? room : undefined} asks={asks === one.id} />
        ))}
        <form method="post" action={href(paths.rooms, { org: organization.slug, locationId: location.id })} class="room" novalidate>
          <input type="hidden" name="key" value={`${formKey}-room`} />
          <NameField {...{ current, shown }} id="new-room" label={words.practice.newRoom} />
          <Button icon="add">{words.practice.addRoom}</Button>
        </form>
      </div>
    </section>
  )
}

interface RoomRowProps extends Pick<RoomsSectionProps, 'current' | 'location' | 'formKey'> {
  room: Room
  shown: RoomShown | undefined
  asks: boolean
}

function RoomRow({ current, location, formKey, room, shown, asks }: RoomRowProps) {
  const { words, organization } = current
  const at = { org: organization.slug, locationId: location.id, roomId: room.id }
  const key = `${formKey}-${room.id.slice(-8)}`
  const isArchived = room.archivedAt !== null
  const page = href(paths.location, { org: at.org, locationId: at.locationId }, {}, 'rooms')
  return (
    <div id={`room-${room.id}`} class="room">
      {isArchived ? (
        <p>
          {room.name} <Badge>{words.practice.archived}</Badge>
          {shown?.wrong && <span class="note">{words.practice.roomErrors[shown.wrong]}</span>}
        </p>
      ) : (
        <form method="post" action={href(paths.roomName, at)} class="room-name" novalidate>
          <Hidden version={room.version} formKey={`${key}-name`} />
          <NameField {...{ current, shown }} id={`name-${room.id}`} label={words.practice.roomName} value={room.name} />
          <Button aria-label={words.practice.renameRoom(room.name)}>{words.practice.rename}</Button>
        </form>
      )}
      <form method="post" action={href(isArchived ? paths.roomReturn : paths.roomArchive, at)} class={asks ? 'room-asks' : undefined}>
        <Hidden version={room.version} formKey={`${key}-end`} />
        {asks ? (
          <Question current={current} sure={words.practice.roomStays(room.name)} lines={staying(current, room)} page={page} />
        ) : (
          <Button kind="plain" aria-label={isArchived ? words.practice.returnRoom(room.name) : words.practice.archiveRoom(room.name)}>
            {isArchived ? words.practice.bringBack : words.practice.archive}
          </Button>
        )}
      </form>
    </div>
  )
}

interface NameFieldProps {
  current: StaffCurrent
  id: string
  label: string
  value?: string
  shown: RoomShown | undefined
}

/** The name of a room; what was typed stays, and a mistake takes the focus. */
function NameField({ current: { words }, id, label, value, shown }: NameFieldProps) {
  const error = shown?.wrong && words.practice.roomErrors[shown.wrong]
  const given = shown?.typed ?? value
  return (
    <Field
      {...{ id, label, error }}
      name="name"
      maxlength={60}
      autocomplete="off"
      value={given}
      required
      {...(error && { 'data-focus': true })}
    />
  )
}

function Hidden({ version, formKey }: { version: number; formKey: string }) {
  return (
    <>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="key" value={formKey} />
    </>
  )
}
