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
  return {
    keys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    refusesFrom: () => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false }),
    agreesAgain: () => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true }),
    losesItsKeys: () => session.send('WebAuthn.clearCredentials', { authenticatorId }),
  }
}
