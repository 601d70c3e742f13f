import type { Shortcut } from '../../src/accounts/link-rules.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { newKey } from '../../src/web/new-key.ts'
import { Button, ButtonLink } from '../components/button.tsx'
import { CopyField } from '../components/copy-field.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Notice } from '../components/notice.tsx'
import { printDate } from '../components/time.tsx'
import { StaffFrame } from '../frames.tsx'
import { QrCode } from './qr-code.tsx'

/** A link as this page shows it. */
export interface ShownLink extends Shortcut {
  address: string
  /** It was replaced a moment ago: the older address can come back. */
  mayUndo: boolean
}

export interface LinksPageProps {
  current: StaffCurrent
  links: ShownLink[]
  /** The link that was not replaced: somebody was quicker. */
  stale?: Shortcut['kind']
}

/** Organization > Links (LNK-1 to LNK-3): what each is for, its address and code, what came of it, and a new address. */
export function LinksPage({ current, links, stale }: LinksPageProps) {
  const { words, organization } = current
  return (
    <StaffFrame
      current={current}
      title={words.links.title}
      here="links"
      back={href(paths.links, { org: organization.slug })}
      scripts={['app.js']}
      styles={['links.css']}
    >
      <h1>{words.links.title}</h1>
      <p class="lead">
        {words.links.intro} <a href={href(paths.registrations, { org: organization.slug })}>{words.claims.title}</a>
      </p>
      {links.map((link) => (
        <LinkCard {...{ current, link }} stale={stale === link.kind} />
      ))}
    </StaffFrame>
  )
}

function LinkCard({ current, link, stale }: { current: StaffCurrent; link: ShownLink; stale: boolean }) {
  const { words, organization } = current
  const { kind, address } = link
  const at = { org: organization.slug, kind }
  const { label } = words.settings.links[kind]
  return (
    <section id={`link-${kind}`} class="card stack shortcut" aria-labelledby={`link-${kind}-heading`}>
      <h2 id={`link-${kind}-heading`}>{label}</h2>
      {stale && (
        <Notice words={words.components} kind="no" focus>
          {words.links.stale}
        </Notice>
      )}
      {link.mayUndo && <Undo current={current} link={link} />}
      <p>{words.links.purpose[kind]}</p>
      <div class="shortcut-body">
        <QrCode text={address} label={words.links.qrOf(label)} pixels={132} />
        <div class="stack">
          <CopyField words={words.components} id={`address-${kind}`} label={label} value={address} />
          <Counts current={current} link={link} />
          <div class="actions">
            <ButtonLink href={href(paths.linkSheet, at)}>{words.links.sheet}</ButtonLink>
            <ButtonLink kind="plain" href={href(paths.linkImage, at)} download={`${organization.slug}-${kind}.svg`}>
              {words.links.image}
            </ButtonLink>
          </div>
        </div>
      </div>
      <Rotation current={current} link={link} />
    </section>
  )
}

function Counts({ current, link: { kind, visits, results, createdAt, createdByName } }: { current: StaffCurrent; link: ShownLink }) {
  const { words, language, organization } = current
  const date = printDate(createdAt, organization.zone, language)
  return (
    <p>
      {words.links.counts(words.links.visits(visits), words.links.results[kind](results))}{' '}
      <span class="soft">{createdByName ? words.links.sinceBy(date, createdByName) : words.links.since(date)}</span>
    </p>
  )
}

function Rotation({ current, link: { kind, suffix } }: { current: StaffCurrent; link: ShownLink }) {
  const { words, organization } = current
  return (
    <Disclosure summary={words.links.rotate} kind="plain">
      <form method="post" action={href(paths.linkRotation, { org: organization.slug, kind })} class="stack">
        <Seen suffix={suffix} />
        <p>{kind === 'login' ? words.links.rotateLoginHint : words.links.rotateHint}</p>
        <div class="actions">
          <Button kind="danger">{words.links.rotateNow}</Button>
        </div>
      </form>
    </Disclosure>
  )
}

function Undo({ current, link: { kind, suffix } }: { current: StaffCurrent; link: ShownLink }) {
  const { words, organization } = current
  return (
    <Notice
      words={words.components}
      kind="ok"
      action={
        <form method="post" action={href(paths.linkRotationUndo, { org: organization.slug, kind })}>
          <Seen suffix={suffix} />
          <Button>{words.links.undo}</Button>
        </form>
      }
    >
      {words.links.rotated}
    </Notice>
  )
}

const Seen = ({ suffix }: { suffix: string }) => (
  <>
    <input type="hidden" name="seen" value={suffix} />
    <input type="hidden" name="key" value={newKey()} />
  </>
)
