import { plan, setting } from '../settings/declare.ts'

export const messageSettings = {
  secure_messaging: setting({
    label: {
      en: 'Allow Secure Messaging through Client Portal',
      es: 'Permitir mensajes seguros en el portal',
    },
    help: {
      en: 'Therapists and their own clients will write to each other in the portal once messages are built; your choice is kept until then.',
      es: 'Los terapeutas y sus clientes se escribirán en el portal cuando existan los mensajes; su elección se guarda hasta entonces.',
    },
    needs: [plan('secure_messaging')],
    seat: true,
    perClient: 'restrict',
    permission: 'messages',
  }),
}
