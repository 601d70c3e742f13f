import type { LastChange, MemberFile } from '../../src/accounts/member-file.ts'
import type { MemberRefusal, Roles } from '../../src/accounts/members.ts'
import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import type { Problem } from '../../src/web/forms.ts'
import { Badge } from '../components/badge.tsx'
import { Button } from '../components/button.tsx'
import { ErrorSummary } from '../components/error-summary.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { Time } from '../components/time.tsx'
import { Toast } from '../components/toast.tsx'
import { StaffFrame } from '../frames.tsx'
import { MemberQuestion } from './member-question.tsx'
import { RoleFields } from './role-fields.tsx'

export interface MemberPageProps {
  current: StaffCurrent
  member: MemberFile
  formKey: string
  /** What was done to her a moment ago, and can be taken back. */
  undo: LastChange | null
  refusal?: MemberRefusal
  /** What was asked for when it was refused. */
  wanted?: Roles
  /** The refusal is of a deactivation. */
  leaving?: boolean
  problem?: Problem
}

/** One staff member: her roles, and her access. */
export function MemberPage(props: MemberPageProps) {
  const { current, member } = props
  const { words, organization, language } = current
  const isGone = member.deactivatedAt !== null
  const back = href(paths.seats, { org: organization.slug })
  return (
    <StaffFrame
      current={current}
      title={words.staff.openMember}
      here="staff"
      back={href(paths.staffMember, { org: organization.slug, staffId: member.id })}
    >
      <p>
        <a href={back}>{words.staff.back}</a>
      </p>
      <h1>
        {member.name} {member.id === current.staff.id && <Badge>{words.staff.you}</Badge>}
      </h1>
      <p class="soft">
        {member.email} · {words.staff.since}{' '}
        <Time at={member.createdAt} zone={organization.zone} language={language} form="day" now={current.now} />
        {member.slug && member.therapist && (
          <>
            {' '}
            · {words.staff.bookingLink}{' '}
            <a href={href(paths.bookTherapist, { org: organization.slug, therapist: member.slug })}>/book/{member.slug}</a>
          </>
        )}
      </p>
      {props.refusal === 'stale' && (
        <Notice words={words.components} kind="no" focus>
          {words.staff.changedMeanwhile}
        </Notice>
      )}
      {isGone ? <Return {...props} /> : <RolesForm {...props} />}
      {!isGone && <Leave {...props} />}
      {props.undo && !props.refusal && <Undo {...props} undo={props.undo} />}
    </StaffFrame>
  )
}

function RolesForm({ current, member, formKey, refusal, wanted, leaving, problem }: MemberPageProps) {
  const { words, organization } = current
  const typed = problem && {
    name: problem.typed.name ?? '',
    administrator: problem.typed.administrator === '1',
    therapist: problem.typed.therapist === '1',
  }
  const shown = typed ?? wanted ?? member
  const nameError = problem?.fields.includes('name') ? words.staff.nameError : undefined
  const rolesError = refusal === 'no_role' ? words.staff.rolesError : undefined
  const errors = [
    nameError && { field: 'member-name', message: nameError },
    rolesError && { field: 'member-roles', message: rolesError },
  ].filter((one) => one !== undefined && one !== '')
  return (
    <section aria-labelledby="roles-heading">
      <h2 id="roles-heading">{words.staff.rolesHeading}</h2>
      <form method="post" action={href(paths.staffRoles, { org: organization.slug, staffId: member.id })} class="card stack" novalidate>
        <ErrorSummary words={words.components} errors={errors as { field: string; message: string }[]} />
        {!leaving && (
          <MemberQuestion
            {...{ current, member, refusal }}
            yourself={words.staff.yourself}
            stopping={member.therapist && wanted?.therapist === false}
            steppingDown={member.administrator && wanted?.administrator === false}
          />
        )}
        <input type="hidden" name="version" value={member.version} />
        <input type="hidden" name="key" value={formKey} />
        <Field
          id="member-name"
          label={words.staff.name}
          name="name"
          maxlength={120}
          autocomplete="off"
          required
          value={shown.name}
          error={nameError}
        />
        <RoleFields current={current} prefix="member-" administrator={shown.administrator} therapist={shown.therapist} error={rolesError} />
        <p class="hint">{words.staff.atOnce}</p>
        <div class="actions">
          <Button kind="primary">{words.staff.save}</Button>
        </div>
      </form>
    </section>
  )
}

function Leave({ current, member, formKey, refusal, leaving = false }: MemberPageProps) {
  const { words, organization } = current
  return (
    <section aria-labelledby="leave-heading">
      <h2 id="leave-heading">{words.staff.leaveHeading}</h2>
      <form method="post" action={href(paths.staffDeactivation, { org: organization.slug, staffId: member.id })} class="card stack">
        <p>{words.staff.leaveIntro}</p>
        {leaving && <MemberQuestion {...{ current, member, refusal }} yourself={words.staff.yourselfLeaving} stopping steppingDown />}
        <input type="hidden" name="version" value={member.version} />
        <input type="hidden" name="key" value={`${formKey}-leave`} />
        <div class="actions">
          <Button kind="danger">{words.staff.leave}</Button>
        </div>
      </form>
    </section>
  )
}

function Return({ current, member, formKey }: MemberPageProps) {
  const { words, organization, language } = current
  return (
    <section aria-labelledby="gone-heading">
      <h2 id="gone-heading">{words.staff.goneHeading}</h2>
      <form method="post" action={href(paths.staffReturn, { org: organization.slug, staffId: member.id })} class="card stack">
        <p>
          {words.staff.gone} <Time at={member.deactivatedAt ?? 0} zone={organization.zone} language={language} form="stamp" />.{' '}
          {words.staff.returnIntro}
        </p>
        <input type="hidden" name="version" value={member.version} />
        <input type="hidden" name="key" value={formKey} />
        <div class="actions">
          <Button kind="primary">{words.staff.bringBack}</Button>
        </div>
      </form>
    </section>
  )
}

/** For ten seconds: as if it had not been done (SET-4). */
function Undo({ current, member, formKey, undo }: MemberPageProps & { undo: LastChange }) {
  const { words, organization } = current
  const isLeaving = undo.action === 'staff.deactivated'
  const at = { org: organization.slug, staffId: member.id }
  const fields = { version: String(member.version), name: member.name, key: `${formKey}-undo`, undo: '1' }
  return (
    <Toast
      words={words.components}
      text={isLeaving ? words.staff.nowDeactivated(member.name) : words.staff.rolesSaved(member.name)}
      undo={{ action: href(isLeaving ? paths.staffReturn : paths.staffRoles, at), fields }}
    />
  )
}
