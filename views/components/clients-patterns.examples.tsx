import { Avatar } from './avatar.tsx'
import { Badge } from './badge.tsx'
import { Button } from './button.tsx'
import type { Example } from './example.ts'
import { Field } from './field.tsx'
import { SwitchRow } from './switch-row.tsx'
import { TableList } from './table-list.tsx'
import type { Words } from '../words/words.ts'

// Markup of Manage Clients and of a visitor's card. Attributes that only a real page can fill are "#".

/** Manage Clients: search by POST, filters as chips, a switch per column; the bar appears when something is checked (CSS). */
export function ClientsPattern({ words }: { words: Words }) {
  const people = [
    [
      'ana',
      'Ana Pereira',
      <Badge kind="ok" icon="check">
        Active
      </Badge>,
    ],
    [
      'bo',
      'Bo Nilsson',
      <Badge kind="ok" icon="check">
        Active
      </Badge>,
    ],
    ['max', 'Max Nilsson', <Badge>No account</Badge>],
    [
      'nell',
      'Nell Okafor',
      <Badge kind="wait" icon="mail">
        Invited 3 May
      </Badge>,
    ],
  ] as const
  const cell = (client: string, name: string, label: string, on: boolean, off?: string) => (
    <SwitchRow
      words={words.components}
      id={`client-${client}-${label}`}
      label={label}
      whose={name}
      action="#"
      on={on}
      version={1}
      values={{ on: 'inherit', off: 'off' }}
      compact
      reason={off ? { code: 'org_off', text: off } : undefined}
    />
  )
  return (
    <div class="stack">
      <form method="post" action="#" class="search" role="search">
        <input type="search" name="name" aria-label="Name" placeholder="Name" autocomplete="off" />
        <Button icon="search">Search</Button>
      </form>
      <nav class="chips" aria-label="Filters">
        <a href="#" aria-current="true">
          All
        </a>
        <a href="#">Has an account</a>
        <a href="#">No account</a>
        <a href="#">Restricted</a>
        <a href="#">Archived</a>
      </nav>
      <TableList
        caption="Clients"
        columns={[
          { label: 'Client' },
          { label: 'Messages', note: 'Off for everyone' },
          { label: 'Scheduling', note: 'On' },
          { label: 'Insurance', note: 'Off for everyone' },
        ]}
        rows={people.map(([id, name, badge]) => ({
          id: `client-${id}`,
          cells: [
            <label class="client-name">
              <input type="checkbox" name="client" value={id} form="selection" aria-label={name} checked={id === 'bo'} />
              <Avatar name={name} />
              <div>
                <a href="#">{name}</a>
                {badge}
              </div>
            </label>,
            cell(id, name, 'Messages', false, 'Off for everyone.'),
            cell(id, name, 'Scheduling', id !== 'bo'),
            cell(id, name, 'Insurance', false, 'Off for everyone.'),
          ],
        }))}
      />
      <form id="selection" method="post" action="#" class="selection-bar">
        <p>For the selected clients</p>
        <div class="actions">
          <Button type="reset" kind="plain">
            Clear
          </Button>
          <Button kind="danger">Turn scheduling off</Button>
        </div>
      </form>
    </div>
  )
}

export function LoginPattern({ words }: { words: Words }) {
  return (
    <>
      <h1>Sign in</h1>
      <form method="post" action="#" class="stack">
        <Field
          label="E-mail"
          name="email"
          id="login-email"
          type="email"
          autocomplete="email"
          inputmode="email"
          required
          hint="The address Willow Counseling writes to."
        />
        <Button kind="primary">Send me a code</Button>
      </form>
      <p class="soft">{words.frame.product} sends a code of six digits. There is no password.</p>
    </>
  )
}

export const examples: Example[] = [
  { title: '.search, .chips, .table-list with compact switches, .selection-bar', render: (words) => <ClientsPattern words={words} /> },
]
