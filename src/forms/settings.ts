import { setting } from '../settings/declare.ts'

export const formSettings = {
  hide_location_on_forms: setting({
    label: { en: 'Hide location address on intake forms', es: 'Ocultar la dirección en los formularios de ingreso' },
    help: {
      en: 'The street address of a location is left out of booking pages, e-mails and calendar files; intake forms follow when they are built.',
      es: 'La dirección de la consulta no aparece en las páginas de citas, correos ni archivos de calendario; los formularios la seguirán cuando existan.',
    },
  }),
}
