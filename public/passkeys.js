// A passkey is asked for, or made, when a form with `data-passkey` is sent: first its challenge is fetched, then the device asks the
// person, then the form goes out like any other, with the device's answer in it. Where the browser cannot, the form stays hidden, and what
// is said instead (`data-without-passkey`) stays. No browser makes a passkey for an IP address.
const able =
  !/^[\d.]+$/.test(location.hostname) &&
  window.PublicKeyCredential?.parseRequestOptionsFromJSON &&
  PublicKeyCredential.parseCreationOptionsFromJSON

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!able) break
  form.hidden = false
  for (const instead of document.querySelectorAll('[data-without-passkey]')) instead.hidden = true
  form.addEventListener('submit', async (event) => {
    if (form.elements.answer.value) return
    event.preventDefault()
    const problem = form.querySelector('[data-problem]')
    problem.hidden = true
    try {
      form.elements.answer.value = JSON.stringify(await askDevice(form.dataset))
      form.submit()
      form.elements.answer.value = '' // for whoever comes back to this page: an answer counts once
    } catch {
      // Closed, timed out, or no such key on this device: the person decides what to do next.
      problem.hidden = false
      problem.focus()
    }
  })
}

async function askDevice({ passkey, challenge }) {
  const answer = await fetch(challenge, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: '' })
  if (!answer.ok) throw new Error(String(answer.status))
  const options = await answer.json()
  const made =
    passkey === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
  return made.toJSON()
}
