/**
 * Stands in the bundle for nodemailer's own HTTP client, which would fetch an attachment or go through a proxy (wrangler.toml,
 * docs/decisions/071): an e-mail of ours is made of what is given to it, and asks nobody.
 */
export default function fetching(): never {
  throw new Error('An e-mail fetches nothing.')
}
