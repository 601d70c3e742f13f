// What is left of a page when the system chooses its colours. Goes with in-the-page.js.
const { short, isShown, styleOf, pressable } = globalThis.access

/** The colour behind an element. */
function ground(element) {
  for (let one = element; one; one = one.parentElement) {
    const { backgroundColor } = styleOf(one)
    if (!/, 0\)$|transparent|\/ 0\)$/.test(backgroundColor)) return backgroundColor
  }
  return 'canvas'
}

const looks = (element, part) => {
  const {
    backgroundColor,
    color,
    outlineStyle,
    outlineWidth,
    borderTopWidth,
    borderBottomWidth,
    borderTopStyle,
    fontWeight,
    translate,
    textDecorationLine,
  } = styleOf(element, part)
  return [
    backgroundColor,
    color,
    outlineStyle === 'none' ? '' : outlineWidth,
    borderTopWidth,
    borderBottomWidth,
    borderTopStyle,
    fontWeight,
    translate,
    textDecorationLine,
  ].join(' ')
}

/** In colours that are forced (1.4.1, 1.4.11, 2.4.7): a switch shows how it stands, boxes are the system's own, icons and the focus are not the colour behind them, what is chosen differs from what is not. */
function lostInForcedColours() {
  const found = []
  const tracks = [...document.querySelectorAll('.switch-track')].filter(isShown)
  const look = (track) => `${looks(track)} ${looks(track, '::after')}`
  const standing = (checked) => tracks.filter((track) => track.closest(`[aria-checked="${checked}"]`)).map(look)
  const [on, off] = [standing(true), standing(false)]
  if (on.some((one) => off.includes(one))) found.push('a switch that is on looks like one that is off')
  for (const box of document.querySelectorAll('input[type=checkbox], input[type=radio]'))
    if (isShown(box) && styleOf(box).appearance === 'none') found.push(`${short(box)} is drawn by us`)
  for (const icon of document.querySelectorAll('svg.icon'))
    if (isShown(icon) && [ground(icon), 'none'].includes(styleOf(icon).stroke))
      found.push(`${short(icon.parentElement)}: its icon has the colour behind it`)
  for (const chosen of document.querySelectorAll('[aria-current], [aria-pressed="true"], [aria-selected="true"]')) {
    const others = [...chosen.parentElement.children].filter(
      (other) => other !== chosen && other.localName === chosen.localName && !other.matches('[aria-current], [aria-pressed="true"]'),
    )
    if (isShown(chosen) && others.some((other) => isShown(other) && looks(other) === looks(chosen)))
      found.push(`${short(chosen)} looks as if it were not chosen`)
  }
  for (const element of pressable()) {
    const outline = () => `${styleOf(element).outlineStyle} ${styleOf(element).outlineWidth}`
    const before = outline()
    element.focus({ focusVisible: true })
    if (document.activeElement !== element) continue
    if (styleOf(element).outlineColor === ground(element.parentElement)) found.push(`${short(element)}: its focus has the colour behind it`)
    if (outline() === before) found.push(`${short(element)} looks the same with the focus`)
  }
  document.activeElement?.blur()
  return found
}

globalThis.access.lostInForcedColours = lostInForcedColours
