import { ErrorSummary } from './error-summary.tsx'
import type { Example } from './example.ts'

export const examples: Example[] = [
  {
    title: 'Two fields to look at',
    render: ({ components: words }) => (
      <ErrorSummary
        words={words}
        errors={[
          { field: 'f-email', message: 'Write the whole address, like ana@example.com.' },
          { field: 'f-note', message: 'The note can have 500 characters.' },
        ]}
      />
    ),
  },
]
