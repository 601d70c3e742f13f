import type { SignedIn } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { ClientFrame, StaffFrame, type FrameProps } from '../frames.tsx'

/** The pages about the person herself: in the frame she knows, staff's or a client's, whichever she is where she signed in. */
export function AccountFrame({ current, children, ...rest }: FrameProps & { current: SignedIn }) {
  const Frame = current.staff ? StaffFrame : ClientFrame
  return (
    <Frame current={current} {...rest}>
      {children}
    </Frame>
  )
}

/** From a page under it back to the page of her security. */
export function BackToSecurity({ current: { words } }: { current: SignedIn }) {
  return (
    <p>
      <a href={href(paths.security)}>{words.security.backToSecurity}</a>
    </p>
  )
}
