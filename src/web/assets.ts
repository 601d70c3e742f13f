import manifest from '../../dist/manifest.json' with { type: 'json' }

const addresses: Record<string, string> = manifest

/** The hashed address of a file of public/, for example `asset('app.css')`; `htmx.js` is the pinned htmx. Throws for a name that was never built. */
export function asset(name: string): string {
  const address = addresses[name]
  if (!address) throw new Error(`There is no asset "${name}". Put the file in public/ and run "npm run build".`)
  return address
}
