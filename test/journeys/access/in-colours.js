// What lines and names of controls are to people who see little, or speak to their machine. Goes with in-the-page.js.
const { short, isShown, styleOf, pressable } = globalThis.access

const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })

/** Any colour of CSS as red, green, blue and how much of what is behind it shows through. */
function parts(colour) {
  pen.clearRect(0, 0, 1, 1)
  pen.fillStyle = colour
  pen.fillRect(0, 0, 1, 1)
  return [...pen.getImageData(0, 0, 1, 1).data]
}

function brightness(colour) {
  const [red, green, blue] = parts(colour).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one, other) {
  const [light, dark] = [brightness(one), brightness(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const isSolid = (colour) => parts(colour)[3] > 250

/** The colour behind an element. */
function ground(element) {
  for (let one = element; one; one = one.parentElement) if (isSolid(styleOf(one).backgroundColor)) return styleOf(one).backgroundColor
  return 'canvas'
}

/** 1.4.11: fields and switches stand out from what is around them, by their edge or as a whole. Boxes are the browser’s own. */
function faint() {
  const drawn = 'input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, .switch-track'
  return [...document.querySelectorAll(drawn)]
    .filter((element) => isShown(element) && element.closest('[aria-disabled=true], :disabled') === null)
    .filter((element) => {
      const { borderTopColor, backgroundColor } = styleOf(element)
      const around = ground(element.parentElement)
      return [borderTopColor, backgroundColor].every((colour) => !isSolid(colour) || contrast(colour, around) < 3)
    })
    .map((element) => `${short(element)} is hardly seen`)
}

/** 2.5.3: whoever says what she reads, presses it: the words that are shown are in the name. */
function misnamed() {
  return pressable()
    .filter((element) => element.matches('[aria-label]:not([role=switch])')) // whose words are how it stands
    .filter((element) => {
      const shown = (element.innerText ?? '').trim().toLowerCase().replace(/\s+/g, ' ')
      return /\p{L}|\d/u.test(shown) && !element.getAttribute('aria-label').toLowerCase().includes(shown)
    })
    .map((element) => `${short(element)} is shown as “${element.innerText.trim()}”`)
}

Object.assign(globalThis.access, { faint, misnamed })
