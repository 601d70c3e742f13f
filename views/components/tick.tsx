/** A box with its words. */
export function Tick({ id, name, label, hint, on, value = '1' }: TickProps) {
  return (
    <div class="field check">
      <input type="checkbox" {...{ id, name, value }} checked={on} {...(hint && { 'aria-describedby': `${id}-hint` })} />
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

export interface TickProps {
  id: string
  name: string
  label: string
  hint?: string
  on: boolean
  value?: string
}
