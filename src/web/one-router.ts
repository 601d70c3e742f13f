/**
 * Stands in the bundle for the routers that Hono would choose among (`[alias]` of wrangler.toml, docs/decisions/071). An area's `new Hono()`
 * is only a list of routes that app.tsx mounts, into the trie that it names for itself: nothing is ever looked up in it, so nothing is
 * built for it when an isolate starts.
 */
class NoRouter {
  name = 'none'
  add(): void {}
  match(): never {
    throw new Error('An area answers nothing by itself: src/app.tsx mounts it.')
  }
}

export { NoRouter as RegExpRouter, NoRouter as SmartRouter }
