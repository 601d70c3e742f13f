/** The demo data, reached as a script would: by HTTP, through the development Worker. */
export interface CastMember {
  personId: string
  email: string
  org: string
}

/** Fills a portal with the demo data when it is empty. */
export async function seed(url: string): Promise<void> {
  const answer = await fetch(`${url}/dev/seed`, { method: 'POST', headers: { Origin: url } })
  if (!answer.ok) throw new Error(`The demo data could not be made: ${answer.status} ${await answer.text()}`)
}

/** The people of the demo data by their key, `services` and `locations` left out. */
export async function castOf(url: string): Promise<[string, CastMember][]> {
  const answer = await fetch(`${url}/dev/cast.json`)
  const cast = (await answer.json()) as Record<string, Partial<CastMember>>
  return Object.entries(cast).filter((entry): entry is [string, CastMember] => Boolean(entry[1].personId))
}
