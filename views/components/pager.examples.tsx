import type { Example } from './example.ts'
import { Pager } from './pager.tsx'

export const examples: Example[] = [
  {
    title: 'By address',
    render: ({ components: words }) => (
      <Pager words={words} newer={{ href: '#' }} older={{ href: '#' }}>
        51–100
      </Pager>
    ),
  },
  {
    title: 'By form: the keyset holds a name',
    render: ({ components: words }) => <Pager words={words} label="Clients" older={{ action: '#', fields: { after: 'x' } }} />,
  },
]
