import type { Current } from '../../src/current.ts'
import { Notice } from '../components/notice.tsx'

/** SET-43: what an archived client is told on every page of hers. */
export function ReadOnly({ current: { client, words, organization } }: { current: Current }) {
  if (!client || client.archivedAt === null) return <></>
  return (
    <div class="acting-for">
      <Notice words={words.components} kind="wait">
        {words.clients.closed.banner(organization.name)}
      </Notice>
    </div>
  )
}
