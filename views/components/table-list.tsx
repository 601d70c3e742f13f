import type { Child } from 'hono/jsx'

export interface Column {
  label: string
  /** Under the label: what the organization has, a unit. */
  note?: Child
  /** `end` for numbers, `middle` for switches. */
  align?: 'end' | 'middle'
  /** Its cells say their label themselves where the table is cards: switches do. */
  labelled?: boolean
}
export interface Row {
  id?: string
  /** The first cell names the row. */
  cells: Child[]
}
export interface TableListProps {
  caption: string
  columns: Column[]
  rows: Row[]
}

/** A table that becomes a card per row on a phone, each value with its column's name beside it. */
export function TableList({ caption, columns, rows }: TableListProps) {
  return (
    <table class="table-list">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, note, align }) => (
            <th scope="col" class={align}>
              {label}
              {note && <span class="note">{note}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, cells }) => (
          <tr id={id}>
            {cells.map((cell, at) => (
              <Cell column={columns[at]} first={at === 0} cell={cell} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ column, first, cell }: { column: Column | undefined; first: boolean; cell: Child }) {
  if (first) return <th scope="row">{cell}</th>
  return (
    <td class={column?.align} {...(!column?.labelled && { 'data-label': column?.label })}>
      {cell}
    </td>
  )
}
