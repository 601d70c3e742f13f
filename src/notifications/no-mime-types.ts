/**
 * Stands in the bundle for nodemailer's list of what a file's name says of its type (wrangler.toml, docs/decisions/047): a thousand lines
 * nobody asks, because whoever attaches a file says what it is (transport.ts).
 */
export const detectMimeType = (): string => 'application/octet-stream'

export const detectExtension = (): string => 'bin'
