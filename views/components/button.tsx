import type { Child } from 'hono/jsx'
import { Icon, type IconName } from './icon.tsx'

/** `primary`: the one thing to do here. `quiet`: the others. `plain`: reads like a link. `danger`: ends something. */
export type ButtonKind = 'primary' | 'quiet' | 'plain' | 'danger'

interface Look {
  kind?: ButtonKind
  icon?: IconName
  children?: Child
  /** Everything else goes to the element: `name`, `value`, `id`, `aria-*`, `hx-*`, `data-*`. */
  [attribute: string]: unknown
}

/** A button; submits its form unless `type="button"`. */
export function Button({ kind = 'quiet', icon, children, type = 'submit', ...rest }: Look) {
  return (
    <button type={type as 'submit'} class={`button ${kind}`} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({ kind = 'quiet', icon, children, href, ...rest }: Look & { href: string }) {
  return (
    <a href={href} class={`button ${kind}`} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  )
}
