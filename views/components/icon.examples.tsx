import { Icon, iconNames } from './icon.tsx'
import type { Example } from './example.ts'

export const examples: Example[] = [
  {
    title: 'All of them',
    render: () => (
      <ul class="actions">
        {iconNames.map((name) => (
          <li>
            <Icon name={name} /> <span class="meta">{name}</span>
          </li>
        ))}
      </ul>
    ),
  },
]
