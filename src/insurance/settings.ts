import { parent, setting } from '../settings/declare.ts'

export const insuranceSettings = {
  display_insurance: setting({
    label: { en: 'Display Insurance Info', es: 'Mostrar los datos del seguro' },
    help: {
      en: 'Clients will add, view and update their insurance once that area is built; your choice is kept until then.',
      es: 'Los clientes podrán añadir, ver y actualizar su seguro cuando exista esa parte; su elección se guarda hasta entonces.',
    },
    perClient: 'restrict',
  }),
  add_insurance_payers: setting({
    label: {
      en: 'Allow Clients to Add New Insurance Payers',
      es: 'Permitir que los clientes añadan aseguradoras nuevas',
    },
    help: {
      en: 'Rarely used. A client whose insurer is not listed can add it; it stays unverified until your staff accept it.',
      es: 'Se usa poco. Si la aseguradora no está en la lista, el cliente puede añadirla; queda sin verificar hasta que su equipo la acepte.',
    },
    needs: [parent('display_insurance')],
  }),
}
