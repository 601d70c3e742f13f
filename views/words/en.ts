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

export const en = {
  frame: frame.en,
  history: history.en,
  hours: hours.en,
  access: access.en,
  accounts: accounts.en,
  booking: booking.en,
  calendar: calendar.en,
  changing: changing.en,
  claims: claims.en,
  clients: clients.en,
  components: components.en,
  deliveries: deliveries.en,
  duplicates: duplicates.en,
  emails: emails.en,
  errors: errors.en,
  explain: explain.en,
  links: links.en,
  notices: notices.en,
  practice: practice.en,
  registration: registration.en,
  invitations: invitations.en,
  factorMails: factorMails.en,
  factors: factors.en,
  feeds: feeds.en,
  schedules: schedules.en,
  scheduling: scheduling.en,
  sealing: sealing.en,
  seats: seats.en,
  security: security.en,
  series: series.en,
  settings: settings.en,
  staff: staff.en,
  waitlist: waitlist.en,
  wishes: wishes.en,
}
