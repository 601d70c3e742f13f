import { setting } from '../settings/declare.ts'

export const accountSettings = {
  client_signup: setting({
    label: {
      en: 'Allow client sign-up through the New Invitation Link',
      es: 'Permitir el registro de clientes con el enlace de invitación',
    },
    help: {
      en: 'Off: the link says that an invitation is needed. People you invite are not affected.',
      es: 'Desactivado: el enlace dice que hace falta una invitación. Las personas invitadas no lo notan.',
    },
    default: 'on',
  }),
}
