import type { ClientPage, Asked } from '../../src/clients/directory.ts'
import { clientLists } from '../../src/clients/directory-schema.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { overridableKeys, type SettingKey } from '../../src/settings/declarations.ts'
import { standing } from '../../src/settings/standing.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { TableList, type Column } from '../components/table-list.tsx'
import { StaffFrame } from '../frames.tsx'
import { filterOf, Nobody, Turns } from './client-list-parts.tsx'
import { clientRow, type RefusedSwitch } from './client-row.tsx'
import { shortName } from './client-switch-row.tsx'
import { BulkToast, SelectionBar, type BulkDone, type SelectionBarProps } from './selection-bar.tsx'

export interface ClientsPageProps {
  current: StaffCurrent
  page: ClientPage
  /** The switch that was refused, when this page is the answer to it without JavaScript. */
  refused?: RefusedSwitch
  /** The bar of the selection; with a question or a refusal when this page is the answer to a bulk change without JavaScript. */
  bar: SelectionBarProps
  /** Everybody on this page is selected: it is about them. */
  selected?: boolean
  /** What a bulk change did, when it led here without JavaScript. */
  done?: BulkDone | undefined
  /** Registrations that wait for a decision (LNK-4). */
  claimsWaiting?: number
}

/** Organization > Manage Clients: find a client, see what she can use, switch it off for her (SET-40, SET-41). */
export function ClientsPage({ current, page, refused, bar, selected, done, claimsWaiting = 0 }: ClientsPageProps) {
  const { words, organization } = current
  const org = { org: organization.slug }
  return (
    <StaffFrame current={current} title={words.clients.title} here="clients" back={href(paths.clients, org)}>
      <h1>{words.clients.title}</h1>
      <div class="stack">
        <p class="lead">
          {words.clients.intro} <a href={href(paths.portal, org)}>{words.clients.introLink}</a>.
        </p>
        {claimsWaiting > 0 && (
          <Notice
            words={words.components}
            kind="wait"
            action={<ButtonLink href={href(paths.registrations, org)}>{words.claims.decide}</ButtonLink>}
          >
            {words.claims.waitingLine(claimsWaiting)}
          </Notice>
        )}
        <SearchForm current={current} asked={page.asked} />
        <nav class="chips" aria-label={words.clients.filters}>
          {clientLists.map((list) => (
            <a href={href(paths.clients, org, { filter: filterOf(list) })} {...(list === page.asked.list && { 'aria-current': 'true' })}>
              {words.clients.lists[list]}
            </a>
          ))}
        </nav>
        <ClientList {...{ current, page }} {...(refused && { refused })} {...(selected && { selected })} />
        <SelectionBar {...bar} />
      </div>
      {done && <BulkToast current={current} done={done} formKey={bar.formKey} />}
    </StaffFrame>
  )
}

/** Posts what was typed, so that a name is in no address and no history; the list below answers. */
function SearchForm({ current: { words, organization }, asked }: { current: StaffCurrent; asked: Asked }) {
  const action = href(paths.clientSearch, { org: organization.slug })
  return (
    <form
      method="post"
      action={action}
      class="search"
      role="search"
      hx-post={action}
      hx-trigger="submit, input delay:300ms"
      hx-target="#clients"
      hx-swap="outerHTML"
      hx-sync="this:replace"
    >
      <input
        type="search"
        name="q"
        id="client-search"
        value={asked.typed}
        aria-label={words.clients.searchLabel}
        placeholder={words.clients.searchLabel}
        autocomplete="off"
        spellcheck={false}
      />
      <input type="hidden" name="filter" value={asked.list} />
      <Button icon="search">{words.clients.search}</Button>
    </form>
  )
}

/** The page of clients with its pager: what a search answers with. */
export function ClientList({ current, page, refused, selected }: Omit<ClientsPageProps, 'bar'>) {
  const { words } = current
  const { clients, asked } = page
  const select = selected ? 'selected' : 'yes'
  return (
    <div id="clients" class="stack">
      {asked.typed !== '' && (
        <p class="soft" data-announce>
          {foundText(current, page)}
        </p>
      )}
      {clients.length === 0 ? (
        <Nobody current={current} asked={asked} />
      ) : (
        <TableList
          caption={words.clients.caption}
          columns={[{ label: words.clients.client }, ...overridableKeys.map((key) => columnOf(current, key))]}
          rows={clients.map((client) => clientRow({ current, client, refused, select }))}
        />
      )}
      <WhyGreyed words={words} />
      <Turns {...{ current, page }} />
    </div>
  )
}

/** Why a switch is greyed, once for all of them: they refer to it, the column and the badge of the row show it. */
function WhyGreyed({ words }: Pick<StaffCurrent, 'words'>) {
  const { org_off, no_portal_account, archived } = words.clients.reasons
  return (
    <div hidden>
      <p id="why-org_off">{org_off}</p>
      <p id="why-no_portal_account">{no_portal_account}</p>
      <p id="why-archived">{archived}</p>
    </div>
  )
}

function foundText({ words }: StaffCurrent, { asked, clients, hasNext }: ClientPage): string {
  return asked.boundary ? words.clients.foundFurther : words.clients.found(clients.length, hasNext)
}

/** A column and what the organization has there; the way to change that is the name itself. */
function columnOf(current: StaffCurrent, key: SettingKey): Column {
  const { words, organization, facts } = current
  const { effective, warning } = standing(key, facts)
  const { onForAll, onWithoutSeat, offForAll } = words.clients
  const state = effective ? (warning ? onWithoutSeat : onForAll) : offForAll
  return {
    label: shortName(current, key),
    labelled: true,
    note: <a href={href(paths.portal, { org: organization.slug }, {}, `setting-${key}`)}>{state}</a>,
  }
}
