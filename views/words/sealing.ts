/** How the audit is protected: what an administrator reads of it. */
export const sealing = {
  en: {
    title: 'Sealed audit',
    link: 'How this history is protected',
    back: 'Back to the history',
    intro: (practice: string) =>
      `Whatever is changed at ${practice}, and whoever opens a client’s record, is written down with who and when. Every minute it is sealed: nobody can alter it afterwards without being found out.`,
    sealed: (entries: string, number: string) => `${entries} entries are sealed. The last seal, number ${number}, was made on`,
    soon: 'What was done in the last minute or two is sealed with the next.',
    why: 'Two things the seals cannot show by themselves: that the newest part was cut off, seals and all, and that somebody who holds the portal’s own secret made them anew. For that, keep a proof where whoever runs the portal cannot change it, for example in your own files. Once a month is enough. It holds numbers only, nothing about anybody.',
    download: 'Download the proof',
    check: 'To check it later, give the file to whoever runs the portal, or to an auditor: npm run audit:verify -- --anchor <the file>.',
    none: 'Nothing is sealed yet',
    noneYet: 'The first seal is made within a minute of the first change.',
  },
  es: {
    title: 'Registro sellado',
    link: 'Cómo se protege este historial',
    back: 'Volver al historial',
    intro: (practice: string) =>
      `Todo lo que se cambia en ${practice}, y quién abre el expediente de un cliente, queda anotado con quién y cuándo. Cada minuto se sella: nadie puede alterarlo después sin que se descubra.`,
    sealed: (entries: string, number: string) => `Hay ${entries} entradas selladas. El último sello, el número ${number}, se hizo el`,
    soon: 'Lo hecho en el último minuto o dos se sella con el siguiente.',
    why: 'Hay dos cosas que los sellos no pueden mostrar por sí solos: que se haya cortado la parte más reciente, sellos incluidos, y que alguien con el secreto propio del portal los haya hecho de nuevo. Para eso, guarde una prueba donde quien administra el portal no pueda cambiarla, por ejemplo entre sus propios archivos. Una vez al mes basta. Solo contiene números, nada sobre nadie.',
    download: 'Descargar la prueba',
    check:
      'Para comprobarlo más adelante, dé el archivo a quien administra el portal, o a un auditor: npm run audit:verify -- --anchor <el archivo>.',
    none: 'Todavía no hay nada sellado',
    noneYet: 'El primer sello se hace en el minuto siguiente al primer cambio.',
  },
}
