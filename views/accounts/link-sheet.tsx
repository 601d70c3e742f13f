import type { StaffCurrent } from '../../src/current.ts'
import { href, paths } from '../../src/paths.ts'
import { Document } from '../layout.tsx'
import type { Words } from '../words/words.ts'
import type { ShownLink } from './links-page.tsx'
import { QrCode } from './qr-code.tsx'

/** A link on paper, for a waiting room: in the practice's language, whatever its reader's is. `practiceWords`: of that language. */
export function LinkSheet({ current, link, practiceWords }: { current: StaffCurrent; link: ShownLink; practiceWords: Words }) {
  const { organization, words } = current
  const { kind, address } = link
  const { links } = practiceWords
  return (
    <Document
      lang={organization.language}
      title={`${links.sheetTitle[kind]} · ${organization.name}`}
      words={words}
      styles={['links.css']}
      scripts={[]}
    >
      <nav class="sheet-aside" lang={current.language} aria-label={words.links.title}>
        <a href={href(paths.links, { org: organization.slug }, {}, `link-${kind}`)}>{words.links.sheetBack}</a>
        <p class="soft">{words.links.sheetPrint}</p>
      </nav>
      <main id="main" class="sheet" tabindex={-1}>
        <p class="sheet-practice">{organization.name}</p>
        <h1>{links.sheetTitle[kind]}</h1>
        <p>{links.sheetText[kind]}</p>
        <QrCode text={address} label={links.qrOf(practiceWords.settings.links[kind].label)} pixels={360} />
        <p class="sheet-address">{address}</p>
        <p>{links.sheetCall(organization.phone)}</p>
      </main>
    </Document>
  )
}
