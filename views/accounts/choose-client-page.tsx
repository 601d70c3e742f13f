import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Avatar } from '../components/avatar.tsx'
import { VisitorFrame } from '../frames.tsx'
import { PasskeyOffer } from './passkey-offer.tsx'

/** A person who may act for several clients says for whom she is here; it is in the address from then on (CON-2). */
export function ChooseClientPage({ current, offersPasskey }: { current: SignedIn; offersPasskey: boolean }) {
  const { words, organization, mine } = current
  return (
    <VisitorFrame current={current} title={words.accounts.chooseTitle} back={href(paths.my, { org: organization.slug })}>
      <h1>{words.accounts.chooseTitle}</h1>
      <p>{words.accounts.chooseIntro}</p>
      <ul class="rows">
        {mine.map(({ clientId, name, access }) => (
          <li>
            <a class="nav-link" href={href(paths.appointments, { org: organization.slug, clientId })}>
              <Avatar name={name} />
              {name} {access.kind === 'self' && <span class="soft">({words.accounts.myself})</span>}
            </a>
          </li>
        ))}
      </ul>
      {offersPasskey && <PasskeyOffer current={current} back={href(paths.my, { org: organization.slug })} />}
    </VisitorFrame>
  )
}
