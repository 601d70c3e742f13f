/** What the Worker is given: bindings of wrangler.toml and secrets (docs/deploy.md). */
export interface Env {
  /** Control, and a shard. */
  DB: D1Database
  /** Further shards (docs/scale.md). */
  [shard: `DB_${number}`]: D1Database | undefined
  OUTBOX: Queue<OutboxMessage>
  EMAIL: SendEmail
  ASSETS: Fetcher
  /** Counts posts of visitors by network at the edge (src/web/wall.ts). */
  VISITOR_WALL?: RateLimit
  PUBLIC_ORIGIN: string
  EMAIL_FROM: string
  /** How e-mails leave: `cloudflare` (default) or `smtp` (docs/email-transports.md). */
  EMAIL_TRANSPORT?: string
  /** SMTP submission over TLS. SMTP_TLS, `implicit` or `starttls`, is needed only on an unusual port; the password is a secret. */
  SMTP_HOST?: string
  SMTP_PORT?: string
  SMTP_TLS?: string
  SMTP_USER?: string
  SMTP_PASSWORD?: string
  /** `whsec_...`: the e-mail provider signs with it what became of an e-mail. Without it POST /hooks/email does not exist. */
  EMAIL_WEBHOOK_SECRET?: string
  /** At least 32 characters. Sign-in codes and link tokens are derived from it, so that only their hashes are stored (ACC-2). */
  PORTAL_SECRET: string
  /** Who runs the portal and is told of what nobody would notice (src/watches/alerts.ts). Without it there is only the log. */
  ALERT_EMAIL?: string
  /** `on`: what pages merely show may be read from D1's read replicas (docs/scale.md). */
  READ_REPLICAS?: string
  /** The slug that the bare address leads to, when the deployment serves one practice. */
  HOME_ORGANIZATION?: string
  /** Development and tests: the shard of the demo practices; without it cedar lies on DB_2 when there is one (src/dev/seed.ts). */
  DEMO_SHARD?: string
  /** Turnstile on the forms of the New Invitation and New Appointment Links; off without them. Both or neither. */
  TURNSTILE_SITE_KEY?: string
  TURNSTILE_SECRET?: string
}

/** How a shard is bound, and named in the directory. */
export type ShardName = 'DB' | `DB_${number}`

/** A queue message only says "look": the outbox row is the state (NOT-20). No organization's data, ids only. */
export interface OutboxMessage {
  organizationId: string
  outboxId: string
}
