import { type webcrypto } from 'node:crypto'
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type GeneralName,
} from '@peculiar/x509'

/** A certificate with its key, both as PEM. */
export interface Certificate {
  cert: string
  key: string
}

/** An authority of one run: nobody keeps its key. */
export interface Authority {
  cert: string
  /** A server's certificate for a name. */
  issue(name: string): Promise<Certificate>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000
const validity = () => ({ notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 7 * day) })
const newKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>

export async function newAuthority(name: string): Promise<Authority> {
  const keys = await newKeys()
  const authority = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${name}`,
    ...validity(),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  })
  let serial = 2
  const issue = async (host: string): Promise<Certificate> => {
    const own = await newKeys()
    const names: GeneralName[] = [{ type: 'dns', value: host } as GeneralName]
    const certificate = await X509CertificateGenerator.create({
      serialNumber: `0${serial++}`,
      subject: `CN=${host}`,
      issuer: authority.subject,
      ...validity(),
      signingAlgorithm: algorithm,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      extensions: [new BasicConstraintsExtension(false, undefined, true), new SubjectAlternativeNameExtension(names)],
    })
    const key = (await crypto.subtle.exportKey('pkcs8', own.privateKey)) as ArrayBuffer
    return { cert: certificate.toString('pem'), key: PemConverter.encode(key, 'PRIVATE KEY') }
  }
  return { cert: authority.toString('pem'), issue }
}
