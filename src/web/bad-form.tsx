import type { Context } from 'hono'
import { MessagePage } from '../../views/message-page.tsx'
import { page } from './answer.ts'
import type { Current } from '../current.ts'

/** The answer to a form that our pages never send: its fields are no text of a person, so there is nothing to keep (SEC-7). */
export function badForm(c: Context) {
  const { words, language } = c.var.current as Current
  return page(c, <MessagePage {...{ words, language }} title={words.errors.badFormTitle} text={words.errors.badForm} />, 422)
}
