import type { Current } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { standing } from '../../src/settings/standing.ts'
import { EmailForm } from '../accounts/email-form.tsx'
import { ButtonLink } from '../components/button.tsx'
import { VisitorFrame } from '../frames.tsx'
import { telephone } from './appointment-parts.tsx'

/** LNK-2: the New Appointment Link for somebody who is not signed in; says so with the phone number when nobody takes requests online. */
export function BookPage({ current, therapist }: { current: Current; therapist?: string | undefined }) {
  const { words, organization, facts } = current
  const org = organization.slug
  const here = therapist ? href(paths.bookTherapist, { org, therapist }) : href(paths.book, { org })
  const { effective, warning } = standing('self_scheduling', facts)
  const open = effective && warning === null
  const title = open ? words.accounts.bookTitle : words.accounts.bookClosedTitle
  return (
    <VisitorFrame current={current} title={title} back={here}>
      <h1>{title}</h1>
      <p>{open ? words.accounts.bookIntro(organization.name) : words.accounts.bookClosed(organization.name)}</p>
      {open ? (
        <EmailForm current={current} next={here} />
      ) : (
        <div class="actions">
          <ButtonLink kind="primary" icon="phone" href={telephone(organization.phone)}>
            {words.accounts.callPractice(organization.phone)}
          </ButtonLink>
        </div>
      )}
    </VisitorFrame>
  )
}
