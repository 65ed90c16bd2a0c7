// Passkeys: asks the browser for one and hands its answer to the form around the button.
// <button data-passkey="create|get" data-options='{…}' (or data-options-from="address")> inside a form that has
// <input type="hidden" name="credential">. Without WebAuthn the button explains itself and the rest of the page works.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

function options (sent) {
  const key = { ...sent.publicKey, challenge: bytes(sent.publicKey.challenge) }
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) }
  for (const list of ['excludeCredentials', 'allowCredentials']) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }))
  }
  return { publicKey: key }
}

function answer (credential) {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = text(credential.response[name])
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports()
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response
  }
}

async function sent (button) {
  if (button.dataset.options) return JSON.parse(button.dataset.options)
  const reply = await fetch(button.dataset.optionsFrom, { headers: { Accept: 'application/json' } })
  if (!reply.ok) throw new Error(String(reply.status))
  return reply.json()
}

function say (form, message) {
  const place = form.querySelector('[data-passkey-says]')
  if (place) { place.textContent = message; place.hidden = !message }
}

async function press (button) {
  const form = button.form
  button.disabled = true
  say(form, '')
  try {
    const wanted = options(await sent(button))
    const made = button.dataset.passkey === 'create'
      ? await navigator.credentials.create(wanted)
      : await navigator.credentials.get(wanted)
    form.elements.credential.value = JSON.stringify(answer(made))
    form.submit()
  } catch (error) {
    say(form, button.dataset.failed)
    button.disabled = false
  }
}

for (const button of document.querySelectorAll('button[data-passkey]')) {
  if (window.isSecureContext && window.PublicKeyCredential) {
    button.addEventListener('click', (event) => { event.preventDefault(); press(button) })
  } else {
    button.disabled = true
    say(button.form, button.dataset.impossible)
  }
}
