import type { Example } from './example.ts'
import { Toast } from './toast.tsx'

export const examples: Example[] = [
  {
    title: 'With undo',
    render: ({ components: words }) => (
      <Toast
        words={words}
        text="Self-scheduling is off."
        seconds={3600}
        undo={{ action: '#', fields: { version: '4' }, target: 'closest .toast' }}
      />
    ),
  },
  { title: 'Without', render: ({ components: words }) => <Toast words={words} text="Invitation sent to Nell Okafor." seconds={3600} /> },
]
