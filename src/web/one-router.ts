/**
 * Stands in the bundle for the routers that Hono would choose among (`[alias]` of wrangler.toml, docs/decisions/071): the portal names the
 * trie for itself (src/app.tsx), and an area's router is only a list that is mounted there.
 */
export { TrieRouter as RegExpRouter, TrieRouter as SmartRouter } from 'hono/router/trie-router'
