import { ButtonLink } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import type { Example } from './example.ts'

export const examples: Example[] = [
  {
    title: 'Nothing to answer',
    render: () => (
      <EmptyState
        title="No open requests"
        action={
          <ButtonLink href="#" icon="link">
            Share your booking link
          </ButtonLink>
        }
      >
        When a client asks for a time, it waits here for your answer.
      </EmptyState>
    ),
  },
]
