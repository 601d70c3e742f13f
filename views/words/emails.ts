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
    staffNotice: {
      subject: {
        new_request: 'You have a new request to answer',
        request_reminder: 'A request waits for your answer',
        other: 'You have a new notice',
      },
      text: {
        new_request: 'A request waits for your answer in the portal.',
        request_reminder: 'A request still waits for your answer in the portal.',
        other: 'There is something new for you in the portal.',
      },
      open: 'Open the requests',
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
    staffNotice: {
      subject: {
        new_request: 'Tiene una solicitud por responder',
        request_reminder: 'Una solicitud espera su respuesta',
        other: 'Tiene un aviso nuevo',
      },
      text: {
        new_request: 'Una solicitud espera su respuesta en el portal.',
        request_reminder: 'Una solicitud sigue esperando su respuesta en el portal.',
        other: 'Hay algo nuevo para usted en el portal.',
      },
      open: 'Abrir las solicitudes',
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
