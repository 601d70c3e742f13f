import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import * as z from 'zod/mini'
import { fromBase64url } from '../sealed.ts'

// What a device answers, as its browser writes it down (WebAuthn 3, 5.1): read with suspicion, verified by @simplewebauthn/server.

const base64url = z.string().check(z.regex(/^[\w-]{1,8000}$/))
const common = { id: base64url, rawId: base64url, type: z.literal('public-key'), clientExtensionResults: z._default(z.object({}), {}) }

const given = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: z.pipe(
      z.nullish(base64url),
      z.transform((handle) => handle ?? undefined),
    ),
  }),
})
const made = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z._default(z.array(z.string().check(z.maxLength(20))).check(z.maxLength(10)), []),
  }),
})

/** The answer of a passkey that was asked for; null when it is none. */
export const passkeyGiven = (text: string | undefined): AuthenticationResponseJSON | null =>
  parsed(given, text) as AuthenticationResponseJSON | null

/** The answer of a device that made a passkey; null when it is none. */
export const passkeyMade = (text: string | undefined): RegistrationResponseJSON | null =>
  parsed(made, text) as RegistrationResponseJSON | null

/** The challenge an answer says it signed; '' when it says nothing. Whether it did is verified later. */
export function challengeIn(answer: { response: { clientDataJSON: string } } | null): string {
  const clientData = json(new TextDecoder().decode(bytesOf(answer?.response.clientDataJSON ?? '')))
  const { challenge } = (clientData ?? {}) as { challenge?: unknown }
  return typeof challenge === 'string' ? challenge : ''
}

function parsed(schema: z.ZodMiniType, text: string | undefined): unknown {
  const { success, data } = schema.safeParse(json(text ?? ''))
  return success ? data : null
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64url(text)
  } catch {
    return new Uint8Array()
  }
}
