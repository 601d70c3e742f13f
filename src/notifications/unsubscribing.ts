import type { Current } from '../current.ts'
import { href, paths } from '../paths.ts'
import { sealAlike, unseal } from '../sealed.ts'
import { optionalClasses, type OptionalClass } from './optional.ts'

/** Of what somebody can be relieved by an address alone: whose e-mails (as the outbox names her), and which of them. */
export interface Relief {
  recipient: string
  kind: OptionalClass
}

/**
 * RFC 8058: the token of a one-click unsubscribe. Sealed, so that nobody reads in it whom it is about; for one practice, so that it opens
 * nothing elsewhere; the same every time, so that two e-mails of one reader do not differ by it. It does not run out: an e-mail may be
 * found years later, and what it can do is to have fewer e-mails sent.
 */
export const reliefToken = (secret: string, org: string, { recipient, kind }: Relief): Promise<string> =>
  sealAlike(secret, `unsubscribe|${org}`, `${kind} ${recipient}`)

/** What a token is good for at the practice of that slug; null when it is none of ours. */
export async function reliefOf(secret: string, org: string, token: string): Promise<Relief | null> {
  const text = (await unseal(secret, `unsubscribe|${org}`, token)) ?? ''
  const [, name, recipient] = /^(\w+) ((?:client|contact|staff):.+)$/.exec(text) ?? []
  const kind = optionalClasses.find((one) => one === name)
  return kind && recipient ? { kind, recipient } : null
}

/** The two addresses at the foot of an e-mail: what she wants (only with an account), and the end of these e-mails. */
export interface Foot {
  wishes: string | null
  stop: string
}

export async function footOf(current: Current, recipient: string, kind: OptionalClass, hasAccount: boolean): Promise<Foot> {
  const org = current.organization.slug
  const origin = new URL(current.env.PUBLIC_ORIGIN).origin
  const page = kind === 'staff' ? paths.staffWishes : paths.wishes
  return {
    wishes: hasAccount ? origin + href(page, { org }) : null,
    stop: origin + href(paths.unsubscribe, { org, token: await reliefToken(current.env.PORTAL_SECRET, org, { recipient, kind }) }),
  }
}
