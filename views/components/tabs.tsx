export interface Tab {
  href: string
  label: string
  here?: boolean
  /** How many wait behind this tab; said as part of the link. */
  count?: number
}

/** Pages beside each other, as links: they work without JavaScript and open in a new tab. */
export function Tabs({ label, items }: { label: string; items: Tab[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      {items.map(({ href, label, here, count }) => (
        <a href={href} {...(here && { 'aria-current': 'page' })}>
          {label}
          {count ? <span class="count"> {count}</span> : null}
        </a>
      ))}
    </nav>
  )
}
