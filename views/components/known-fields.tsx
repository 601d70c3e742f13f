import type { Child } from 'hono/jsx'
import { Field } from './field.tsx'

interface KnownFieldProps {
  label: string
  hint?: Child
  error?: string | undefined
  value?: string | undefined
}

/** A code out of an e-mail or an app: the phone offers it by itself, and its digits stand wide enough to compare. */
export const CodeField = (props: KnownFieldProps) => (
  <Field {...props} name="code" class="code" autocomplete="one-time-code" inputmode="numeric" maxlength={12} required />
)

/** Her own e-mail address. */
export const EmailField = (props: KnownFieldProps) => (
  <Field {...props} name="email" type="email" autocomplete="email" inputmode="email" maxlength={254} required autocapitalize="none" />
)
