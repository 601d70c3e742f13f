import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { Refusal } from '../quiet.ts'

/** What only the operator knows: `deployment.json`, which git ignores. Everything else is in wrangler.toml (064). */
export interface Answers {
  /** The Worker's name, and how the names of its database and queues begin. */
  name: string
  /** Of the account everything is in. Written at the first deployment, so that a later one cannot land in another. */
  account: string
  /** Where D1 keeps the data: us, eu or fedramp; empty leaves it to Cloudflare. Only for a database that is made. */
  jurisdiction: string
  /** How many databases the practices lie on, where one is not enough (docs/scale.md). Never fewer than before. */
  shards?: number | undefined
  vars: Record<string, string>
}

const shape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'small letters, digits and hyphens'),
  account: z.string().default(''),
  jurisdiction: z.enum(['', 'us', 'eu', 'fedramp'], 'us, eu, fedramp, or nothing').default(''),
  shards: z.number().int().min(1).max(500).optional(),
  vars: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'names in capitals'), z.string('a text')),
})

const blank: Answers = {
  name: 'portico',
  account: '',
  jurisdiction: 'us',
  vars: { PUBLIC_ORIGIN: 'https://portal.example', EMAIL_FROM: 'no-reply@portal.example' },
}

/** Reads the answers. The first time there are none: the questions are written, to be answered in an editor. */
export async function readAnswers(folder: string): Promise<Answers> {
  const file = join(folder, 'deployment.json')
  const there = await access(file).then(
    () => true,
    () => false,
  )
  if (!there) {
    await writeAnswers(folder, blank)
    throw new Refusal(
      'Wrote deployment.json, which git ignores. Put in the address of your portal and the sender of its e-mails, then run this again (docs/deploy.md).',
    )
  }
  const answers = parsed(await readFile(file, 'utf8'))
  const problems = problemsOf(answers)
  if (problems.length > 0) throw new Refusal(`deployment.json is not complete, and nothing was changed:\n  ${problems.join('\n  ')}`)
  return answers
}

export async function writeAnswers(folder: string, answers: Answers): Promise<void> {
  await writeFile(join(folder, 'deployment.json'), JSON.stringify(answers, null, 2) + '\n')
}

function parsed(text: string): Answers {
  try {
    return shape.parse(JSON.parse(text))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new Refusal(`deployment.json cannot be read, and nothing was changed:\n${why}`)
  }
}

/** Pure: what still has to be answered, a sentence for each. A secret does not belong into a file that is read by wrangler. */
export function problemsOf({ vars }: Answers): string[] {
  const { PUBLIC_ORIGIN: origin = '', EMAIL_FROM: sender = '' } = vars
  const problems = Object.entries(vars)
    .filter(([, value]) => /\bportal\.example\b/.test(value))
    .map(([name, value]) => `${name} still says "${value}", which is an example.`)
  if (!isOrigin(origin)) problems.push('PUBLIC_ORIGIN is missing or no address of the form https://portal.practice.com, without a path.')
  if (!z.email().safeParse(sender).success) problems.push('EMAIL_FROM is missing or no e-mail address.')
  const secrets = Object.keys(vars).filter(
    (name) => /SECRET|PASSWORD|PRIVATE|TOKEN|_KEY$/.test(name) && !/SITE_KEY$|PUBLIC_KEY$/.test(name),
  )
  return [
    ...problems,
    ...secrets.map((name) => `${name} looks like a secret. Take it out, and set it with: npx wrangler secret put ${name}`),
  ]
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && text.startsWith('https://') && new URL(text).origin === text
}
