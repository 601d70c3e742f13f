import type { Context } from 'hono'
import { Field } from '../../views/components/field.tsx'
import { MessagePage } from '../../views/message-page.tsx'
import type { Current } from '../current.ts'
import { page } from './answer.ts'
import type { Problem } from './forms.ts'

/** Fields that people write sentences and names in; everything else a form holds is ours. */
const written = ['note', 'message', 'label', 'name', 'address']

/** The answer to a form that our pages never send. What a person wrote in it is there to be copied: it may have been long work (SEC-7). */
export function badForm(c: Context, problem?: Problem) {
  const { words, language } = c.var.current as Current
  const { errors } = words
  const texts = written.flatMap((name) => problem?.typed[name]?.trim() || [])
  const kept = texts.map((value, at) => (
    <Field label={errors.whatYouWrote} name={`written-${at}`} value={value} hint={errors.toCopy} multiline readonly />
  ))
  return page(c, <MessagePage {...{ words, language }} title={errors.badFormTitle} text={errors.badForm} children={kept} />, 422)
}
