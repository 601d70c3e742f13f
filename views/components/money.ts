import type { Language } from '../../src/current.ts'

/** An amount as it is read: "$150", "$150.50". */
export const printMoney = (cents: number, language: Language): string =>
  new Intl.NumberFormat(language === 'es' ? 'es-US' : 'en-US', {
    style: 'currency',
    currency: 'USD',
    ...(cents % 100 === 0 && { maximumFractionDigits: 0 }),
  }).format(cents / 100)

/** The same as it is typed: "150", "150.50". */
export const typeMoney = (cents: number): string => (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2)
