import { encode } from 'uqr'

/** A QR code as one path of strokes, one for every run of dark modules in a row; `size` counts the quiet zone of four on every side. Pure. */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  return { size, path: data.map((row, y) => rowOf(row, y)).join('') }
}

/** Relative moves: a page with three codes stays small. */
function rowOf(row: boolean[], y: number): string {
  const runs = [
    ...row
      .map((dark) => (dark ? '1' : '0'))
      .join('')
      .matchAll(/1+/g),
  ]
  let at = 0
  return runs
    .map(({ 0: run, index }, i) => {
      const move = i === 0 ? `M${index} ${y}.5` : `m${index - at} 0`
      at = index + run.length
      return `${move}h${run.length}`
    })
    .join('')
}
