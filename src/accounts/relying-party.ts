/** Who a passkey is made for (ACC-3): its id is a host name, and answers are taken from these origins only. */
export interface RelyingParty {
  id: string
  name: string
  origin: string
}

/**
 * The portal as passkeys know it: from the configured origin, never from a request's Host (T-15). Browsers make no passkey for an IP
 * address, so a portal configured as 127.0.0.1 has its passkeys under its other name, localhost (docs/development.md). Pure.
 */
export function relyingParty({ PUBLIC_ORIGIN }: { PUBLIC_ORIGIN: string }): RelyingParty {
  const { hostname, protocol, port } = new URL(PUBLIC_ORIGIN)
  const id = hostname === '127.0.0.1' ? 'localhost' : hostname
  return { id, name: 'Portico', origin: `${protocol}//${id}${port && `:${port}`}` }
}
