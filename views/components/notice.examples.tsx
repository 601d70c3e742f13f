import type { Example } from './example.ts'
import { Notice } from './notice.tsx'

export const examples: Example[] = [
  {
    title: 'Info',
    render: ({ components: words }) => (
      <Notice words={words} title="Times are in New York.">
        Theo works in the same zone.
      </Notice>
    ),
  },
  {
    title: 'Ok',
    render: ({ components: words }) => (
      <Notice words={words} kind="ok" title="Your appointment is confirmed." action={<a href="#">Add to calendar</a>} />
    ),
  },
  {
    title: 'Wait',
    render: ({ components: words }) => (
      <Notice words={words} kind="wait" title="Waiting for Theo's answer.">
        You will hear by Thu 17:00.
      </Notice>
    ),
  },
  {
    title: 'No, with a remedy',
    render: ({ components: words }) => (
      <Notice words={words} kind="no" title="Somebody was quicker." action={<a href="#">See the three nearest times</a>}>
        10:00 was taken while you wrote.
      </Notice>
    ),
  },
]
