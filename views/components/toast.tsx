import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import type { ComponentWords } from '../words/components.ts'

export interface ToastProps {
  words: ComponentWords
  /** What happened: "Self-scheduling is off." Announced as it is. */
  text: string
  /** How long it stays; the countdown stops while it is hovered or has the focus (app.js). */
  seconds?: number
  /** Takes the change back. `target` is what htmx replaces with the answer; without one the browser itself goes where the answer leads. */
  undo?: { action: string; fields: Record<string, string>; target?: string }
}

/** A floating confirmation with an undo. Inside a row that is a form itself, use the row's own undo. */
export function Toast({ words, text, seconds = 10, undo }: ToastProps) {
  const said = (
    <p data-announce>
      <Icon name="check" />
      {text}
    </p>
  )
  if (!undo)
    return (
      <div class="toast" data-seconds={seconds}>
        {said}
      </div>
    )
  return (
    <form
      class="toast"
      data-seconds={seconds}
      method="post"
      action={undo.action}
      {...(undo.target && { 'hx-post': undo.action, 'hx-target': undo.target, 'hx-swap': 'outerHTML', 'hx-sync': 'this:drop' })}
    >
      {said}
      {Object.entries(undo.fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <UndoButton words={words} />
    </form>
  )
}

/** "Undo 10", the number counted down by app.js; without it the button simply stays. */
export function UndoButton({ words, ...rest }: { words: ComponentWords; [attribute: string]: unknown }) {
  return (
    <Button kind="plain" icon="undo" {...rest}>
      {words.undo}
      <span class="count" data-count aria-hidden="true"></span>
    </Button>
  )
}
