import { Button } from './button.tsx'
import type { ComponentWords } from '../words/components.ts'

export interface CopyFieldProps {
  words: ComponentWords
  id: string
  label: string
  /** What is copied, and shown so that it can be selected by hand. */
  value: string
  hint?: string
}

/** An address to hand on, with a button that copies it. */
export function CopyField({ words, id, label, value, hint }: CopyFieldProps) {
  return (
    <div class="field copy-field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class="copy-line">
        <input id={id} type="text" value={value} readonly {...(hint && { 'aria-describedby': `${id}-hint` })} />
        <Button type="button" icon="copy" data-copy={value} data-copied={words.copied} aria-label={`${words.copy}: ${label}`}>
          <span>{words.copy}</span>
        </Button>
      </div>
    </div>
  )
}
