import { accounts } from './accounts.ts'
import { clients } from './clients.ts'
import { components } from './components.ts'
import { emails } from './emails.ts'
import { errors } from './errors.ts'
import { frame } from './frame.ts'
import { scheduling } from './scheduling.ts'
import { settings } from './settings.ts'
import type { Words } from './words.ts'

export const es: Words = {
  frame: frame.es,
  accounts: accounts.es,
  clients: clients.es,
  components: components.es,
  emails: emails.es,
  errors: errors.es,
  scheduling: scheduling.es,
  settings: settings.es,
}
