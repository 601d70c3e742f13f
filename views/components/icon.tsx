/** Line icons on a 24 grid, drawn inline: no request, the colour of the text, never the only carrier of a meaning. */
const shapes = {
  add: 'M12 5v14M5 12h14',
  alert: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  back: 'M19 12H5M11 6l-6 6 6 6',
  bell: 'M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21.5h4M12 5V3',
  calendar: 'M4 6h16v14H4zM4 11h16M8 3v5M16 3v5',
  check: 'M4.5 12.5 10 18 19.5 7',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2',
  close: 'M6 6l12 12M18 6 6 18',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  down: 'M6 9.5 12 15l6-5.5',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5M12 7.8v.1',
  key: 'M7.5 8.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8M11.5 12.5H21V16M17 12.5v2.5',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  mail: 'M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M3 20a6 6 0 0 1 12 0M16 3a4 4 0 0 1 0 8M18 14a6 6 0 0 1 3 6',
  person: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20a8 8 0 0 1 16 0',
  phone: 'M5 4h4l1.6 4.6-2.2 1.6a12 12 0 0 0 5.4 5.4l1.6-2.2L20 15v4a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6A1.5 1.5 0 0 1 5 4',
  place: 'M12 21 6 13a7 7 0 1 1 12 0zM12 9v.1',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20.5 20.5',
  settings: 'M4 7h9M18 7h2M4 17h2M11 17h9M15 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M8 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  up: 'M6 14.5 12 9l6 5.5',
  undo: 'M8 5 3.5 9.5 8 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3',
  video: 'M3 6.5h12v11H3zM15 10.5l6-3.5v10l-6-3.5z',
  waiting: 'M7 3.5h10M7 20.5h10M8 3.5c0 5 8 6 8 8.5s-8 3.5-8 8.5M16 3.5c0 5-8 6-8 8.5s8 3.5 8 8.5',
} as const

export type IconName = keyof typeof shapes
export const iconNames = Object.keys(shapes) as IconName[]

/** An icon beside its words: hidden from screen readers, always. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  )
}
