import { accounts } from './accounts.ts'
import { clients } from './clients.ts'
import { components } from './components.ts'
import { emails } from './emails.ts'
import { errors } from './errors.ts'
import { frame } from './frame.ts'
import { scheduling } from './scheduling.ts'
import { settings } from './settings.ts'

export const en = {
  frame: frame.en,
  accounts: accounts.en,
  clients: clients.en,
  components: components.en,
  emails: emails.en,
  errors: errors.en,
  scheduling: scheduling.en,
  settings: settings.en,
}
