import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'

/** From the person's own pages to where she belongs. */
export const BackToPortal = ({ current: { words, organization } }: { current: SignedIn }) => (
  <p>
    <a href={href(paths.my, { org: organization.slug })}>{words.factors.back}</a>
  </p>
)
