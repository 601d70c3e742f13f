/** Manage Clients. */
export const clients = {
  en: {
    title: 'Manage Clients',
    intro: 'Switch a feature off for one client, or on again. What is off for everyone is switched in',
    introLink: 'Client Portal',
    search: 'Search',
    searchLabel: 'Name or e-mail',
    filters: 'Filters',
    lists: { all: 'All', account: 'Has an account', no_account: 'No account', override: 'Restricted', archived: 'Archived' },
    caption: 'Clients and what each of them can use',
    client: 'Client',
    /** Column names; a setting without one is called by its label. */
    short: {
      client_payments: 'Payments',
      secure_messaging: 'Messages',
      self_scheduling: 'Scheduling',
      display_insurance: 'Insurance',
      contact_access: 'Contacts',
      schedule_within_24h: 'Asking within 24 h',
      cancel_within_24h: 'Cancelling within 24 h',
      add_insurance_payers: 'New payers',
    } as Record<string, string>,
    onForAll: 'On',
    offForAll: 'Off for everyone',
    onWithoutSeat: 'On, but no therapist is subscribed',
    status: {
      noAccount: 'No account',
      invited: 'Invited',
      invitationExpired: 'Invitation expired, sent',
      active: 'Active',
      lastSeen: ', last seen',
      archived: 'Archived',
    },
    reasons: { org_off: 'Off for everyone.', archived: 'Archived: nothing can be used.', no_portal_account: 'Nobody has an account yet.' },
    nowIs: (feature: string, state: 'on' | 'off') => `${feature}: now ${state}.`,
    changedMeanwhile: (by: string, state: 'on' | 'off') => `Not saved: ${by} changed this meanwhile. It is ${state} now.`,
    found: (count: number, more: boolean) =>
      more ? `The first ${count} found.` : count === 0 ? 'No client found.' : count === 1 ? '1 client found.' : `${count} clients found.`,
    foundFurther: 'More of what was found.',
    previous: 'Previous',
    next: 'Next',
    showAll: 'Show all clients',
    none: { title: 'No clients yet', text: 'Everyone in your care will be listed here.', action: 'Copy the invitation link' },
    nobodyFound: {
      title: (typed: string) => `Nobody found for “${typed}”`,
      text: 'Try the beginning of a first name, a last name or an e-mail address.',
    },
    nobodyListed: { title: 'Nobody is on this list', text: 'Clients appear here as soon as it is true of them.' },
    bulk: {
      setting: 'Setting for the selected clients',
      clear: 'Clear',
      off: 'Turn off',
      inherit: 'As for all',
      ask: (feature: string, count: number) =>
        count === 1 ? `Turn ${feature} off for 1 client?` : `Turn ${feature} off for ${count} clients?`,
      offFor: (feature: string, count: number) => (count === 1 ? `${feature}: off for 1 client.` : `${feature}: off for ${count} clients.`),
      inheritFor: (feature: string, count: number) =>
        count === 1 ? `${feature}: as for everyone for 1 client.` : `${feature}: as for everyone for ${count} clients.`,
      undone: (count: number) => (count === 1 ? 'Put back for 1 client.' : `Put back for ${count} clients.`),
      nothing: 'Nothing had to be changed.',
      nobody: 'Nobody was changed.',
      stale: 'Not saved: somebody else changed one of these clients at the same moment. Please try again.',
      skipped: {
        orgOff: (count: number) => `${count} not changed: it is off for everyone.`,
        archived: (count: number) => `${count} not changed: archived.`,
        noAccount: (count: number) => `${count} not changed: nobody has an account yet.`,
        already: (count: number) => (count === 1 ? '1 was so already.' : `${count} were so already.`),
        changed: (count: number) => `${count} not changed: somebody else has changed it since.`,
      },
    },
    page: {
      viewAs: 'View as this client',
      use: 'What this client can use',
      therapists: 'Therapists',
      contacts: 'Contacts who act for this client',
      noContacts: 'Nobody.',
      may: { forms: 'forms', pay: 'payments', schedule: 'appointments', messages: 'messages', notices: 'notices' },
      mayNothing: 'No permission yet',
      until: (day: string) => `until ${day}`,
      ended: (day: string) => `ended ${day}`,
    },
    archive: {
      heading: 'Archive',
      does: 'An archived client can still read the portal, and change nothing in it. No e-mails are sent, and open invitations end. You can return the client at any time.',
      archive: 'Archive this client',
      bringBack: 'Return from the archive',
      since: 'Archived since',
      isArchived: 'The portal is read-only: no feature can be used, no e-mail is sent.',
      archived: (name: string) => `${name} is archived.`,
      stale: 'Not saved: somebody else changed this client meanwhile. This is how it is now.',
      sure: (name: string) => `Archive ${name}?`,
      openRequests: (count: number) =>
        count === 1
          ? '1 open request stays with its therapist, who can still answer it.'
          : `${count} open requests stay with their therapists, who can still answer them.`,
      ahead: (count: number) =>
        count === 1
          ? '1 appointment ahead stays in the calendar; nobody is reminded by e-mail.'
          : `${count} appointments ahead stay in the calendar; nobody is reminded by e-mail.`,
      openInvitations: (count: number) => (count === 1 ? '1 invitation stops working.' : `${count} invitations stop working.`),
      keep: 'Do not archive',
    },
    view: {
      title: (name: string) => `The portal of ${name}`,
      banner: (name: string) => `You see what ${name} sees. Nothing can be changed from here.`,
      back: (name: string) => `Back to ${name}`,
    },
    closed: {
      title: 'This portal is read-only',
      nothingChanged: 'Nothing was changed',
      banner: (practice: string) =>
        `Your portal at ${practice} is closed: you can read everything here, and change nothing. Please call the practice.`,
    },
  },
  es: {
    title: 'Gestionar clientes',
    intro: 'Desactive una función para un cliente, o vuelva a activarla. Lo que está desactivado para todos se cambia en',
    introLink: 'Portal del cliente',
    search: 'Buscar',
    searchLabel: 'Nombre o correo',
    filters: 'Filtros',
    lists: { all: 'Todos', account: 'Con cuenta', no_account: 'Sin cuenta', override: 'Restringidos', archived: 'Archivados' },
    caption: 'Los clientes y lo que puede usar cada uno',
    client: 'Cliente',
    short: {
      client_payments: 'Pagos',
      secure_messaging: 'Mensajes',
      self_scheduling: 'Citas',
      display_insurance: 'Seguro',
      contact_access: 'Contactos',
      schedule_within_24h: 'Pedir en 24 h',
      cancel_within_24h: 'Cancelar en 24 h',
      add_insurance_payers: 'Aseguradoras nuevas',
    } as Record<string, string>,
    onForAll: 'Sí',
    offForAll: 'No, para nadie',
    onWithoutSeat: 'Sí, pero ningún terapeuta está suscrito',
    status: {
      noAccount: 'Sin cuenta',
      invited: 'Invitación enviada',
      invitationExpired: 'Invitación vencida, enviada',
      active: 'Activo',
      lastSeen: ', última visita',
      archived: 'Archivado',
    },
    reasons: {
      org_off: 'Desactivado para todos.',
      archived: 'Archivado: no se puede usar nada.',
      no_portal_account: 'Nadie tiene cuenta todavía.',
    },
    nowIs: (feature: string, state: 'on' | 'off') => `${feature}: ahora ${state === 'on' ? 'activado' : 'desactivado'}.`,
    changedMeanwhile: (by: string, state: 'on' | 'off') =>
      `No se guardó: ${by} lo cambió mientras tanto. Ahora está ${state === 'on' ? 'activado' : 'desactivado'}.`,
    found: (count: number, more: boolean) =>
      more
        ? `Los primeros ${count} encontrados.`
        : count === 0
          ? 'Ningún cliente encontrado.'
          : count === 1
            ? '1 cliente encontrado.'
            : `${count} clientes encontrados.`,
    foundFurther: 'Más resultados.',
    previous: 'Anterior',
    next: 'Siguiente',
    showAll: 'Ver todos los clientes',
    none: {
      title: 'Todavía no hay clientes',
      text: 'Aquí aparecerán todas las personas a su cuidado.',
      action: 'Copiar el enlace de invitación',
    },
    nobodyFound: {
      title: (typed: string) => `Sin resultados para «${typed}»`,
      text: 'Pruebe con el principio de un nombre, un apellido o un correo.',
    },
    nobodyListed: { title: 'No hay nadie en esta lista', text: 'Los clientes aparecen aquí en cuanto les corresponda.' },
    bulk: {
      setting: 'Ajuste para los clientes elegidos',
      clear: 'Quitar selección',
      off: 'Desactivar',
      inherit: 'Como todos',
      ask: (feature: string, count: number) =>
        count === 1 ? `¿Desactivar ${feature} para 1 cliente?` : `¿Desactivar ${feature} para ${count} clientes?`,
      offFor: (feature: string, count: number) =>
        count === 1 ? `${feature}: desactivado para 1 cliente.` : `${feature}: desactivado para ${count} clientes.`,
      inheritFor: (feature: string, count: number) =>
        count === 1 ? `${feature}: como para todos, en 1 cliente.` : `${feature}: como para todos, en ${count} clientes.`,
      undone: (count: number) => (count === 1 ? 'Deshecho para 1 cliente.' : `Deshecho para ${count} clientes.`),
      nothing: 'No había nada que cambiar.',
      nobody: 'No se cambió a nadie.',
      stale: 'No se guardó: otra persona cambió a uno de estos clientes en el mismo momento. Inténtelo otra vez.',
      skipped: {
        orgOff: (count: number) => `${count} sin cambiar: está desactivado para todos.`,
        archived: (count: number) => `${count} sin cambiar: en el archivo.`,
        noAccount: (count: number) => `${count} sin cambiar: nadie tiene cuenta todavía.`,
        already: (count: number) => (count === 1 ? '1 ya estaba así.' : `${count} ya estaban así.`),
        changed: (count: number) => `${count} sin cambiar: otra persona lo cambió después.`,
      },
    },
    page: {
      viewAs: 'Ver como este cliente',
      use: 'Lo que puede usar este cliente',
      therapists: 'Terapeutas',
      contacts: 'Contactos que actúan por este cliente',
      noContacts: 'Nadie.',
      may: { forms: 'formularios', pay: 'pagos', schedule: 'citas', messages: 'mensajes', notices: 'avisos' },
      mayNothing: 'Todavía sin permisos',
      until: (day: string) => `hasta el ${day}`,
      ended: (day: string) => `terminó el ${day}`,
    },
    archive: {
      heading: 'Archivo',
      does: 'Un cliente archivado puede seguir leyendo su portal, pero no cambiar nada. No recibe correos, y sus invitaciones abiertas dejan de valer. Puede recuperarlo cuando quiera.',
      archive: 'Archivar a este cliente',
      bringBack: 'Recuperar del archivo',
      since: 'En el archivo desde el',
      isArchived: 'El portal es solo de lectura: no se puede usar ninguna función ni se envían correos.',
      archived: (name: string) => `${name} está en el archivo.`,
      stale: 'No se guardó: otra persona cambió a este cliente mientras tanto. Así está ahora.',
      sure: (name: string) => `¿Archivar a ${name}?`,
      openRequests: (count: number) =>
        count === 1
          ? '1 solicitud abierta sigue con su terapeuta, que aún puede responderla.'
          : `${count} solicitudes abiertas siguen con sus terapeutas, que aún pueden responderlas.`,
      ahead: (count: number) =>
        count === 1
          ? '1 cita próxima sigue en el calendario; nadie la recuerda por correo.'
          : `${count} citas próximas siguen en el calendario; nadie las recuerda por correo.`,
      openInvitations: (count: number) => (count === 1 ? '1 invitación deja de valer.' : `${count} invitaciones dejan de valer.`),
      keep: 'No archivar',
    },
    view: {
      title: (name: string) => `El portal de ${name}`,
      banner: (name: string) => `Usted ve lo que ve ${name}. Desde aquí no se puede cambiar nada.`,
      back: (name: string) => `Volver a ${name}`,
    },
    closed: {
      title: 'Este portal es solo de lectura',
      nothingChanged: 'No se cambió nada',
      banner: (practice: string) =>
        `Su portal en ${practice} está cerrado: puede leerlo todo, pero no cambiar nada. Por favor, llame a la consulta.`,
    },
  },
}
