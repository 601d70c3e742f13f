import { accountsPage } from './accounts-page.ts'
import { doorsPage } from './doors-page.ts'
import { emailsPage } from './emails-page.ts'
import { settingsPage } from './settings-page.ts'

/** Every page that is made from the code, by its path. */
export async function pages(): Promise<Record<string, string>> {
  return { 'docs/accounts.md': accountsPage(), 'docs/settings.md': settingsPage(), 'docs/doors.md': doorsPage(), 'docs/emails.md': await emailsPage() }
}
