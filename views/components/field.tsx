import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'

interface Labelled {
  label: string
  name: string
  /** Stable, because htmx gives focus back by id; the name unless two forms share a page. */
  id?: string
  hint?: Child
  /** The sentence that says what to do next; shown at the field and read with it. */
  error?: string | undefined
  /** "(optional)" in words, beside the label. */
  optional?: string | undefined
  /** Everything else goes to the control: `autocomplete`, `inputmode`, `maxlength`, `required`, `data-focus`. */
  [attribute: string]: unknown
}

export type FieldProps = Labelled & { value?: string | undefined; type?: string; multiline?: boolean }

/** A text field that keeps what was typed. */
export function Field({ label, name, id = name, hint, error, optional, value, type = 'text', multiline = false, ...rest }: FieldProps) {
  const control = { id, name, ...describedBy(id, hint, error), ...rest }
  return (
    <Labelled {...{ label, id, hint, error, optional }}>
      {multiline ? (
        <textarea rows={3} {...control}>
          {value}
        </textarea>
      ) : (
        <input type={type} value={value} {...control} />
      )}
    </Labelled>
  )
}

export interface Option {
  value: string
  label: string
}
export type SelectFieldProps = Labelled & { options: Option[]; value?: string | undefined }

/** A choice out of a few; with one choice, do not show it. */
export function SelectField({ label, name, id = name, hint, error, optional, value, options, ...rest }: SelectFieldProps) {
  return (
    <Labelled {...{ label, id, hint, error, optional }}>
      <select {...{ id, name, ...describedBy(id, hint, error), ...rest }}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

type Around = Pick<Labelled, 'label' | 'hint' | 'error' | 'optional'> & { id: string; children?: Child }

function Labelled({ label, id, hint, error, optional, children }: Around) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && <span class="soft"> ({optional})</span>}
      </label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p class="error" id={`${id}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
    </div>
  )
}

function describedBy(id: string, hint: Child | undefined, error: string | undefined) {
  const ids = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return { ...(ids && { 'aria-describedby': ids }), ...(error && { 'aria-invalid': 'true' }) }
}
