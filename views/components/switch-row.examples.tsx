import type { Example } from './example.ts'
import { SwitchRow, type SwitchRowProps } from './switch-row.tsx'
import { Time } from './time.tsx'

const changed = (
  <>
    Dana Ortiz, <Time at={Date.UTC(2026, 4, 3, 18, 5)} zone="America/New_York" language="en" form="stamp" />
  </>
)
const row = (id: string): Omit<SwitchRowProps, 'words'> => ({
  id: `setting-${id}`,
  label: 'Allow Clients Self-Scheduling through Client Portal',
  help: 'Clients ask for a time; you accept or decline.',
  action: '#',
  on: true,
  version: 3,
  changed,
  historyHref: '#',
})
const states: Record<string, Omit<SwitchRowProps, 'words'>> = {
  On: row('on'),
  'On, with a warning': {
    ...row('warning'),
    warning: { text: 'No therapist is subscribed yet, so nobody will see it.', href: '#', remedy: 'Staff & seats' },
  },
  'Off, never changed': {
    ...row('off'),
    on: false,
    label: 'Display Insurance Info',
    help: 'Clients add, view and update their insurance.',
    changed: undefined,
  },
  'Greyed, with the reason and its remedy': {
    ...row('greyed'),
    on: false,
    label: 'Allow Client Payments through Client Portal',
    help: 'Clients pay for appointments in their portal.',
    changed: undefined,
    reason: { code: 'no_card_processing', text: 'Card processing is not enabled yet.', href: '#', remedy: 'Set it up' },
  },
  'Something is in flight': {
    ...row('impact'),
    impact: { lines: ['3 open requests stay with their therapists.', '2 held times are released.'], keepHref: '#setting-impact' },
  },
  'Just switched off': { ...row('undo'), on: false, undo: { text: 'Self-scheduling is off.', seconds: 3600 } },
  'Somebody was quicker': { ...row('conflict'), conflict: 'Tess Moreau switched this on at 14:04. Nothing was changed by you.' },
}

export const examples: Example[] = [
  ...Object.entries(states).map(([title, props]): Example => ({
    title,
    render: ({ components: words }) => (
      <div class="rows">
        <SwitchRow words={words} {...props} />
      </div>
    ),
  })),
  {
    title: 'In a cell, for one client',
    render: ({ components: words }) => (
      <SwitchRow words={words} {...row('compact')} help={undefined} changed={undefined} historyHref={undefined} compact />
    ),
  },
]
