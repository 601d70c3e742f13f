import { examples as avatar } from './avatar.examples.tsx'
import { examples as badge } from './badge.examples.tsx'
import { examples as bookingPatterns } from './booking-patterns.examples.tsx'
import { examples as button } from './button.examples.tsx'
import { examples as clientsPatterns } from './clients-patterns.examples.tsx'
import { examples as copyField } from './copy-field.examples.tsx'
import { examples as dialog } from './dialog.examples.tsx'
import { examples as emptyState } from './empty-state.examples.tsx'
import { examples as errorSummary } from './error-summary.examples.tsx'
import type { Example } from './example.ts'
import { examples as field } from './field.examples.tsx'
import { examples as icon } from './icon.examples.tsx'
import { examples as notice } from './notice.examples.tsx'
import { examples as pager } from './pager.examples.tsx'
import { examples as patterns } from './patterns.examples.tsx'
import { examples as switchRow } from './switch-row.examples.tsx'
import { examples as tableList } from './table-list.examples.tsx'
import { examples as tabs } from './tabs.examples.tsx'
import { examples as time } from './time.examples.tsx'
import { examples as toast } from './toast.examples.tsx'

/** Every state of every component, by component; the gallery shows them, the axe test walks them. */
export const allExamples: Record<string, Example[]> = {
  'Switch row': switchRow,
  Button: button,
  Field: field,
  'Error summary': errorSummary,
  Notice: notice,
  Badge: badge,
  Toast: toast,
  Dialog: dialog,
  'Empty state': emptyState,
  Tabs: tabs,
  Pager: pager,
  'Table list': tableList,
  'Copy field': copyField,
  Time: time,
  Avatar: avatar,
  Icon: icon,
  'Page patterns': patterns,
  'Booking patterns': bookingPatterns,
  'Clients patterns': clientsPatterns,
}
