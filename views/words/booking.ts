import type { PartOfDay } from '../../src/scheduling/parts-of-day.ts'

/** Looking for a time: across therapists, by the part of the day, on the next day that has one (SCH-11). */
export const booking = {
  en: {
    first: 'First available',
    with: (name: string) => `with ${name}`,
    pressFirst:
      'Press a time to ask whoever is named with it. You can withdraw the request until it is answered. To add a note, to ask for every week or to wait for an earlier time, choose one therapist above.',
    chooseFirst: 'Choose a time. Whoever is named with it hears of it once you have confirmed your e-mail address.',
    placesTime: 'Each time is of the place where you meet.',
    partsLabel: 'Time of day',
    anyPart: 'Any time',
    noneInPart: {
      morning: 'No free mornings at the moment',
      afternoon: 'No free afternoons at the moment',
      evening: 'No free evenings at the moment',
    } satisfies Record<PartOfDay, string>,
    noneInPartHint: 'There are free times at other times of the day.',
    showAny: 'Show any time',
    nextFree: (day: string) => `Nothing is free on ${day}. This is the next day with free times.`,
    lastFree: (day: string) => `Nothing is free from ${day} on. This is the last day with free times.`,
  },
  es: {
    first: 'Primera hora libre',
    with: (name: string) => `con ${name}`,
    pressFirst:
      'Pulse una hora para pedírsela a quien se nombra con ella. Puede retirar la solicitud hasta que la respondan. Para añadir una nota, pedirla cada semana o esperar una hora más temprana, elija arriba a una persona.',
    chooseFirst: 'Elija una hora. Quien se nombra con ella se entera cuando usted haya confirmado su correo electrónico.',
    placesTime: 'Cada hora es la del lugar donde se ven.',
    partsLabel: 'Parte del día',
    anyPart: 'Todo el día',
    noneInPart: {
      morning: 'No hay mañanas libres por ahora',
      afternoon: 'No hay tardes libres por ahora',
      evening: 'No hay noches libres por ahora',
    } satisfies Record<PartOfDay, string>,
    noneInPartHint: 'Hay horas libres en otras partes del día.',
    showAny: 'Ver todo el día',
    nextFree: (day: string) => `No hay nada libre el ${day}. Este es el siguiente día con horas libres.`,
    lastFree: (day: string) => `No hay nada libre desde el ${day}. Este es el último día con horas libres.`,
  },
}
