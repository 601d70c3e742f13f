import { Avatar } from './avatar.tsx'
import type { Example } from './example.ts'

export const examples: Example[] = [
  {
    title: 'Beside a name',
    render: () => (
      <div class="actions">
        <Avatar name="Ana Pereira" /> Ana Pereira <Avatar name="Bo Nilsson" /> Bo Nilsson <Avatar name="Nell" /> Nell
      </div>
    ),
  },
]
