import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { baseOf, basesAt } from './move/bases.ts'
import { productionConfigurationFile, type Base } from './org/base.ts'
import { create } from './org/create.ts'
import { administratorLink, resetAdministrator } from './org/first-link.ts'
import { changeCard, changePlan, changeSeats, list } from './org/organizations.ts'
import { command, Refusal, root } from './quiet.ts'
import { tenantOf } from './tenure.ts'

const usage = `npm run org -- <what> [--remote]

  list                              every organization, its plan and seats
  create <slug> --name "..." --zone America/New_York --phone "..." --admin-email a@b.example --admin-name "..." [--plan everything] [--language en]
  admin-link <slug> <e-mail>        a new one-time link for an administrator who cannot get in
  admin-reset <slug> <e-mail>       the same, for one who has lost her second factor: her factors and sessions end
  plan <slug> <plan>                everything, standard or essentials; nothing is deleted
  seats <slug> <number>             seats bought beside those of the plan
  card <slug> enabled|not_connected for local demonstration only

Without --remote: the local portal's data (.portico/state, or --data <folder>), whether it runs or not.
With --remote: the deployed database, through wrangler.`

/** `npm run org`: what only the host of a portal does. Each change is one transaction with its audit entry. */
await command(async () => {
  const { positionals, values } = read()
  const [what = '', slug = '', value = '', ...more] = positionals
  const expected = { list: 1, create: 2, 'admin-link': 3, 'admin-reset': 3, plan: 3, seats: 3, card: 3 }[what]
  if (expected === undefined || positionals.length !== expected || more.length > 0) throw new Refusal(usage)
  const folder = values.data ?? join(root, '.portico/state')
  if (values.remote && what === 'card')
    throw new Refusal('Card processing is connected with payments, which are not built yet; here it can only be pretended locally.')
  const bases = await basesAt(values.remote === true, folder)
  if (what === 'list') return console.log((await Promise.all([...bases.values()].map(list))).join('\n'))
  const base = what === 'create' ? (bases.get('DB') as Base) : await baseOf(bases, slug)
  if (what.startsWith('admin-') && base !== bases.get('DB'))
    throw new Refusal(
      `${slug} does not lie on DB, where people are. Move it there first (npm run move -- ${slug} DB), and back afterwards.`,
    )
  if (what === 'plan') console.log(await changePlan(base, slug, value))
  if (what === 'seats') console.log(await changeSeats(base, slug, value))
  if (what === 'card') console.log(await changeCard(base, slug, value))
  if (what === 'admin-link') await printLink(await administratorLink(base, slug, value), values.remote === true, folder)
  if (what === 'admin-reset') await printLink(await resetAdministrator(base, slug, value), values.remote === true, folder)
  if (what !== 'create') return
  const { name = '', zone = '', phone = '', plan = 'everything', language = 'en' } = values
  const { said, link } = await create(base, {
    slug,
    name,
    zone,
    phone,
    plan,
    language,
    adminEmail: values['admin-email'] ?? '',
    adminName: values['admin-name'] ?? '',
  })
  console.log(said)
  console.log(`Its administrator signs in at ${await originOf(values.remote === true, folder)}/${slug}/login`)
  await printLink(link, values.remote === true, folder)
})

/** Shown once: what is stored is only its hash. */
async function printLink(path: string, remote: boolean, folder: string): Promise<void> {
  console.log(`This link signs in once, within 24 hours, for whoever holds it:\n  ${(await originOf(remote, folder)) + path}`)
}

function read() {
  const text = { type: 'string' } as const
  const options = {
    name: text,
    zone: text,
    phone: text,
    'admin-email': text,
    'admin-name': text,
    plan: text,
    language: text,
    data: text,
    remote: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ allowPositionals: true, options })
  } catch (error) {
    throw new Refusal(`${(error as Error).message}\n\n${usage}`)
  }
}

/** Where its pages are: as deployed, or where the local portal runs or would. */
async function originOf(remote: boolean, folder: string): Promise<string> {
  if (!remote) return (await tenantOf(folder))?.url ?? `http://127.0.0.1:${process.env['PORT'] || 8787}`
  const { unstable_getMiniflareWorkerOptions: workerOptionsOf } = await import('wrangler') // a second that nothing else needs
  const { bindings } = workerOptionsOf(productionConfigurationFile()).workerOptions
  return String((bindings as Record<string, unknown>)['PUBLIC_ORIGIN'])
}
