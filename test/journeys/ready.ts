import { buildIfStale } from '../../src/commands/bundle.ts'
import { chromiumPath } from '../../src/commands/chromium.ts'

/** Once before all journeys: the development bundle is built and a Chromium is there. Starts nothing. */
export default async function ready(): Promise<void> {
  await buildIfStale('dev')
  process.env['CHROMIUM_PATH'] = await chromiumPath()
}
