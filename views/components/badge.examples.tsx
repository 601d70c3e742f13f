import { Badge } from './badge.tsx'
import type { Example } from './example.ts'

export const examples: Example[] = [
  {
    title: "A client's portal",
    render: () => (
      <div class="actions">
        <Badge>No account</Badge>
        <Badge kind="wait" icon="mail">
          Invited 3 May
        </Badge>
        <Badge kind="ok" icon="check">
          Active
        </Badge>
        <Badge icon="lock">Archived</Badge>
        <Badge kind="no" icon="close">
          Declined
        </Badge>
        <Badge kind="accent">Telehealth</Badge>
      </div>
    ),
  },
]
