import { CopyField } from './copy-field.tsx'
import type { Example } from './example.ts'

export const examples: Example[] = [
  {
    title: 'A shortcut link',
    render: ({ components: words }) => (
      <CopyField
        words={words}
        id="book-link"
        label="Booking link"
        value="https://portal.willow.example/willow/book"
        hint="Put it on your website: clients ask for a time."
      />
    ),
  },
]
