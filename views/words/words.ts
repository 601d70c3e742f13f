import { en } from './en.ts'
import { es } from './es.ts'

/** Every sentence a person reads. Spanish must have exactly the keys of English: the type says so, a house test too. */
export type Words = typeof en

/** The sentences of a language; English for one we do not have. */
export const words = (language: string | null | undefined): Words => (language === 'es' ? es : en)
