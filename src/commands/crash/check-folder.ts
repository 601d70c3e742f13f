import { join } from 'node:path'
import { checkInvariants, type Finding } from '../invariants.ts'
import { command, root } from '../quiet.ts'
import { withCopy } from './local-database.ts'

/** `node src/commands/invariants.ts [folder]`: every invariant over a portal's data, `npm start`'s unless another is named. */
export const checkFolder = (folder = join(root, '.portico/state')): Promise<void> =>
  command(async () => {
    const findings = await withCopy(folder, checkInvariants)
    print(findings)
    if (findings.some(({ broken }) => broken.length > 0)) process.exitCode = 1
  })

/** A line for each invariant, and what breaks it. */
export function print(findings: Finding[]): void {
  for (const { name, broken } of findings) {
    console.log(`  ${broken.length === 0 ? 'holds ' : 'BROKEN'}  ${name}`)
    for (const what of broken.slice(0, 5)) console.log(`          ${what}`)
  }
}
