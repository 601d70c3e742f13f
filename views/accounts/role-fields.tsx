import type { StaffCurrent } from '../../src/current.ts'
import { Icon } from '../components/icon.tsx'

export interface RoleFieldsProps {
  current: StaffCurrent
  /** Makes the ids of two forms on a page differ. */
  prefix: string
  administrator: boolean
  therapist: boolean
  error?: string | undefined
}

/** The two roles, each with what it means. */
export function RoleFields({ current: { words }, prefix, administrator, therapist, error }: RoleFieldsProps) {
  const roles = [
    { name: 'therapist', label: words.seats.therapist, hint: words.staff.therapistHint, on: therapist },
    { name: 'administrator', label: words.seats.administrator, hint: words.staff.administratorHint, on: administrator },
  ]
  return (
    <fieldset class="field" id={`${prefix}roles`} tabindex={-1} {...(error && { 'aria-describedby': `${prefix}roles-error` })}>
      <legend>{words.staff.roles}</legend>
      {roles.map(({ name, label, hint, on }) => (
        <div class="field check">
          <input type="checkbox" id={prefix + name} name={name} value="1" checked={on} aria-describedby={`${prefix + name}-hint`} />
          <label for={prefix + name}>{label}</label>
          <p class="hint" id={`${prefix + name}-hint`}>
            {hint}
          </p>
        </div>
      ))}
      {error && (
        <p class="error" id={`${prefix}roles-error`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
    </fieldset>
  )
}
