import { setting } from '../settings/declare.ts'
import { minorsWithoutOtherSignIn } from './in-flight.ts'

export const contactSettings = {
  contact_access: setting({
    label: {
      en: 'Allow Client Portal Access for Client Contacts',
      es: 'Permitir el acceso al portal a los contactos de los clientes',
    },
    help: {
      en: 'Parents, guardians and others you have given permissions act for the client from their own account.',
      es: 'Padres, tutores y otras personas con permiso actúan por el cliente desde su propia cuenta.',
    },
    perClient: 'restrict',
    inFlight: [minorsWithoutOtherSignIn],
  }),
}
