import { signatureNumbers } from './signature-numbers.ts'

/**
 * Stands in the bundle for what reads the certificates of authenticators' makers (`[alias]` of wrangler.toml, decisions 061 and 071).
 * We ask for no attestation (016), so nobody sends one; a device that does is refused like any answer that cannot be verified.
 */
class Unread {
  constructor() {
    throw new Error('Certificates of authenticators are not read.')
  }
}
const unread = (): Promise<never> => Promise.reject(new Error('Attestations of authenticators are not read.'))
const unreadNow = (): never => {
  throw new Error('Certificates of authenticators are not read.')
}

/** What a signature is read as, by name: the only thing that is. */
export class ECDSASigValue {}
export const AsnParser = {
  parse(bytes: Uint8Array, what: unknown) {
    if (what !== ECDSASigValue) throw new Error('Certificates of authenticators are not read.')
    return signatureNumbers(bytes)
  },
}

export {
  unreadNow as convertX509PublicKeyToCOSE,
  unreadNow as getCertificateInfo,
  Unread as AuthorityKeyIdentifierExtension,
  Unread as BasicConstraints,
  Unread as CRLDistributionPointsExtension,
  Unread as Certificate,
  Unread as ECParameters,
  Unread as KeyDescription,
  Unread as OctetString,
  Unread as RSAPublicKey,
  Unread as SubjectKeyIdentifierExtension,
  Unread as X509Certificate,
  Unread as X509ChainBuilder,
  Unread as X509Crl,
  unread as validateCertificatePath,
  unread as validateExtFIDOGenCEAAGUID,
  unread as verifyAttestationAndroidKey,
  unread as verifyAttestationAndroidSafetyNet,
  unread as verifyAttestationApple,
  unread as verifyAttestationFIDOU2F,
  unread as verifyAttestationTPM,
  unread as verifyAttestationWithMetadata,
}

/** What makers say of their devices: nothing. */
export const MetadataService = { getStatement: () => Promise.resolve(undefined) }

/** Names in certificates. */
const unnamed = ''
export {
  unnamed as id_ce_basicConstraints,
  unnamed as id_ecPublicKey,
  unnamed as id_ecdsaWithSHA256,
  unnamed as id_ecdsaWithSHA384,
  unnamed as id_ecdsaWithSHA512,
  unnamed as id_ml_dsa_44,
  unnamed as id_ml_dsa_65,
  unnamed as id_ml_dsa_87,
  unnamed as id_rsaEncryption,
  unnamed as id_secp256r1,
  unnamed as id_secp384r1,
  unnamed as id_sha1WithRSAEncryption,
  unnamed as id_sha256WithRSAEncryption,
  unnamed as id_sha384WithRSAEncryption,
  unnamed as id_sha512WithRSAEncryption,
}

/** Who would have signed them. */
export {
  unnamed as Apple_WebAuthn_Root_CA,
  unnamed as GlobalSign_Root_CA,
  unnamed as GlobalSign_Root_CA_R3,
  unnamed as GlobalSign_Root_R46,
  unnamed as Google_Hardware_Attestation_Root_1,
  unnamed as Google_Hardware_Attestation_Root_2,
  unnamed as Google_Hardware_Attestation_Root_3,
  unnamed as Google_Hardware_Attestation_Root_4,
}
