/** Refusals that belong to no page. Each says what to do next (UX-5). */
export const errors = {
  en: {
    notFoundTitle: 'Nothing here',
    notFound: 'This page does not exist, or it is not yours to see. Check the address, or go back to where you came from.',
    forbiddenTitle: 'Not allowed',
    forbidden: 'Your account cannot open this. An administrator of your practice can change what you may do.',
    crossSite: 'This did not come from a page of the portal, so nothing was changed. Open the portal and try again there.',
    badFormTitle: 'That did not arrive whole',
    badForm: 'Something in the form was missing or unreadable, so nothing was changed. Go back, reload the page and try again.',
    whatYouWrote: 'What you had written',
    toCopy: 'Copy it from here if you need it: it was not kept. A text that is too long has to be shorter.',
    keyReused: 'This form was sent before with other contents, so nothing was changed. Go back, reload the page and try again.',
    tooLargeTitle: 'Too much at once',
    tooLarge: 'What you sent is larger than the portal accepts. Shorten the text and try again.',
    tooManyTitle: 'A short pause',
    tooMany: 'Very much came from your network within a minute. Nothing was changed. Wait a minute and try again.',
    movingTitle: 'Back in a minute',
    moving:
      'Your practice is being moved to another place on our side. Everything can be read, and nothing was changed. Try again in a minute.',
    failedTitle: 'That did not work',
    failed: 'Something broke on our side, and it may or may not have been done. Open the page again to see, and try again if it was not.',
    reference: (id: string) => `If it happens again, tell the practice this number: ${id}`,
  },
  es: {
    notFoundTitle: 'Aquí no hay nada',
    notFound: 'Esta página no existe o usted no puede verla. Revise la dirección o vuelva atrás.',
    forbiddenTitle: 'Sin permiso',
    forbidden: 'Su cuenta no puede abrir esto. Un administrador de su consulta puede cambiar lo que usted puede hacer.',
    crossSite: 'Esto no vino de una página del portal, así que no se cambió nada. Abra el portal e inténtelo allí.',
    badFormTitle: 'No llegó completo',
    badForm:
      'Faltaba algo en el formulario o no se pudo leer, así que no se cambió nada. Vuelva atrás, recargue la página e inténtelo de nuevo.',
    whatYouWrote: 'Lo que había escrito',
    toCopy: 'Cópielo de aquí si lo necesita: no se guardó. Un texto demasiado largo tiene que ser más corto.',
    keyReused:
      'Este formulario ya se envió con otro contenido, así que no se cambió nada. Vuelva atrás, recargue la página e inténtelo de nuevo.',
    tooLargeTitle: 'Demasiado de una vez',
    tooLarge: 'Lo que envió es más grande de lo que admite el portal. Acorte el texto e inténtelo de nuevo.',
    tooManyTitle: 'Una breve pausa',
    tooMany: 'Llegó demasiado desde su red en un minuto. No se cambió nada. Espere un minuto e inténtelo de nuevo.',
    movingTitle: 'Volvemos en un minuto',
    moving:
      'Estamos trasladando su consulta a otro lugar de nuestro lado. Todo se puede leer y no se cambió nada. Inténtelo de nuevo en un minuto.',
    failedTitle: 'No funcionó',
    failed:
      'Algo falló de nuestro lado, y puede que se haya hecho o no. Abra la página otra vez para verlo e inténtelo de nuevo si no se hizo.',
    reference: (id: string) => `Si vuelve a ocurrir, dé este número a la consulta: ${id}`,
  },
}
