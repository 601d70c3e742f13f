/** Somebody who asks and posts as forms do, without a browser: what a page needs to be there is there in milliseconds. */
export interface Hand {
  cookies: Map<string, string>
  /** The page, or an error. */
  reads(path: string): Promise<string>
  /** Posts a form; answers where it led, or its own address when it answered a page. */
  posts(path: string, fields: Fields): Promise<string>
  /** The form of a page whose action is this, with what it hides and these fields; answers where it led. */
  sends(path: string, action: string | RegExp, fields?: Fields): Promise<string>
}

export type Fields = Record<string, string | string[]>

/** With the full session of somebody of the cast, or with none. */
export async function handOf(url: string, person: string | null): Promise<Hand> {
  const cookies = new Map<string, string>()

  async function ask(path: string, fields?: Fields): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(new URL(path, url), {
      method: fields ? 'POST' : 'GET',
      headers: { Origin: url, Cookie: cookie },
      ...(fields && { body: encoded(fields) }),
      redirect: 'manual',
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    if (answer.status >= 400) throw new Error(`${fields ? 'POST' : 'GET'} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }

  const reads = async (path: string): Promise<string> => await (await ask(path)).text()
  const posts = async (path: string, fields: Fields): Promise<string> => (await ask(path, fields)).headers.get('Location') ?? path

  if (person) await posts('/dev/sign-in', { person })
  return {
    cookies,
    reads,
    posts,
    async sends(path, action, fields = {}) {
      const form = formsOf(await reads(path)).find((one) => (typeof action === 'string' ? one.action === action : action.test(one.action)))
      if (!form) throw new Error(`No form of ${path} goes to ${action}.`)
      return await posts(form.action, { ...form.hidden, ...fields })
    },
  }
}

/** The forms of a page: where they go, what they hide, and whether somebody writes into them. */
export function formsOf(html: string): { action: string; hidden: Fields; isWrittenInto: boolean }[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inside = '']) => ({
    action: valueOf(attributes, 'action'),
    isWrittenInto: /<textarea|<input(?![^>]*type="(?:hidden|checkbox|radio|search|submit)")/.test(inside),
    hidden: Object.fromEntries(
      [...inside.matchAll(/<input\b([^>]*type="hidden"[^>]*)>/g)].map(([, input = '']) => [
        valueOf(input, 'name'),
        valueOf(input, 'value'),
      ]),
    ),
  }))
}

const valueOf = (attributes: string, name: string): string =>
  (new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '').replaceAll('&amp;', '&')

const encoded = (fields: Fields): URLSearchParams =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])))

/** What a form is known by when it is sent twice. */
export const key = (): string => crypto.randomUUID()

/** The id at the end of an address. */
export const lastOf = (location: string): string => new URL(location, 'http://portal.invalid').pathname.split('/').at(-1) ?? ''
