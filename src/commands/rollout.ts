import { parseArgs } from 'node:util'
import { command } from './quiet.ts'
import { beforeNewestMigration, checkOut, takeMigrationsFrom } from './rollout/versions.ts'
import { keyTests, testsIn, type Outcome } from './rollout/tests-in.ts'

/**
 * `npm run rollout` (065): for some seconds of every deployment, and again when it is rolled back, the code of the version before runs on
 * today's schema. Runs that code's key tests there; then today's code on the schema of before, which a restore can bring about. Takes some
 * minutes. `-- <commit>` names another version before; `--tests scheduling,accounts` other tests.
 */
await command(async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { tests: { type: 'string' } } })
  const { commit, migrations } = await beforeNewestMigration(positionals[0])
  const tests = values.tests?.split(',') ?? keyTests
  console.log(`Before: ${commit}. Migrations since: ${migrations.join(', ') || 'none'}.`)

  const before = await checkOut(commit, 'before')
  await takeMigrationsFrom('HEAD', before)
  const forward = await testsIn(before, tests)
  tell(`The code of before, on today's schema: a deployment passes through this, so every failure is a fault of a migration.`, forward)

  const today = await checkOut('HEAD', 'today')
  await takeMigrationsFrom(commit, today)
  tell(`Today's code, on the schema of before: only after a restore, until the migrations are applied again.`, await testsIn(today, tests))
  if (forward.failures.length > 0) process.exitCode = 1
})

function tell(what: string, { passed, failures }: Outcome): void {
  console.log(`\n${what}\n${passed} passed, ${failures.length} failed`)
  for (const failure of failures.slice(0, 20)) console.log(`  FAILED ${failure}`)
  if (failures.length > 20) console.log(`  and ${failures.length - 20} more`)
}
