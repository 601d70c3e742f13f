/** Ways to break the resolver, gate by gate. `npm run mutate:settings` breaks a copy with each; a test must notice every one. */
export interface Mutant {
  name: string
  file: string
  from: string
  to: string
}

const standing = 'src/settings/standing.ts'
const explain = 'src/settings/explain.ts'
const declarations = 'src/settings/declarations.ts'

export const mutants: Mutant[] = [
  {
    name: 'the plan is not asked',
    file: standing,
    from: "planNamed(facts.plan).features.includes(need.feature) ? null : 'plan'",
    to: 'null',
  },
  {
    name: 'an unknown plan includes everything',
    file: 'src/settings/plans.ts',
    from: 'label: { en: name, es: name }, features: []',
    to: "label: { en: name, es: name }, features: ['secure_messaging', 'self_scheduling']",
  },
  {
    name: 'essentials includes messaging',
    file: 'src/settings/plans.ts',
    from: "es: 'Esencial' }, features: []",
    to: "es: 'Esencial' }, features: ['secure_messaging']",
  },
  {
    name: 'card processing is not asked',
    file: standing,
    from: "facts.cardProcessing === 'enabled' ? null",
    to: "facts.cardProcessing !== '' as string ? null",
  },
  {
    name: 'a parent only has to be chosen',
    file: standing,
    from: "isEffective(need.key as SettingKey, facts) ? null : 'parent_off'",
    to: "facts.choices[need.key]?.value === 'on' ? null : 'parent_off'",
  },
  { name: 'a parent is not asked', file: standing, from: "isEffective(need.key as SettingKey, facts) ? null : 'parent_off'", to: 'null' },
  { name: 'chosen is enough', file: standing, from: "value === 'on' && reason === null", to: "value === 'on'" },
  { name: 'the needs are enough', file: standing, from: "value === 'on' && reason === null", to: 'reason === null' },
  { name: 'nobody chose means on', file: standing, from: 'declarationOf(key).default, version: 0', to: "'on' as const, version: 0" },
  { name: 'the stored choice is ignored', file: standing, from: 'if (!choice) return', to: 'if (choice || !choice) return' },
  {
    name: 'only the first need counts',
    file: standing,
    from: 'needs.map((need) => missing',
    to: 'needs.slice(0, 0).map((need) => missing',
  },
  {
    name: 'it warns when a therapist is subscribed',
    file: standing,
    from: 'facts.subscribedTherapists === 0',
    to: 'facts.subscribedTherapists !== 0',
  },
  { name: 'it warns for settings without seats', file: standing, from: 'seat && effective && facts', to: 'effective && facts' },
  { name: 'it warns though it is off', file: standing, from: 'seat && effective && facts', to: 'seat && facts' },
  { name: 'explain leaves the needs out', file: explain, from: 'declaration.needs.map((need) => needGate(need, key, facts))', to: '[]' },
  { name: 'explain does not ask whether it is on', file: explain, from: "holds: standing(key, facts).chosen === 'on'", to: 'holds: true' },
  { name: 'a client’s off is not asked', file: explain, from: 'holds: !restricted(key, facts), key', to: 'holds: true, key' },
  {
    name: 'a client’s off on the parent does not reach its children',
    file: explain,
    from: "need.kind === 'parent' && restricted(need.key as SettingKey, facts)",
    to: 'false && need.kind === "parent"',
  },
  {
    name: 'an inherit counts as off',
    file: explain,
    from: "facts.overrides[key]?.value === 'off'",
    to: 'facts.overrides[key] !== undefined',
  },
  { name: 'an archived client keeps her portal', file: explain, from: 'holds: !asked.client.archived', to: 'holds: true' },
  {
    name: 'therapists are not asked for',
    file: explain,
    from: 'if (declaration.seat && asked.therapist)',
    to: 'if (false as boolean && declaration.seat && asked.therapist)',
  },
  {
    name: 'therapists are asked for where no seat is needed',
    file: explain,
    from: 'if (declaration.seat && asked.therapist)',
    to: 'if (asked.therapist)',
  },
  { name: 'an inactive therapist will do', file: explain, from: 'holds: therapist.active', to: 'holds: true' },
  { name: 'an unsubscribed therapist will do', file: explain, from: 'holds: therapist.subscribed', to: 'holds: true' },
  { name: 'somebody else’s therapist will do', file: explain, from: 'holds: therapist.assigned', to: 'holds: true' },
  {
    name: 'contacts are not asked for',
    file: explain,
    from: "if (asked.access?.kind === 'contact')",
    to: "if (asked.access?.kind === 'contact' && false as boolean)",
  },
  { name: 'contact_access is not asked', file: explain, from: 'holds: open, key', to: 'holds: true, key' },
  {
    name: 'contact_access of this client is not asked',
    file: explain,
    from: "effective && !restricted('contact_access', facts)",
    to: 'effective',
  },
  { name: 'the grant is not asked', file: explain, from: 'holds: needed === undefined || granted.includes(needed)', to: 'holds: true' },
  { name: 'any grant will do', file: explain, from: 'granted.includes(needed)', to: 'granted.length > 0' },
  {
    name: 'settings of everybody can be overridden',
    file: declarations,
    from: "declarationOf(key).perClient === 'restrict')",
    to: "declarationOf(key).perClient !== ('' as string))",
  },
  {
    name: 'a refusal is the last gate',
    file: explain,
    from: 'explain(key, facts, asked).find((gate) => !gate.holds) ?? null',
    to: 'explain(key, facts, asked).find((gate) => gate.holds) ?? null',
  },
]
