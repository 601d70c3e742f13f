import { cardProcessing, setting } from '../settings/declare.ts'

export const paymentSettings = {
  client_payments: setting({
    label: {
      en: 'Allow Client Payments through Client Portal',
      es: 'Permitir pagos de clientes en el portal',
    },
    help: {
      en: 'Clients pay for their appointments in the portal. It needs card processing, which arrives with payments.',
      es: 'Los clientes pagan sus citas en el portal. Necesita el cobro con tarjeta, que llega con los pagos.',
    },
    needs: [cardProcessing],
    perClient: 'restrict',
    permission: 'pay',
  }),
}
