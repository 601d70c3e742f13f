import type { Invocation } from './reminders.ts'

export const keys = ['roundTrips', 'statements', 'rowsRead', 'rowsWritten', 'databaseMs', 'sendBatches', 'cpu', 'wall'] as const
export type Numbers = Record<(typeof keys)[number], number>

const each = (fold: (key: (typeof keys)[number]) => number) => Object.fromEntries(keys.map((key) => [key, fold(key)])) as Numbers

export const sumOf = (all: Invocation[]): Numbers => each((key) => all.reduce((sum, one) => sum + one[key], 0))
export const averageOf = (all: Invocation[]): Numbers => each((key) => sumOf(all)[key] / all.length)
export const mostOf = (all: Invocation[]): Numbers => each((key) => Math.max(...all.map((one) => one[key])))
