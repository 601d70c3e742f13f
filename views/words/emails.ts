/** E-mails. They say that there is something, never what (NOT-8): whoever reads over a shoulder learns nothing about care. */
export const emails = {
  en: {
    hello: (name: string) => (name === '' ? 'Hello,' : `Hello ${name},`),
    noReply: 'Nobody reads replies to this address.',
    notice: {
      subject: 'You have a new notice',
      text: 'There is something new for you in your portal.',
      date: (when: string) => `Date: ${when}`,
      open: 'Open the portal',
      preferences: 'You decide which e-mails you get: sign in to the portal, or tell your practice.',
    },
    reminder: {
      subject: 'A reminder from your portal',
      text: 'Something of yours is coming up. What and when, you find in your portal.',
    },
    digest: {
      subject: 'What is new in your portal',
      text: 'There is something new for you in your portal since yesterday.',
    },
    staffDigest: {
      subject: 'Your day in the portal',
      lines: {
        requests: (count: number) => (count === 1 ? '1 request waits for an answer.' : `${count} requests wait for an answer.`),
        cancelled: (count: number) =>
          count === 1 ? '1 appointment was cancelled by its client.' : `${count} appointments were cancelled by clients.`,
        withdrawn: (count: number) => (count === 1 ? '1 request was withdrawn.' : `${count} requests were withdrawn.`),
        offersTaken: (count: number) => (count === 1 ? '1 offered time was taken.' : `${count} offered times were taken.`),
        hoursChanged: (_count: number) => 'An administrator changed your hours.',
      },
    },
    staffNotice: {
      subject: {
        new_request: 'You have a new request to answer',
        request_reminder: 'A request waits for your answer',
        hours_changed: 'Your hours were changed',
        request_escalated: 'A request at your practice waits for an answer',
        other: 'You have a new notice',
      },
      text: {
        new_request: 'A request waits for your answer in the portal.',
        request_reminder: 'A request still waits for your answer in the portal.',
        hours_changed: 'An administrator of your practice changed your hours in the portal.',
        request_escalated: 'Its therapist has not answered, and the time to answer is nearly over. You can answer it in the portal.',
        other: 'There is something new for you in the portal.',
      },
      open: 'Open the requests',
      openHours: 'Open your hours',
      preferences: 'You decide which e-mails you get. An administrator can change it with you.',
    },
    signIn: {
      subject: 'Your sign-in code',
      text: 'You asked to sign in. Your code is:',
      link: 'Type it where you asked for it. Or open this page, on any device, and press the button there:',
      open: 'Sign in',
      newText: 'You gave this address. To go on, confirm that it is yours. Your code is:',
      limits: 'Code and link work once, for 10 minutes.',
      notYou: 'You did not ask? Then do nothing: nobody gets in without this e-mail. Never tell the code to anybody.',
    },
    noSignIn: {
      subject: 'About signing in',
      text: 'Somebody asked to sign in with this address. There is no sign-in with it yet.',
      register: 'You can make one on this page:',
      invited: 'Accounts are made by invitation. Ask your practice for one; its number is on this page:',
      open: 'Open the page',
      notYou: 'You did not ask? Then do nothing.',
    },
  },
  es: {
    hello: (name: string) => (name === '' ? 'Hola:' : `Hola, ${name}:`),
    noReply: 'Nadie lee las respuestas a esta dirección.',
    notice: {
      subject: 'Tiene un aviso nuevo',
      text: 'Hay algo nuevo para usted en su portal.',
      date: (when: string) => `Fecha: ${when}`,
      open: 'Abrir el portal',
      preferences: 'Usted decide qué correos recibe: entre en el portal o dígaselo a su consulta.',
    },
    reminder: {
      subject: 'Un recordatorio de su portal',
      text: 'Se acerca algo suyo. Qué y cuándo, lo encuentra en su portal.',
    },
    digest: {
      subject: 'Novedades de su portal',
      text: 'Desde ayer hay algo nuevo para usted en su portal.',
    },
    staffDigest: {
      subject: 'Su día en el portal',
      lines: {
        requests: (count: number) => (count === 1 ? '1 solicitud espera respuesta.' : `${count} solicitudes esperan respuesta.`),
        cancelled: (count: number) => (count === 1 ? 'Un cliente canceló 1 cita.' : `Los clientes cancelaron ${count} citas.`),
        withdrawn: (count: number) => (count === 1 ? 'Se retiró 1 solicitud.' : `Se retiraron ${count} solicitudes.`),
        offersTaken: (count: number) => (count === 1 ? 'Se aceptó 1 hora ofrecida.' : `Se aceptaron ${count} horas ofrecidas.`),
        hoursChanged: (_count: number) => 'Un administrador cambió su horario.',
      },
    },
    staffNotice: {
      subject: {
        new_request: 'Tiene una solicitud por responder',
        request_reminder: 'Una solicitud espera su respuesta',
        hours_changed: 'Su horario cambió',
        request_escalated: 'Una solicitud de su consulta espera respuesta',
        other: 'Tiene un aviso nuevo',
      },
      text: {
        new_request: 'Una solicitud espera su respuesta en el portal.',
        request_reminder: 'Una solicitud sigue esperando su respuesta en el portal.',
        hours_changed: 'Un administrador de su consulta cambió su horario en el portal.',
        request_escalated: 'Su terapeuta no ha respondido y el plazo casi termina. Usted puede responderla en el portal.',
        other: 'Hay algo nuevo para usted en el portal.',
      },
      open: 'Abrir las solicitudes',
      openHours: 'Abrir su horario',
      preferences: 'Usted decide qué correos recibe. Un administrador puede cambiarlo con usted.',
    },
    signIn: {
      subject: 'Su código de acceso',
      text: 'Usted pidió entrar. Su código es:',
      link: 'Escríbalo donde lo pidió. O abra esta página, en cualquier dispositivo, y pulse el botón:',
      open: 'Entrar',
      newText: 'Usted dio esta dirección. Para seguir, confirme que es suya. Su código es:',
      limits: 'El código y el enlace sirven una vez, durante 10 minutos.',
      notYou: '¿No lo pidió? Entonces no haga nada: nadie entra sin este correo. No dé el código a nadie.',
    },
    noSignIn: {
      subject: 'Sobre el acceso',
      text: 'Alguien quiso entrar con esta dirección. Todavía no hay un acceso con ella.',
      register: 'Puede crearlo en esta página:',
      invited: 'Las cuentas se abren por invitación. Pídala a su consulta; su número está en esta página:',
      open: 'Abrir la página',
      notYou: '¿No lo pidió? Entonces no haga nada.',
    },
  },
}
