import { href, paths } from '../../src/paths.ts'
import { declarationOf } from '../../src/settings/declarations.ts'
import { StaffFrame } from '../frames.tsx'
import { SettingSchedule, type SettingScheduleProps } from './schedule.tsx'

/** The schedule of one setting as a page of its own: where there is no JavaScript, and for what was refused there. */
export function SchedulePage(props: SettingScheduleProps) {
  const { current, settingKey: key, schedules } = props
  const { words, organization, language } = current
  const title = words.schedules.title(declarationOf(key).label[language])
  const nothing = !schedules.some((schedule) => schedule.key === key)
  return (
    <StaffFrame current={current} title={title} here="portal" back={href(paths.schedules, { org: organization.slug, key })}>
      <p>
        <a href={href(paths.portal, { org: organization.slug }, {}, `setting-${key}`)}>{words.schedules.backToPortal}</a>
      </p>
      <h1 id={`setting-${key}-label`}>{title}</h1>
      {nothing && <p class="lead">{words.schedules.nothing}</p>}
      <div class="rows">
        <SettingSchedule {...props} />
      </div>
    </StaffFrame>
  )
}
