import type { CDPSession, Page } from 'playwright-core'

/** A device that can make and give passkeys, made of software (WebAuthn.addVirtualAuthenticator); it says yes at once, or no. */
export async function aDevice(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const held = async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  type Credential = Awaited<ReturnType<typeof held>>[number]
  return {
    keys: async () =>
      (await held()).map(({ credentialId, ...key }) => ({
        ...key,
        credentialId,
        id: Buffer.from(credentialId, 'base64').toString('base64url'),
      })),
    /** Keys of another device, as if it had been copied. */
    async learns(keys: (Credential & { id: string })[]): Promise<void> {
      for (const { id: _, ...credential } of keys) await session.send('WebAuthn.addCredential', { authenticatorId, credential })
    },
    refusesFrom: () => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false }),
    agreesAgain: () => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true }),
    /** Its only key becomes a copy whose counter says this: as if somebody had copied the device before she used it on. */
    async hasCountedTo(signCount: number): Promise<void> {
      const [credential] = await held()
      if (!credential) throw new Error('The device has no key.')
      await session.send('WebAuthn.clearCredentials', { authenticatorId })
      await session.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credential, signCount } })
    },
    losesItsKeys: () => session.send('WebAuthn.clearCredentials', { authenticatorId }),
  }
}
