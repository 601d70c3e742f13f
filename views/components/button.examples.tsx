import { Button, ButtonLink } from './button.tsx'
import type { Example } from './example.ts'

export const examples: Example[] = [
  {
    title: 'Primary, quiet, danger, plain',
    render: () => (
      <div class="actions">
        <Button kind="primary">Confirm</Button>
        <Button>Offer another time</Button>
        <Button kind="danger">Decline</Button>
        <Button kind="plain" icon="undo">
          Undo
        </Button>
      </div>
    ),
  },
  {
    title: 'A link, with an icon; a button that says why it cannot be used',
    render: () => (
      <div class="actions">
        <ButtonLink href="#" icon="calendar">
          Add to calendar
        </ButtonLink>
        <Button type="button" aria-disabled="true" aria-describedby="why-not">
          Join the session
        </Button>
        <span class="soft" id="why-not">
          Opens 15 minutes before.
        </span>
      </div>
    ),
  },
]
