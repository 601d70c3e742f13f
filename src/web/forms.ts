import { zValidator } from '@hono/zod-validator'
import type { Context } from 'hono'
import * as z from 'zod/mini'
import { BadRequest } from './errors.ts'

/** Which fields are wrong, and what was typed: what a page needs to show the form again (SEC-7). */
export interface Problem {
  fields: string[]
  typed: Record<string, string>
}

/** Checks a form against its schema. What is wrong goes to `otherwise`, which shows the form again with 422. */
export const form = <S extends z.ZodMiniType>(schema: S, otherwise: (c: Context, problem: Problem) => Response | Promise<Response>) =>
  zValidator('form', schema, (result, c) => {
    if (result.success) return undefined
    const fields = [...new Set(result.error.issues.map((issue) => String(issue.path[0] ?? '')))]
    return otherwise(c as unknown as Context, { fields, typed: texts(result.data) })
  })

/** The fields of a form as texts; files and lists are not ours. Read once, early, for the idempotency key. */
export async function fieldsOf(c: Context): Promise<Record<string, string>> {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return {}
  try {
    return texts(await c.req.parseBody({ all: true }))
  } catch {
    throw new BadRequest('unreadable form')
  }
}

/** A state of the portal that two people can change carries the version it was seen at (SET-5, SCH-25). */
export const version = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(2 ** 31))
export const idempotencyKey = z.string().check(z.regex(/^[\w-]{8,64}$/))
/** A person's address, as it is written in the database. */
export const emailAddress = z.pipe(z.string().check(z.trim(), z.toLowerCase(), z.maxLength(254)), z.email())
export const onOff = z.enum(['on', 'off'])
/** Text that a person writes: any language, no control characters beyond new lines. */
export const freeText = (most: number) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) =>
        text
          .replace(/\r\n?/g, '\n')
          .replace(/[^\P{Cc}\n]/gu, '')
          .trim(),
      ),
    ),
    z.string().check(z.maxLength(most)),
  )

/** What an address says, or the other when it says nothing that makes sense. `z.catch` is the same, and brings 4 kB gzip of what explains it. */
export const orElse = <S extends z.ZodMiniType, const O>(schema: S, other: O) =>
  z.pipe(
    z.optional(z.unknown()),
    z.transform((value): z.output<S> | O => {
      const { success, data } = schema.safeParse(value)
      return success ? data : other
    }),
  )

/** A field that comes several times counts as all of its values: what is asked for differs with every one (SCH-25). */
const texts = (data: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((data ?? {}) as Record<string, unknown>)
      .map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : value])
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
