import type { ComponentWords } from '../words/components.ts'

export interface FieldError {
  /** The id of the field. */
  field: string
  message: string
}

/** What is wrong with a form, on top of it; takes focus, each line leads to its field. Nothing when nothing is wrong. */
export function ErrorSummary({ words, errors }: { words: ComponentWords; errors: FieldError[] }) {
  if (errors.length === 0) return <></>
  return (
    <div class="notice no" role="alert" tabindex={-1} data-focus>
      <div>
        <strong>{words.checkTheseFields}</strong>
        <ul>
          {errors.map(({ field, message }) => (
            <li>
              <a href={`#${field}`}>{message}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
