// What a provider says afterwards of an e-mail that it took (NOT-21), in the words of those who say it. Pure.

/** It did not arrive, or was not wanted; `address`: what that says of the address, nothing when it says nothing. */
export interface ProviderWord {
  /** The names under which we may know the e-mail: the provider's id, its Message-ID; each with and without angle brackets. */
  ids: string[]
  returnedAs: 'bounced' | 'complained'
  address: 'bounced' | 'complained' | 'suppressed' | null
}

type Said = Omit<ProviderWord, 'ids'>

const gone: Said = { returnedAs: 'bounced', address: 'bounced' }
const unwanted: Said = { returnedAs: 'complained', address: 'complained' }
const suppressed: Said = { returnedAs: 'bounced', address: 'suppressed' }
/** It did not arrive, and the address may be as good as ever. */
const givenUp: Said = { returnedAs: 'bounced', address: null }

/**
 * Reads an event: ours (docs/email-transports.md), which is Resend's, or one of Cloudflare's Email Sending. `nothing`: it arrived, is still
 * being tried, or is about something else. Null: nobody speaks like that.
 */
export function wordIn(event: unknown): ProviderWord | 'nothing' | null {
  const { type, data, payload } = fieldsOf(event)
  if (typeof type !== 'string') return null
  const [said, about] = type.startsWith(cloudflare)
    ? [cloudflareSaid(type, fieldsOf(payload)), payload]
    : [emailSaid(type, fieldsOf(data)), data]
  if (!said) return 'nothing'
  const ids = idsIn(fieldsOf(about))
  return ids.length > 0 ? { ids, ...said } : null
}

/** A soft bounce is tried again; who gives up says `email.failed`. */
function emailSaid(type: string, { bounce }: Fields): Said | null {
  if (type === 'email.bounced') return /^(soft|transient|undetermined)$/i.test(String(fieldsOf(bounce).type)) ? null : gone
  if (type === 'email.complained') return unwanted
  if (type === 'email.suppressed') return suppressed
  return type === 'email.failed' ? givenUp : null
}

const cloudflare = 'cf.email.sending.message.'

/** Cloudflare says `bounced` also of what it gave up after trying for long: that is its soft one. */
function cloudflareSaid(type: string, { bounce, rejection }: Fields): Said | null {
  const event = type.slice(cloudflare.length)
  if (event === 'bounced') return fieldsOf(bounce).type === 'hard' ? gone : givenUp
  if (event === 'complained') return unwanted
  if (event === 'rejected') return /suppress/i.test(String(fieldsOf(rejection).reason)) ? suppressed : givenUp
  return event === 'failed' ? givenUp : null
}

type Fields = Record<string, unknown>

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {})

const idsIn = ({ id, email_id, message_id, messageId }: Fields): string[] =>
  [id, email_id, message_id, messageId].flatMap((one) => {
    if (typeof one !== 'string' || one.length > 300) return []
    const bare = one.trim().replace(/^<(.*)>$/, '$1')
    return bare === '' ? [] : [bare, `<${bare}>`]
  })
