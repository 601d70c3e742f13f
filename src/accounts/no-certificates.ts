/**
 * Stands in the bundle for the libraries that read the certificates of authenticators' makers (`[alias]` of wrangler.toml, decision 061).
 * We ask for no attestation (016), so nobody sends one; a device that does is refused like any answer that cannot be verified.
 */
class Unread {
  constructor() {
    throw new Error('Certificates of authenticators are not read.')
  }
}

export {
  Unread as AuthorityKeyIdentifierExtension,
  Unread as CRLDistributionPointsExtension,
  Unread as KeyDescription,
  Unread as SubjectKeyIdentifierExtension,
  Unread as X509Certificate,
  Unread as X509ChainBuilder,
  Unread as X509Crl,
}
export const id_ce_keyDescription = ''
