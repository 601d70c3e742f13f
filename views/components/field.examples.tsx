import type { Example } from './example.ts'
import { Field, SelectField } from './field.tsx'

export const examples: Example[] = [
  {
    title: 'With a hint',
    render: () => (
      <Field
        label="E-mail"
        name="f-email"
        type="email"
        autocomplete="email"
        inputmode="email"
        hint="The address your practice writes to."
      />
    ),
  },
  {
    title: 'With an error, keeping what was typed',
    render: () => (
      <Field label="E-mail" name="f-email-error" type="email" value="ana.pereira@" error="Write the whole address, like ana@example.com." />
    ),
  },
  {
    title: 'A note, optional',
    render: ({ components }) => (
      <Field label="Note to Theo" name="f-note" multiline optional={components.optional} hint="Only your practice can read it." />
    ),
  },
  {
    title: 'A choice',
    render: () => (
      <SelectField
        label="With whom"
        name="f-with"
        value="theo"
        options={[
          { value: 'theo', label: 'Theo Lindqvist' },
          { value: 'tess', label: 'Tess Moreau' },
        ]}
      />
    ),
  },
]
