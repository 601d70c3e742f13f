/** E-mails about how somebody signs in. */
export const factorMails = {
  en: {
    confirmSubject: 'Confirm that it is you',
    confirmText: 'You are about to change or export something sensitive in the portal. Your code is:',
    confirmLimits: 'Type it where you asked for it. It works once, for 10 minutes.',
    confirmNotYou:
      'It was not you? Then somebody uses your session: sign out everywhere, and tell your practice. Never tell the code to anybody.',
    subject: 'Your sign-in was changed',
    text: {
      passkey_added: (when: string) => `A passkey was added to your sign-in: ${when}.`,
      passkey_removed: (when: string) => `A passkey was removed from your sign-in: ${when}.`,
      authenticator_added: (when: string) => `An authenticator app was added to your sign-in: ${when}.`,
      authenticator_removed: (when: string) => `The authenticator app was removed from your sign-in: ${when}.`,
      recovery_codes_made: (when: string) => `New recovery codes were made for your sign-in: ${when}. The old ones do not work any more.`,
    },
    ifYou: 'If that was you, there is nothing to do.',
    ifNot: 'It was not you? Sign in, remove what you do not know, and call your practice.',
    open: 'Sign in',
  },
  es: {
    confirmSubject: 'Confirme que es usted',
    confirmText: 'Está por cambiar o exportar algo delicado en el portal. Su código es:',
    confirmLimits: 'Escríbalo donde lo pidió. Sirve una vez, durante 10 minutos.',
    confirmNotYou:
      '¿No fue usted? Entonces alguien usa su sesión: ciérrela en todas partes y avise a su consulta. No diga el código a nadie.',
    subject: 'Su acceso cambió',
    text: {
      passkey_added: (when: string) => `Se agregó una llave de acceso: ${when}.`,
      passkey_removed: (when: string) => `Se eliminó una llave de acceso: ${when}.`,
      authenticator_added: (when: string) => `Se agregó una aplicación de autenticación: ${when}.`,
      authenticator_removed: (when: string) => `Se eliminó la aplicación de autenticación: ${when}.`,
      recovery_codes_made: (when: string) => `Se crearon códigos de recuperación nuevos: ${when}. Los anteriores ya no sirven.`,
    },
    ifYou: 'Si fue usted, no tiene que hacer nada.',
    ifNot: '¿No fue usted? Entre, elimine lo que no conozca y llame a su consulta.',
    open: 'Entrar',
  },
}
