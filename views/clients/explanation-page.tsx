import type { Child } from 'hono/jsx'
import type { ClientFile } from '../../src/clients/client-file.ts'
import { explainableKeys, restrictedIn, type Explanation } from '../../src/clients/explanation.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { declarationOf, type SettingKey } from '../../src/settings/declarations.ts'
import type { Gate } from '../../src/settings/explain.ts'
import { Badge } from '../components/badge.tsx'
import { Icon } from '../components/icon.tsx'
import { StaffFrame } from '../frames.tsx'
import { shortName } from './client-switch-row.tsx'

export interface ExplanationPageProps {
  current: StaffCurrent
  file: ClientFile
  explanation: Explanation
}

/** "Why can't this client ...?": every gate with a tick or a cross, and where each cross can be remedied (SET-31, SET-33). */
export function ExplanationPage({ current, file, explanation }: ExplanationPageProps) {
  const { words, organization, language } = current
  const at = { org: organization.slug, clientId: file.id }
  const { key, shared, therapists, contacts, nobodyAssigned } = explanation
  const open = shared.every(({ holds }) => holds)
  return (
    <StaffFrame
      current={current}
      title={words.explain.title(file.name)}
      here="clients"
      back={href(paths.explanation, at, { feature: key })}
    >
      <p>
        <a href={href(paths.client, at)}>{file.name}</a>
      </p>
      <h1>{words.explain.title(file.name)}</h1>
      <div class="stack">
        <nav class="chips" aria-label={words.explain.features}>
          {explainableKeys.map((one) => (
            <a href={href(paths.explanation, at, { feature: one })} {...(one === key && { 'aria-current': 'true' })}>
              {shortName(current, one)}
            </a>
          ))}
        </nav>
        <p class="lead">{declarationOf(key).label[language]}</p>
      </div>
      <section aria-labelledby="for-everybody">
        <h2 id="for-everybody">
          {file.name} <Verdict current={current} open={open && file.accountAt !== null} />
        </h2>
        <Gates>
          <Line holds={file.accountAt !== null}>{file.accountAt !== null ? words.explain.hasAccount : words.explain.noAccount}</Line>
          {shared.map((gate) => (
            <GateLine {...{ current, file, gate }} />
          ))}
        </Gates>
      </section>
      {(therapists.length > 0 || nobodyAssigned) && (
        <section aria-labelledby="by-therapist">
          <h2 id="by-therapist">{words.explain.byTherapist}</h2>
          {nobodyAssigned && (
            <Gates>
              <Line holds={false}>{words.explain.nobodyAssigned}</Line>
            </Gates>
          )}
          <div class="stack">
            {therapists.map(({ therapist, gates }) => (
              <Actor
                current={current}
                name={words.explain.withTherapist(therapist.name)}
                open={open && file.accountAt !== null && gates.every(({ holds }) => holds)}
              >
                {gates.map((gate) => (
                  <GateLine {...{ current, file, gate }} />
                ))}
              </Actor>
            ))}
          </div>
        </section>
      )}
      {contacts.length > 0 && (
        <section aria-labelledby="by-contact">
          <h2 id="by-contact">{words.explain.byContact}</h2>
          <div class="stack">
            {contacts.map(({ contact, inDates, gates }) => (
              <Actor current={current} name={contact.name} open={open && contact.hasAccount && gates.every(({ holds }) => holds)}>
                <Line holds={contact.hasAccount}>{contact.hasAccount ? words.explain.hasAccount : words.explain.noAccount}</Line>
                {gates.map((gate) => (
                  <GateLine {...{ current, file, gate }} ended={!inDates} />
                ))}
              </Actor>
            ))}
          </div>
        </section>
      )}
    </StaffFrame>
  )
}

function Verdict({ current: { words }, open }: { current: StaffCurrent; open: boolean }) {
  return open ? (
    <Badge kind="ok" icon="check">
      {words.explain.can}
    </Badge>
  ) : (
    <Badge kind="no" icon="close">
      {words.explain.cannot}
    </Badge>
  )
}

function Actor({ current, name, open, children }: { current: StaffCurrent; name: string; open: boolean; children?: Child }) {
  return (
    <div class="stack">
      <h3>
        {name} <Verdict current={current} open={open} />
      </h3>
      <Gates>{children}</Gates>
    </div>
  )
}

const Gates = ({ children }: { children?: Child }) => <ul class="card gates">{children}</ul>

function GateLine({ current, file, gate, ended = false }: { current: StaffCurrent; file: ClientFile; gate: Gate; ended?: boolean }) {
  const { says, remedy } = gateText(current, file, gate, ended)
  return (
    <Line holds={gate.holds} code={gate.code}>
      {says} {!gate.holds && remedy && (remedy.to ? <a href={remedy.to}>{remedy.text}</a> : remedy.text)}
    </Line>
  )
}

/** Its tick or cross has a word, too. */
function Line({ holds, code, children }: { holds: boolean; code?: string; children?: Child }) {
  return (
    <li class={holds ? 'gate' : 'gate no'} data-holds={holds ? 'yes' : 'no'} {...(code && { 'data-gate': code })}>
      <Icon name={holds ? 'check' : 'close'} />
      <div>{children}</div>
    </li>
  )
}

interface GateText {
  says: string
  /** Where it is remedied; without an address a sentence that says whom to ask. */
  remedy?: { text: string; to?: string }
}

/** A gate in words: what holds, or what does not and what to do about it. */
function gateText(current: StaffCurrent, file: ClientFile, { code, holds, key }: Gate, ended: boolean): GateText {
  const { words, organization, language, facts } = current
  const { gates, remedies } = words.explain
  const org = { org: organization.slug }
  const label = declarationOf(key).label[language]
  const row = { text: remedies.setting, to: href(paths.portal, org, {}, `setting-${key}`) }
  const hers = (one: SettingKey) => ({
    text: remedies.override,
    to: href(paths.client, { ...org, clientId: file.id }, {}, `client-${file.id}-${one}`),
  })
  const seats = { text: remedies.seats, to: href(paths.seats, org) }
  const restricted = restrictedIn(key, facts)
  const said = (words: { yes: string; no: string }): string => (holds ? words.yes : words.no)
  const texts: Record<Gate['code'], () => GateText> = {
    plan: () => ({ says: said(gates.plan), remedy: { ...seats, text: remedies.plan } }),
    no_card_processing: () => ({
      says: said(gates.cardProcessing),
      remedy: { text: remedies.cardProcessing, to: href(paths.cardProcessing, org) },
    }),
    parent_off: () => ({ says: holds ? gates.parentOn(label) : gates.parentOff(label), remedy: row }),
    setting_off: () => ({ says: said(gates.setting), remedy: row }),
    client_off: () => ({ says: said(gates.client), remedy: hers(restricted) }),
    archived: () => ({
      says: said(gates.archived),
      remedy: { text: remedies.bringBack, to: href(paths.client, { ...org, clientId: file.id }, {}, 'archive') },
    }),
    therapist_inactive: () => ({ says: said(gates.active), remedy: seats }),
    no_seat: () => ({ says: said(gates.seat), remedy: seats }),
    not_assigned: () => ({ says: said(gates.assigned), remedy: { text: remedies.assign } }),
    contact_access: () => ({ says: said(gates.contacts), remedy: facts.overrides[key]?.value === 'off' ? hers(key) : row }),
    no_grant: () => ({ says: ended && !holds ? gates.grantEnded : said(gates.grant), remedy: { text: remedies.grant } }),
  }
  return texts[code]()
}
