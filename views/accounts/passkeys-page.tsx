import type { Factors, Passkey } from '../../src/accounts/factors.ts'
import { countOf } from '../../src/accounts/factor-rules.ts'
import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { AccountFrame, BackToSecurity } from './account-frame.tsx'
import { MakePasskey } from './make-passkey.tsx'
import { RecoverySection } from './recovery-section.tsx'

export interface PasskeysPageProps {
  current: SignedIn
  factors: Factors
  done?: 'added' | 'removed' | 'authenticator' | undefined
  refused?: 'make' | 'last_factor'
  /** The passkey whose new name was none, and what was typed. */
  unnamed?: { id: string; typed: string | undefined } | undefined
}

/** ACC-3: a person's passkeys: make one, name them, remove them. */
export function PasskeysPage({ current, factors, done, refused, unnamed }: PasskeysPageProps) {
  const { words } = current
  const said = words.factors
  const { passkeys } = factors
  return (
    <AccountFrame current={current} title={said.passkeysTitle} back={href(paths.passkeys)} scripts={['app.js', 'passkeys.js']}>
      <h1>{said.passkeysTitle}</h1>
      {done && (
        <Notice words={words.components} kind="ok" focus>
          {{ added: said.passkeyAdded, removed: said.passkeyRemoved, authenticator: said.authenticatorRemoved }[done]}
        </Notice>
      )}
      {refused && (
        <Notice words={words.components} kind="no" focus>
          {refused === 'make' ? said.makeRefused : said.lastFactor}
        </Notice>
      )}
      <p class="lead">{said.passkeysIntro}</p>
      {passkeys.length > 0 && (
        <ul class="stack">
          {passkeys.map((passkey) => (
            <PasskeyRow {...{ current, passkey, unnamed: unnamed?.id === passkey.id ? unnamed : undefined }} />
          ))}
        </ul>
      )}
      <MakePasskey current={current} count={countOf(factors)} here={href(paths.passkeys)} />
      {passkeys.length > 0 && !factors.authenticator && <RecoverySection {...{ current, factors }} />}
      <BackToSecurity current={current} />
    </AccountFrame>
  )
}

function PasskeyRow({ current, passkey, unnamed }: { current: SignedIn; passkey: Passkey; unnamed: PasskeysPageProps['unnamed'] }) {
  const { words, language, organization, now } = current
  const said = words.factors
  const { id, name, createdAt, lastUsedAt, backedUp } = passkey
  const at = { zone: organization.zone, language, form: 'stamp', now } as const
  return (
    <li class="card stack" id={id}>
      <div>
        <h2>{name}</h2>
        <p class="meta">
          {backedUp ? said.synced : said.oneDevice} · {said.made} <Time at={createdAt} {...at} />
          {lastUsedAt !== null && (
            <>
              {' '}
              · {said.lastUsed} <Time at={lastUsedAt} {...at} />
            </>
          )}
        </p>
      </div>
      <div class="actions">
        <Disclosure summary={<Named verb={said.rename} name={name} />} kind="plain" open={unnamed !== undefined}>
          <form method="post" action={href(paths.passkeyName, { passkeyId: id })} class="stack" novalidate>
            <Field
              label={said.passkeyName}
              name="name"
              id={`name-${id}`}
              value={unnamed?.typed ?? name}
              maxlength={60}
              required
              autocomplete="off"
              error={unnamed ? said.passkeyNameError : undefined}
              {...(unnamed && { 'data-focus': true })}
            />
            <Button>{said.save}</Button>
          </form>
        </Disclosure>
        <Disclosure summary={<Named verb={said.remove} name={name} />} kind="plain">
          <form method="post" action={href(paths.passkeyRemoval, { passkeyId: id })} class="stack">
            <p>{said.removeSure}</p>
            <Button kind="danger">{said.removeIt}</Button>
          </form>
        </Disclosure>
      </div>
    </li>
  )
}

/** "Remove", and for whoever hears the page: which one. */
const Named = ({ verb, name }: { verb: string; name: string }) => (
  <span>
    {verb}
    <span class="visually-hidden"> {name}</span>
  </span>
)
