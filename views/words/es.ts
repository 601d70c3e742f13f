import { access } from './access.ts'
import { accounts } from './accounts.ts'
import { booking } from './booking.ts'
import { calendar } from './calendar.ts'
import { changing } from './changing.ts'
import { claims } from './claims.ts'
import { clients } from './clients.ts'
import { components } from './components.ts'
import { deliveries } from './deliveries.ts'
import { duplicates } from './duplicates.ts'
import { emails } from './emails.ts'
import { errors } from './errors.ts'
import { explain } from './explain.ts'
import { factorMails } from './factor-mails.ts'
import { factors } from './factors.ts'
import { feeds } from './feeds.ts'
import { frame } from './frame.ts'
import { history } from './history.ts'
import { hours } from './hours.ts'
import { links } from './links.ts'
import { notices } from './notices.ts'
import { practice } from './practice.ts'
import { registration } from './registration.ts'
import { invitations } from './invitations.ts'
import { schedules } from './schedules.ts'
import { scheduling } from './scheduling.ts'
import { sealing } from './sealing.ts'
import { seats } from './seats.ts'
import { security } from './security.ts'
import { series } from './series.ts'
import { settings } from './settings.ts'
import { staff } from './staff.ts'
import { waitlist } from './waitlist.ts'
import { wishes } from './wishes.ts'
import type { Words } from './words.ts'

export const es: Words = {
  frame: frame.es,
  history: history.es,
  hours: hours.es,
  access: access.es,
  accounts: accounts.es,
  booking: booking.es,
  calendar: calendar.es,
  changing: changing.es,
  claims: claims.es,
  clients: clients.es,
  components: components.es,
  deliveries: deliveries.es,
  duplicates: duplicates.es,
  emails: emails.es,
  errors: errors.es,
  explain: explain.es,
  links: links.es,
  notices: notices.es,
  practice: practice.es,
  registration: registration.es,
  invitations: invitations.es,
  factorMails: factorMails.es,
  factors: factors.es,
  feeds: feeds.es,
  schedules: schedules.es,
  scheduling: scheduling.es,
  sealing: sealing.es,
  seats: seats.es,
  security: security.es,
  series: series.es,
  settings: settings.es,
  staff: staff.es,
  waitlist: waitlist.es,
  wishes: wishes.es,
}
