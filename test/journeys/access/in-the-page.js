// What boxes and computed styles say of a page. Put into every page before its own scripts (checks.ts); each function answers sentences, none when all is well.
const short = (element) =>
  `<${element.localName}${element.id && `#${element.id}`}${element.classList.length > 0 ? `.${[...element.classList].join('.')}` : ''}> “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)}”`
const styleOf = (element, part) => getComputedStyle(element, part)
const everything = () => [...document.body.querySelectorAll('*')]

/** Kept for screen readers alone: clipped away. */
const unseen = (element) => element.closest('.visually-hidden') !== null || styleOf(element).clipPath.startsWith('inset(50%')

function isShown(element) {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
  for (let one = element; one; one = one.parentElement) if (unseen(one)) return false
  const { width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0
}

const actsOnPress = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=switch], [tabindex="0"]'
const pressable = () => [...document.querySelectorAll(actsOnPress)].filter((element) => isShown(element) && !element.matches(':disabled'))

/** What is folded on the page's own ground is unfolded: it is part of what people meet. */
const unfold = () => {
  for (const one of document.querySelectorAll('main details:not(.over)')) one.open = true
}

/** 1.4.10: nothing to scroll sideways. */
function tooWide() {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return []
  const out = everything().filter((element) => isShown(element) && element.getBoundingClientRect().right > clientWidth + 1)
  return [`${scrollWidth} px are needed: ${out.slice(-1).map(short)}`]
}

/** 1.4.4, 1.4.12: no text is cut off. What scrolls by itself, as a field of one line does, is not cut off. */
function cutOff() {
  const clips = ({ overflowX, overflowY }) => [overflowX, overflowY].some((way) => way === 'hidden' || way === 'clip')
  return everything()
    .filter((element) => !/^(svg|input)$/.test(element.localName) && clips(styleOf(element)) && isShown(element))
    .filter(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1)
    .map(
      (element) =>
        `${short(element)} needs ${element.scrollWidth} x ${element.scrollHeight} and has ${element.clientWidth} x ${element.clientHeight}`,
    )
}

/** No two texts on top of each other; what floats over the page (position: fixed, sticky) is meant to. */
function overlapping() {
  const floats = (element) => element.closest('.rail, .toast, .failure, .selection-bar, dialog, .disclosure.over > .panel, .skip') !== null
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { currentNode: node } = walker
    const { parentElement: around } = node
    if (!node.data.trim() || /^(script|style|option)$/.test(around.localName) || !isShown(around) || floats(around)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2) texts.push({ node, around, box })
  }
  return texts.flatMap((one, at) =>
    texts
      .slice(at + 1)
      .filter((other) => other.node !== one.node && shared(one.box, other.box))
      .map((other) => `${short(one.around)} and ${short(other.around)} overlap`),
  )
}

/** Lines touch a little where the type is large; more than a third of a line is too much. */
function shared(one, other) {
  const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left)
  const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
  return wide > 3 && high > Math.min(one.height, other.height) / 3
}

/** What a press may hit: the element, and its label where it has one. */
function targetOf(element) {
  const boxes = [element, ...(element.labels ?? [])].filter(isShown).map((one) => one.getBoundingClientRect())
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))]
  const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))]
  return { left, top, right, bottom, width: right - left, height: bottom - top }
}

/**
 * 2.5.8: every target is 24 px both ways. Its exceptions that we use: in a line of a sentence (inline), and far enough from any other target
 * (spacing: a circle of 24 px around its middle meets no other target, nor the circle of another small one).
 */
function tooSmall() {
  const targets = pressable().map((element) => ({ element, box: targetOf(element) }))
  const isSmall = ({ width, height }) => width < 23.9 || height < 23.9
  const middle = ({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 })
  const distance = ({ x, y }, { left, top, right, bottom }) =>
    Math.hypot(x - Math.min(Math.max(x, left), right), y - Math.min(Math.max(y, top), bottom))
  const crowded = ({ element, box }) =>
    targets.some(({ element: other, box: its }) => {
      if (other === element || other.contains(element) || element.contains(other)) return false
      const [mine, theirs] = [middle(box), middle(its)]
      return distance(mine, its) < 12 || (isSmall(its) && Math.hypot(mine.x - theirs.x, mine.y - theirs.y) < 24)
    })
  return targets
    .filter(({ element, box }) => isSmall(box) && !isInASentence(element) && crowded({ element, box }))
    .map(({ element, box }) => `${short(element)} is ${Math.round(box.width)} x ${Math.round(box.height)}`)
}

/** Words stand beside it in the same block. */
function isInASentence(element) {
  if (styleOf(element).display !== 'inline') return false
  const block = element.closest('p, li, dd, td, th, div')
  return (block?.textContent ?? '').trim().length > (element.textContent ?? '').trim().length
}

/** 2.4.7, 2.4.11: whatever has the focus shows it, and nothing lies over it. Goes through the page as the Tab key does. */
function unseenFocus() {
  const found = []
  for (const element of pressable()) {
    if (element.tabIndex < 0) continue
    element.focus({ focusVisible: true })
    if (document.activeElement !== element) continue
    const { outlineStyle, outlineWidth } = styleOf(element)
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) found.push(`${short(element)} does not show its focus`)
    if (isCovered(element)) found.push(`${short(element)} is hidden while it has the focus`)
  }
  document.activeElement?.blur()
  scrollTo(0, 0)
  return found
}

function isCovered(element) {
  const points = [...element.getClientRects()].flatMap(({ left, right, top, bottom }) => {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2]
    return [
      [x, y],
      [left + 2, y],
      [right - 2, y],
      [x, top + 2],
      [x, bottom - 2],
    ]
  })
  return !points.some(([x, y]) => {
    const hit = document.elementFromPoint(x, y)
    return hit !== null && (element.contains(hit) || hit.contains(element))
  })
}

/** 2.3.3: whoever wants less motion gets none. */
function moving() {
  const seconds = (list) => Math.max(...list.split(',').map((one) => Number.parseFloat(one) * (one.trim().endsWith('ms') ? 0.001 : 1)))
  const moves = (element, part) => {
    const { transitionDuration, animationName, animationDuration, scrollBehavior } = styleOf(element, part)
    return (
      seconds(transitionDuration) > 0.01 || (animationName !== 'none' && seconds(animationDuration) > 0.01) || scrollBehavior === 'smooth'
    )
  }
  return [document.documentElement, ...everything()]
    .filter((element) => moves(element) || moves(element, '::before') || moves(element, '::after'))
    .map((element) => `${short(element)} moves`)
}

/** 1.4.12: the text as its reader wants it spaced. */
function spaceOut() {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }',
  )
  document.adoptedStyleSheets = [sheet]
}
const spaceAsItWas = () => (document.adoptedStyleSheets = [])
const enlarge = (percent) => (document.documentElement.style.fontSize = percent ? `${percent}%` : '')

globalThis.access = {
  short,
  isShown,
  styleOf,
  pressable,
  unfold,
  tooWide,
  cutOff,
  overlapping,
  tooSmall,
  unseenFocus,
  moving,
  spaceOut,
  spaceAsItWas,
  enlarge,
}
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  (globalThis.violated ??= []).push(`${violatedDirective} ${blockedURI}`),
)
