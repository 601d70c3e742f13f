import type { Example } from './example.ts'
import { Tabs } from './tabs.tsx'

export const examples: Example[] = [
  {
    title: "The client's pages",
    render: () => (
      <Tabs
        label="Example"
        items={[
          { href: '#', label: 'Appointments', here: true },
          { href: '#', label: 'Messages', count: 2 },
          { href: '#', label: 'Forms' },
          { href: '#', label: 'Billing & Insurance Info' },
        ]}
      />
    ),
  },
]
