import type { Child } from 'hono/jsx'
import { Button, ButtonLink } from '../../views/components/button.tsx'
import { Field } from '../../views/components/field.tsx'
import { Notice } from '../../views/components/notice.tsx'
import { Document } from '../../views/layout.tsx'
import { words } from '../../views/words/words.ts'
import { castKeys, memberOf, organizations } from './cast.ts'

/** Development only, so its sentences are here and in English: they are no part of the product. */
const say = {
  title: 'Portico, development',
  intro: 'Made-up people, made-up data. Nothing leaves this machine.',
  become: 'Become somebody',
  look: 'Look',
  clock: 'The portal’s time',
  stands: 'It stands still.',
  runs: 'It runs.',
  data: 'Data',
  done: {
    clock: 'The clock is set.',
    cron: 'The scheduled work is done; what was due is in the mailbox.',
    reset: 'The demo data is as new, and the clock runs.',
    fill: 'The clients are there.',
    seed: 'The demo data is there.',
  } as Record<string, string>,
  who: {
    dana: 'administrator',
    theo: 'therapist, subscribed',
    tess: 'therapist, not subscribed',
    ana: 'client of Theo and Tess',
    bo: 'client of Theo',
    max: 'client of Theo, a minor',
    gail: 'contact of Max',
    nell: 'client on file',
    amir: 'administrator',
    cyd: 'client',
  },
}

interface DevelopmentPageProps {
  now: string
  standing: boolean
  done: string | undefined
}

/** One screen: who to be, what to look at, what time it is. */
export function DevelopmentPage({ now, standing, done = '' }: DevelopmentPageProps) {
  return (
    <Document lang="en" title={say.title} words={words('en')}>
      <main id="main" class="gallery" tabindex={-1}>
        <header class="stack">
          <h1>{say.title}</h1>
          <p class="soft">{say.intro}</p>
          {Object.hasOwn(say.done, done) && (
            <Notice words={words('en').components} kind="ok">
              {say.done[done]}
            </Notice>
          )}
        </header>
        <Section title={say.become}>
          <People />
        </Section>
        <Section title={say.look}>
          <div class="actions">
            <ButtonLink href="/dev/mail">Mailbox</ButtonLink>
            <ButtonLink href="/dev/emails">Every e-mail</ButtonLink>
            <ButtonLink href="/dev/gallery">Every component</ButtonLink>
            <ButtonLink href="/dev/gallery?language=es">Every component, in Spanish</ButtonLink>
          </div>
        </Section>
        <Section title={say.clock}>
          <p>
            <time datetime={now}>{now}</time> {standing ? say.stands : say.runs}
          </p>
          <form method="post" action="/dev/clock" class="stack">
            <Back />
            <Field label="Let it stand at (UTC, ISO); empty: let it run" name="now" value={standing ? now : ''} />
            <div class="actions">
              <Button kind="primary">Set the clock</Button>
              <Button name="now" value="" form="run">
                Let it run
              </Button>
              <Button form="cron">Do the scheduled work now</Button>
            </div>
          </form>
          <Does what="clock" id="run" />
          <Does what="cron" id="cron" />
        </Section>
        <Section title={say.data}>
          <form method="post" action="/dev/fill" class="stack">
            <Back />
            <Field label="More clients for Willow House" name="clients" value="100" inputmode="numeric" />
            <div class="actions">
              <Button>Add them</Button>
              <Button kind="danger" form="reset">
                Reset everything
              </Button>
            </div>
          </form>
          <Does what="reset" id="reset" />
        </Section>
      </main>
    </Document>
  )
}

function People() {
  return (
    <div class="rows">
      {castKeys.map((key) => {
        const { name, org, personId } = memberOf(key)
        return (
          <div class="appointment">
            <b>{name}</b>
            <span class="meta">
              {say.who[key]}, {organizations[org].name}
            </span>
            {personId ? (
              <form method="post" action="/dev/sign-in">
                <Button name="person" value={key} aria-label={`Become ${name}`}>
                  Become {name.split(' ')[0]}
                </Button>
              </form>
            ) : (
              <span class="meta">No account.</span>
            )}
          </div>
        )
      })}
    </div>
  )
}

function Section({ title, children }: { title: string; children?: Child }) {
  return (
    <section class="section">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

/** An empty form that a button elsewhere submits. */
const Does = ({ what, id }: { what: string; id: string }) => (
  <form method="post" action={`/dev/${what}`} id={id}>
    <Back />
  </form>
)

const Back = () => <input type="hidden" name="back" value="/dev" />
