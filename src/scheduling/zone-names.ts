/** Zones that a practice of this product is likely to be in: what a field suggests before anything is typed. */
export const usualZones = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
]

/**
 * The IANA zone that somebody wrote, as the runtime calls it: "America/New_York", "america/new york", or "New York" where one zone alone has
 * that city. Null when the runtime knows none: then no clock can be read in it. An offset ("+05:00") is no zone, it has no summer.
 */
export function zoneNamed(text: string): string | null {
  const asked = text.trim().toLowerCase().replaceAll(' ', '_')
  const known = names().get(asked)
  if (known !== undefined) return known
  if (!/^[a-z_]+(\/[a-z0-9_+-]+)+$/.test(asked)) return null
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: asked }).resolvedOptions().timeZone // an older name of a zone
  } catch {
    return null
  }
}

let byName: Map<string, string | null> | undefined

/** Every zone by its name, and by its city; null for a city that several have. Made when somebody first writes one. */
function names(): Map<string, string | null> {
  if (byName) return byName
  const zones = Intl.supportedValuesOf('timeZone')
  byName = new Map()
  for (const zone of zones) {
    const city = zone.slice(zone.lastIndexOf('/') + 1).toLowerCase()
    byName.set(city, byName.has(city) ? null : zone)
  }
  for (const zone of [...zones, 'UTC']) byName.set(zone.toLowerCase(), zone)
  return byName
}
