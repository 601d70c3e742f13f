import { expect } from 'vitest'
import type { OpenPortal } from '../support.ts'
import { client } from './client.ts'
import { development } from './development.ts'

/** Nell, with the e-mail that invites her open on her phone. */
export async function invitedPerson(portal: OpenPortal, key: string, kind: { javaScript: boolean; phone?: boolean }) {
  const she = await client(portal, key, kind)
  const email = `${key}@family.example`

  return {
    ...she,
    letter: () => development(portal).theNewestMailTo(email, 'invitation'),

    async opensTheInvitation(): Promise<void> {
      const { text } = await development(portal).theNewestMailTo(email, 'invitation')
      await she.page.goto(/https?:\/\/\S+\/invite\/\S+/.exec(text)?.[0] ?? '')
    },

    async confirmsByCode(): Promise<void> {
      await she.page.getByRole('button', { name: 'Send me the code' }).click()
      await she.page.waitForURL('**/login/code')
      await she.types(await she.codeInTheMail())
    },

    isInHerPortal: (clientId: string) => expect.poll(() => new URL(she.page.url()).pathname).toBe(`/willow/my/${clientId}/appointments`),
  }
}
