import type { Child } from 'hono/jsx'
import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ReadOnly } from '../clients/read-only.tsx'
import { Avatar } from './avatar.tsx'
import { Icon, type IconName } from './icon.tsx'

/** One line of the navigation. */
export function NavLink({ to, icon, here = false, children }: { to: string; icon: IconName; here?: boolean; children?: Child }) {
  return (
    <a class="nav-link" href={to} {...(here && { 'aria-current': 'page' })}>
      <Icon name={icon} />
      {children}
    </a>
  )
}

/** Whose portal it is, and the number that always works. */
export function Practice({ current: { organization, words } }: { current: Current }) {
  return (
    <div>
      <p class="practice">{organization.name}</p>
      {organization.phone && (
        <a class="phone" href={`tel:${organization.phone.replace(/[^+\d]/g, '')}`}>
          <Icon name="phone" />
          <span class="visually-hidden">{words.frame.call} </span>
          {organization.phone}
        </a>
      )}
    </div>
  )
}

/** Whom this page is about, when that is not simply the reader; a menu of the others. And that it can only be read, where it is so. */
export function ActingFor({ current, actsFor }: { current: Current; actsFor: { clientId: string; name: string }[] }) {
  const { words, organization, client, access } = current
  if (!client || (actsFor.length < 2 && access?.kind !== 'contact')) return <ReadOnly current={current} />
  const others = actsFor.filter(({ clientId }) => clientId !== client.id)
  return (
    <>
      <ReadOnly current={current} />
      <div class="acting-for">
        <Avatar name={client.name} />
        <p>
          <span class="soft">{words.frame.actingFor}</span> <b>{client.name}</b>
        </p>
        {others.length > 0 && (
          <details class="disclosure over">
            <summary class="button plain icon-only" aria-label={words.frame.actForAnother}>
              <Icon name="down" />
            </summary>
            <div class="panel">
              {others.map(({ clientId, name }) => (
                <a class="nav-link" href={href(paths.appointments, { org: organization.slug, clientId })}>
                  <Avatar name={name} />
                  {name}
                </a>
              ))}
            </div>
          </details>
        )}
      </div>
    </>
  )
}

/** Who is signed in. */
export function Person({ current: { person, staff } }: { current: Current }) {
  const name = staff?.name ?? person?.name
  return name ? (
    <p class="person">
      <Avatar name={name} />
      {name}
    </p>
  ) : (
    <></>
  )
}

/** Signing out changes something, so it is a form. */
export function SignOut({ current: { words } }: { current: Current }) {
  return (
    <form method="post" action={href(paths.logout)}>
      <button type="submit" class="button plain">
        {words.frame.signOut}
      </button>
    </form>
  )
}

/** The other language, under its own name. */
export function LanguageSwitch({ current: { language, words }, back }: { current: Current; back: string }) {
  const [other, name] = language === 'es' ? ['en', 'English'] : ['es', 'Español']
  return (
    <form method="post" action={href(paths.language)} aria-label={words.frame.language}>
      <input type="hidden" name="back" value={back} />
      <button type="submit" class="button plain" name="language" value={other} lang={other}>
        {name}
      </button>
    </form>
  )
}

/** To the page of how she signs in, and where. */
export function SecurityLink({ current: { person, words } }: { current: Current }) {
  return person ? (
    <a class="button plain" href={href(paths.security)}>
      {words.frame.security}
    </a>
  ) : (
    <></>
  )
}

/** Who opened my record: for the client herself (SEC-5). */
function AccessLogLink({ current: { client, access, organization, words } }: { current: Current }) {
  return client && access?.kind === 'self' ? (
    <a class="button plain" href={href(paths.accessLog, { org: organization.slug, clientId: client.id })}>
      {words.access.link}
    </a>
  ) : (
    <></>
  )
}

/** To the page of which e-mails she gets: of her work on staff's pages, else as a client or contact. */
export function WishesLink({
  current: { person, staff, mine, organization, words },
  ofStaff = false,
}: {
  current: Current
  ofStaff?: boolean
}) {
  if (!person || (ofStaff ? !staff : mine.length === 0)) return <></>
  return (
    <a class="button plain" href={href(ofStaff ? paths.staffWishes : paths.wishes, { org: organization.slug })}>
      {words.wishes.link}
    </a>
  )
}

/** The product signs small. */
export function Foot({ current, back }: { current: Current; back: string }) {
  return (
    <footer class="foot">
      <AccessLogLink current={current} />
      <SecurityLink current={current} />
      <WishesLink current={current} />
      <LanguageSwitch current={current} back={back} />
      <span class="soft">{current.words.frame.product}</span>
    </footer>
  )
}
