import type { Context } from 'hono'
import { routePath } from 'hono/route'
import { words as wordsOf } from '../../views/words/words.ts'
import { MessagePage } from '../../views/message-page.tsx'
import type { Current, SignedIn } from '../current.ts'
import { Moving, Repeated } from '../db.ts'
import { rememberRefusal } from '../refusals.ts'
import { answer, page } from './answer.ts'
import { BadRequest, Forbidden, KeyReused, NotFound, TooMany } from './errors.ts'
import { whereItLed } from './idempotency.ts'
import type { Portal } from './portal.ts'

/** "Not yours" and "not there" are one page, to the byte: it knows nothing but the language the browser asks for. */
export function showNotFound(c: Context<Portal>) {
  c.header('Session-Seconds', undefined)
  return message(c, 404, 'notFoundTitle', 'notFound')
}

export const showTooLarge = (c: Context) => message(c as Context<Portal>, 413, 'tooLargeTitle', 'tooLarge')

/** Every error ends here. What is logged is a code and the request's id: an error's text can hold what a person wrote. */
export async function showError(error: Error, c: Context<Portal>) {
  if (error instanceof Repeated) return await answerAsTheOther(c)
  if (error instanceof NotFound || error instanceof Forbidden) rememberBehind(c, error instanceof NotFound ? 404 : 403)
  if (error instanceof NotFound) return await showNotFound(c)
  if (error instanceof Forbidden) return await message(c, 403, 'forbiddenTitle', error.message === 'cross-site' ? 'crossSite' : 'forbidden')
  if (error instanceof BadRequest) return await message(c, 400, 'badFormTitle', 'badForm')
  if (error instanceof KeyReused) return await message(c, 422, 'badFormTitle', 'keyReused')
  if (error instanceof Moving) {
    c.header('Retry-After', '60')
    return await message(c, 503, 'movingTitle', 'moving')
  }
  if (error instanceof TooMany) {
    c.header('Retry-After', '60')
    return await message(c, 429, 'tooManyTitle', 'tooMany')
  }
  console.error(JSON.stringify({ event: 'failed', name: error.name, code: codeIn(error), requestId: c.var.requestId }))
  return await message(c, 500, 'failedTitle', 'failed', c.var.requestId)
}

/** Behind the answer, as the use of a session is: what is refused takes as long whether or not there was anything to refuse (SEC-1). */
function rememberBehind(c: Context<Portal>, answer: 403 | 404) {
  const current = c.get('current') as Current | undefined
  if (!current) return
  const failed = () => console.error(JSON.stringify({ event: 'refusal_not_remembered', requestId: c.var.requestId }))
  c.executionCtx.waitUntil(rememberRefusal(current, routePath(c), answer).catch(failed))
}

async function answerAsTheOther(c: Context<Portal>) {
  const location = await whereItLed(c.var.current as SignedIn)
  return location ? answer(c, location) : await message(c, 422, 'badFormTitle', 'keyReused')
}

type Key = Exclude<keyof ReturnType<typeof wordsOf>['errors'], 'reference'>

function message(c: Context<Portal>, status: 400 | 403 | 404 | 413 | 422 | 429 | 500 | 503, title: Key, text: Key, reference?: string) {
  const language = c.req.header('Accept-Language')?.toLowerCase().startsWith('es') ? 'es' : 'en'
  const words = wordsOf(language)
  const children = reference && <p class="soft">{words.errors.reference(reference)}</p>
  return page(c, <MessagePage {...{ words, language, children }} title={words.errors[title]} text={words.errors[text]} />, status)
}

/** The machine's word for it, without the values it was about. */
const codeIn = (error: Error): string =>
  /SQLITE_[A-Z_]+|D1_[A-Z_]+/.exec(error.message)?.[0] ?? error.stack?.split('\n')[1]?.trim() ?? 'unknown'
