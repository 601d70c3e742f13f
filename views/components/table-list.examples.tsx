import { Badge } from './badge.tsx'
import type { Example } from './example.ts'
import { TableList } from './table-list.tsx'

export const examples: Example[] = [
  {
    title: 'Table, cards on a phone',
    render: () => (
      <TableList
        caption="Who changed self-scheduling"
        columns={[{ label: 'When' }, { label: 'Who' }, { label: 'Change' }, { label: 'Open requests', align: 'end' }]}
        rows={[
          { cells: ['3 May, 14:05 EDT', 'Dana Ortiz', <Badge kind="ok">Off to On</Badge>, '0'] },
          { cells: ['2 May, 09:12 EDT', 'Dana Ortiz', <Badge>On to Off</Badge>, '3'] },
        ]}
      />
    ),
  },
]
