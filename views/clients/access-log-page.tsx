import type { ClientCurrent } from '../../src/current.ts'
import type { Opening } from '../../src/clients/openings.ts'
import { href, paths } from '../../src/paths.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { Pager } from '../components/pager.tsx'
import { TableList } from '../components/table-list.tsx'
import { Time } from '../components/time.tsx'
import { ClientFrame } from '../frames.tsx'

export interface AccessLogPageProps {
  current: ClientCurrent
  openings: Opening[]
  hasOlder: boolean
  /** The newest are shown. */
  isFirst: boolean
}

/** SEC-5: who of the practice opened this client's record, what of it, and when. Names and times; nothing of what it says. */
export function AccessLogPage({ current, openings, hasOlder, isFirst }: AccessLogPageProps) {
  const { words, organization, client, mine } = current
  const at = { org: organization.slug, clientId: client.id }
  const said = words.access
  return (
    <ClientFrame current={current} title={said.title} actsFor={mine} back={href(paths.accessLog, at)} scripts={['app.js']}>
      <p>
        <a href={href(paths.appointments, at)}>{words.scheduling.backToList}</a>
      </p>
      <h1>{said.title}</h1>
      <p class="lead">{said.intro(organization.name)}</p>
      {openings.length === 0 ? (
        <EmptyState icon="people" title={isFirst ? said.none : said.noOlder}>
          {isFirst ? said.noneYet : undefined}
        </EmptyState>
      ) : (
        <TableList
          caption={said.title}
          columns={[{ label: said.who }, { label: said.what, labelled: true }]}
          rows={openings.map((opening) => rowOf(current, opening))}
        />
      )}
      <Pager
        words={{ ...words.components, newer: said.newest }}
        newer={isFirst ? undefined : { href: href(paths.accessLog, at) }}
        older={hasOlder ? { href: href(paths.accessLog, at, { after: openings.at(-1)?.seq }) } : undefined}
      />
      <p class="meta">{said.kept}</p>
      <p class="meta">{said.strange(organization.phone)}</p>
    </ClientFrame>
  )
}

function rowOf({ words, organization, client, language, now }: ClientCurrent, { seq, at, name, role, what }: Opening) {
  const said = words.access
  return {
    id: `opening-${seq}`,
    cells: [
      <>
        {name} <span class="soft">{said.roles[role]}</span>
      </>,
      <>
        {said.things[what]} · <Time at={at} zone={client.zone ?? organization.zone} language={language} now={now} />
      </>,
    ],
  }
}
