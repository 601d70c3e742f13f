import { draftAddress, type Draft } from '../../src/accounts/draft-forms.ts'
import type { Current } from '../../src/current.ts'
import { Button } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'

/** Inside the form whose text came back: says so, and throws it away at a press. */
export function DraftKept({ current: { words, organization }, draft }: { current: Current; draft: Draft }) {
  return (
    <Notice
      words={words.components}
      action={
        <Button kind="plain" formaction={draftAddress(organization.slug, draft, 1)} formnovalidate>
          {words.security.draftDiscard}
        </Button>
      }
    >
      {words.security.draftKept}
    </Notice>
  )
}

/** For a form with text: where app.js sends what is not saved, before the session ends. */
export const keepsDraft = ({ organization }: Current, draft: Draft) => ({ 'data-draft': draftAddress(organization.slug, draft) })
