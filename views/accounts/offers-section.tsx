import type { WaitingOffer } from '../../src/accounts/work-offers.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Button } from '../components/button.tsx'
import { Disclosure } from '../components/dialog.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'
import { Time } from '../components/time.tsx'
import { RoleFields } from './role-fields.tsx'

export interface OffersSectionProps {
  current: StaffCurrent
  offers: WaitingOffer[]
  formKey: string
  problem?: Problem | undefined
}

/** Who was asked to work here and has not answered, and the form that asks somebody. */
export function OffersSection({ current, offers, formKey, problem }: OffersSectionProps) {
  const { words } = current
  return (
    <section id="offers" aria-labelledby="offers-heading" class="stack">
      <h2 id="offers-heading">{words.staff.offersHeading}</h2>
      <p>{words.staff.offersIntro}</p>
      {offers.length > 0 && (
        <div class="rows">
          {offers.map((offer) => (
            <OfferRow {...{ current, offer, formKey }} />
          ))}
        </div>
      )}
      <Disclosure id="invite" summary={words.staff.invite} icon="add" open={problem !== undefined}>
        <OfferForm {...{ current, formKey, problem }} />
      </Disclosure>
    </section>
  )
}

function OfferRow({ current, offer, formKey }: { current: StaffCurrent; offer: WaitingOffer; formKey: string }) {
  const { words, organization, language, now } = current
  const { id, name, email, version, createdAt, expiresAt, createdByName, administrator, therapist } = offer
  const org = organization.slug
  const hidden = Object.entries({
    name,
    email,
    ...(administrator && { administrator: '1' }),
    ...(therapist && { therapist: '1' }),
    key: `${formKey}-${id.slice(-8)}`,
  })
  const roles = [therapist && words.seats.therapist, administrator && words.seats.administrator].filter(Boolean).join(' · ')
  return (
    <div id={`offer-${id}`} class="switch-row">
      <div class="switch-about">
        <p class="switch-label">{name}</p>
        <p class="hint">
          {email} · {roles}
        </p>
        <p class="hint">
          {words.staff.sentBy(createdByName)} <Time at={createdAt} zone={organization.zone} language={language} form="stamp" /> ·{' '}
          {expiresAt > now ? (
            <>
              {words.staff.worksUntil} <Time at={expiresAt} zone={organization.zone} language={language} form="stamp" />
            </>
          ) : (
            words.staff.over
          )}
        </p>
        <div class="actions">
          <form method="post" action={href(paths.staffInvitations, { org })}>
            {hidden.map(([field, value]) => (
              <input type="hidden" name={field} value={value} />
            ))}
            <Button>{words.staff.again}</Button>
          </form>
          <form method="post" action={href(paths.staffInvitationRevocation, { org, invitationId: id })}>
            <input type="hidden" name="version" value={version} />
            <input type="hidden" name="key" value={`${formKey}-${id.slice(-8)}-end`} />
            <Button kind="plain">{words.staff.revoke}</Button>
          </form>
        </div>
      </div>
    </div>
  )
}

function OfferForm({ current, formKey, problem }: Omit<OffersSectionProps, 'offers'>) {
  const { words, organization } = current
  const wrong = (field: string, message: string) => (problem?.fields.includes(field) ? message : undefined)
  const errors = {
    name: wrong('name', words.staff.nameError),
    email: wrong('email', words.accounts.emailError) ?? wrong('works_here', words.staff.worksHere),
    roles: wrong('roles', words.staff.rolesError),
  }
  const listed = Object.entries(errors).flatMap(([field, message]) => (message ? [{ field: `offer-${field}`, message }] : []))
  return (
    <form method="post" action={href(paths.staffInvitations, { org: organization.slug })} class="card stack" novalidate>
      <ErrorSummary words={words.components} errors={listed} />
      <input type="hidden" name="key" value={formKey} />
      <Field
        id="offer-name"
        label={words.staff.name}
        name="name"
        maxlength={120}
        autocomplete="off"
        required
        value={problem?.typed.name}
        error={errors.name}
      />
      <Field
        id="offer-email"
        label={words.staff.email}
        name="email"
        type="email"
        inputmode="email"
        autocapitalize="none"
        autocomplete="off"
        maxlength={254}
        required
        value={problem?.typed.email}
        error={errors.email}
      />
      <RoleFields
        current={current}
        prefix="offer-"
        administrator={problem?.typed.administrator === '1'}
        therapist={problem === undefined || problem.typed.therapist === '1'}
        error={errors.roles}
      />
      <div class="actions">
        <Button kind="primary">{words.staff.send}</Button>
      </div>
    </form>
  )
}
