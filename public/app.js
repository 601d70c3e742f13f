// What HTML and htmx do not do by themselves. Every page works without this file.
const $ = (selector, root = document) => root.querySelector(selector)
const on = (name, act, where = document) => where.addEventListener(name, act)
const closest = (event, selector) => event.target.closest?.(selector)

// --- After a swap: focus goes where the change is, and the change is said once -------------------------------------
// htmx keeps the focus on what has the same id; here: `data-focus` takes it, `data-lands` catches one that was lost.
let held
on('htmx:before:swap', ({ detail: { tasks } }) => (held = tasks.some(({ target }) => target?.contains?.(document.activeElement))))
on('htmx:after:settle', ({ detail: { newContent } }) => {
  for (const node of newContent) {
    if (!node.isConnected || node.nodeType !== 1) continue
    const find = (selector) => (node.matches(selector) ? node : $(selector, node))
    const lost = held && document.activeElement === document.body
    ;(find('[data-focus]') ?? (lost ? find('[data-lands]') : null))?.focus()
    const said = find('[data-announce]')
    if (said) announce(said.textContent)
    countAll(node)
    if ('resets' in node.dataset) node.reset() // a bulk change is done: nobody is selected any more
  }
})
// The page came with a refusal: without htmx the focus has to be put there too.
$('main [data-focus]')?.focus()

function announce(text) {
  const live = $('#live')
  live.textContent = ''
  setTimeout(() => (live.textContent = text.trim()), 100)
}

// --- Toasts: count down, wait while somebody is at them, go --------------------------------------------------------
countAll(document.body)

function countAll(root) {
  const toasts = [...root.querySelectorAll('[data-seconds]'), ...(root.matches('[data-seconds]') ? [root] : [])]
  for (const toast of toasts) countDown(toast, +toast.dataset.seconds)
}

function countDown(toast, left) {
  if (!toast.isConnected) return
  const number = $('[data-count]', toast)
  if (number) number.textContent = left
  if (left < 1) return toast.remove()
  setTimeout(() => countDown(toast, toast.matches(':hover, :focus-within') ? left : left - 1), 1000)
}

// --- A change that did not arrive: the quiet bar, and once more with the same button ----------------------------------
let lost
on('htmx:error', ({ detail }) => fail(detail.ctx))
on('htmx:response:error', ({ detail: { ctx } }) => (ctx.response.status === 404 || ctx.response.status > 499) && fail(ctx))
on('htmx:before:request', ({ detail: { ctx } }) => isChange(ctx) && ($('#failure').hidden = true))

const isChange = (ctx) => ctx && ctx.request.method.toUpperCase() !== 'GET'

function fail(ctx) {
  if (!isChange(ctx)) return
  lost = ctx
  $('#failure').hidden = false
}

function retry() {
  const { sourceElement: source, request } = lost
  if (source.matches('form')) source.requestSubmit(request.submitter?.isConnected ? request.submitter : null)
  else source.click()
}

// --- Clicks -----------------------------------------------------------------------------------------------------------
on('click', async (event) => {
  const button = closest(event, 'button, a, summary')
  if (!button) return
  const { copy, copied, opens, hides } = button.dataset
  if (button.ariaDisabled === 'true') return event.preventDefault()
  if (opens) $(`#${opens}`)?.showModal?.()
  if (hides) $(`#${hides}`).hidden = true
  if ('retry' in button.dataset) retry()
  if ('dismisses' in button.dataset) dismiss(event, button)
  if (copy) {
    const word = $('span', button)
    const before = word.textContent
    await navigator.clipboard.writeText(copy)
    word.textContent = copied
    announce(copied)
    setTimeout(() => (word.textContent = before), 2000)
  }
})

// "Keep on" is a link back to the row; with JavaScript the question just goes.
function dismiss(event, button) {
  event.preventDefault()
  const question = button.closest('[data-dismissible]')
  $(`#${question.dataset.dismissible}`)?.focus()
  question.remove()
}

// --- Disclosures: Escape closes; the floating ones close when something else is meant ---------------------------------
on('keydown', (event) => {
  const open = event.key === 'Escape' && closest(event, '.disclosure[open], .rail-menu[open]')
  if (!open) return
  open.open = false
  $('summary', open).focus()
})
on('click', (event) => {
  for (const open of document.querySelectorAll('.disclosure.over[open], .rail-menu[open]'))
    if (!open.contains(event.target)) open.open = false
})

// --- The session's end: ask a minute before, leave the page when it is over. Times are differences; this clock may be wrong.
const session = $('[data-ends-in]')
if (session) {
  const tabs = new BroadcastChannel('session')
  const last = (seconds) => Date.now() + seconds * 1000
  let ends = last(session.dataset.endsIn)
  const extend = (to) => to > ends + 1500 && ((ends = to), session.close())
  tabs.postMessage(ends)
  on('message', ({ data }) => extend(data), tabs)
  on('htmx:after:request', ({ detail: { ctx } }) => {
    extend(last(ctx.response.headers.get('Session-Seconds'))) // a poll has none: that moves nothing
    tabs.postMessage(ends)
  })
  const clock = setInterval(() => {
    const left = Math.ceil((ends - Date.now()) / 1000)
    $('[data-count]', session).textContent = Math.max(left, 0)
    if (left < 2) {
      clearInterval(clock)
      keepTexts()
      setTimeout(() => location.reload(), 2000)
    } else if (left < 61 && !session.open) session.showModal()
  }, 1000)
}

// Text that is not sent goes where its form says, while the session still runs: it is there again after signing in.
function keepTexts() {
  for (const { form, value, defaultValue } of document.querySelectorAll('[data-draft] textarea'))
    if (value !== defaultValue) navigator.sendBeacon(form.dataset.draft, new FormData(form))
}

// --- Back must not bring a page out of memory: it is left blank, and asked for again --------------------------------
on('pagehide', () => (document.body.hidden = session), window)
on('pageshow', ({ persisted }) => persisted && location.reload(), window)
