/** Organization > Client Portal. Labels and help of a setting stand with its declaration. */
export const settings = {
  en: {
    title: 'Client Portal',
    intro: (practice: string) => `What the portal offers to the clients of ${practice}. Each switch is saved at once.`,
    heading: 'Settings',
    notificationsHeading: 'Client Notification Settings',
    notificationsIntro: 'The e-mail never says what it is about: only that there is something new, with a link to the portal.',
    linksHeading: 'Client Shortcuts',
    linksIntro: 'Three addresses for your website, your e-mails and your front desk.',
    links: {
      login: { label: 'Login Link', hint: 'For clients who have an account.' },
      book: { label: 'New Appointment Link', hint: 'Clients sign in and ask for a time.' },
      join: { label: 'New Invitation Link', hint: 'For people who are not your clients yet.' },
    },
    nowIs: (label: string, state: 'on' | 'off') => `${label}: now ${state}.`,
    changedMeanwhile: (by: string, state: 'on' | 'off') => `Not saved: ${by} changed this meanwhile. It is ${state} now.`,
    noSeat: 'No therapist is subscribed yet, so nobody will see it.',
    goThere: 'Go to it',
    reasons: {
      parent_off: (label: string) => `Turn on “${label}” first.`,
      plan: 'Your plan does not include it. Whoever hosts this portal can change the plan.',
      no_card_processing: 'Card processing is not connected yet. The connection arrives with payments.',
      other: 'It cannot be used at the moment.',
    },
  },
  es: {
    title: 'Portal del cliente',
    intro: (practice: string) => `Lo que el portal ofrece a los clientes de ${practice}. Cada interruptor se guarda al momento.`,
    heading: 'Ajustes',
    notificationsHeading: 'Avisos a los clientes',
    notificationsIntro: 'El correo nunca dice de qué se trata: solo que hay algo nuevo, con un enlace al portal.',
    linksHeading: 'Enlaces para clientes',
    linksIntro: 'Tres direcciones para su web, sus correos y su recepción.',
    links: {
      login: { label: 'Enlace de acceso', hint: 'Para clientes que ya tienen cuenta.' },
      book: { label: 'Enlace para pedir cita', hint: 'Los clientes entran y piden una hora.' },
      join: { label: 'Enlace de invitación', hint: 'Para quienes todavía no son clientes.' },
    },
    nowIs: (label: string, state: 'on' | 'off') => `${label}: ahora ${state === 'on' ? 'activado' : 'desactivado'}.`,
    changedMeanwhile: (by: string, state: 'on' | 'off') =>
      `No se guardó: ${by} lo cambió mientras tanto. Ahora está ${state === 'on' ? 'activado' : 'desactivado'}.`,
    noSeat: 'Ningún terapeuta está suscrito todavía, así que nadie lo verá.',
    goThere: 'Ir allí',
    reasons: {
      parent_off: (label: string) => `Active primero «${label}».`,
      plan: 'Su plan no lo incluye. Quien aloja este portal puede cambiar el plan.',
      no_card_processing: 'El cobro con tarjeta aún no está conectado. La conexión llega con los pagos.',
      other: 'No se puede usar por ahora.',
    },
  },
}
