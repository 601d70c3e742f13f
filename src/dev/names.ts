/** Names for clients that only fill a list. Plausible, from many places, none of them of the cast. */
const firstNames =
  'Ada Adil Agnes Akira Alma Anders Aria Basil Bella Bruno Carla Chidi Clara Dario Delia Dov Edith Emil Esra Farid Fiona Gus ' +
  'Hana Hugo Ida Imani Ines Ivo Jada Joel Kaya Kofi Lars Leila Lucia Maeve Marco Mira Nadia Noor Olga Oscar Priya Quinn Ravi ' +
  'Rosa Sami Sofia Tara Tomas Uma Vera Viktor Wren Yara Yusuf Zoe'
const lastNames =
  'Abbott Adeyemi Alvarez Andersson Baker Banerjee Bianchi Brandt Castillo Chen Cohen Costa Diaz Dubois Eriksen Farouk Fischer ' +
  'Fraser Gallo Gupta Hansen Hayes Herrera Ito Jansen Kaplan Keller Kim Kowalski Larsen Lopez Mbeki Meyer Mori Murphy Nakamura ' +
  'Novak Nguyen Owens Patel Petrov Quispe Reyes Rossi Santos Schmidt Silva Singh Sousa Tanaka Torres Turner Ueda Vargas Walsh ' +
  'Weber Wong Yilmaz Zhang'

const first = firstNames.split(' ')
const last = lastNames.split(' ')

/** The name of the nth generated client. The two lists have no common divisor, so the first 3,363 differ; later ones have a middle initial. */
export function nameOf(n: number): string {
  const round = Math.floor(n / (first.length * last.length))
  const middle = round === 0 ? '' : `${String.fromCharCode(65 + ((round - 1) % 26))}. `
  return `${first[n % first.length]} ${middle}${last[n % last.length]}`
}
