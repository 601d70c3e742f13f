import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Notice } from '../components/notice.tsx'
import { StaffFrame } from '../frames.tsx'

/** Why client payments are greyed, and what it will take (SET-6, SET-10). */
export function CardProcessingPage({ current }: { current: StaffCurrent }) {
  const { words, organization } = current
  const connected = organization.cardProcessing === 'enabled'
  return (
    <StaffFrame current={current} title={words.seats.cardTitle} here="portal" back={href(paths.cardProcessing, { org: organization.slug })}>
      <p>
        <a href={href(paths.portal, { org: organization.slug }, {}, 'setting-client_payments')}>{words.seats.backToPortal}</a>
      </p>
      <h1>{words.seats.cardTitle}</h1>
      <p class="lead">{words.seats.cardIntro}</p>
      <Notice
        words={words.components}
        kind={connected ? 'ok' : 'wait'}
        title={connected ? words.seats.cardConnected : words.seats.cardNotConnected}
      >
        {connected ? words.seats.cardReady : words.seats.cardArrives}
      </Notice>
      {!connected && (
        <section aria-labelledby="takes-heading">
          <h2 id="takes-heading">{words.seats.cardTakesHeading}</h2>
          <ol class="card steps">
            {words.seats.cardTakes.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </section>
      )}
    </StaffFrame>
  )
}
