// Passkeys: the ceremonies are allauth's (mfa/js/webauthn.js); what they need stands in data- attributes,
// because the policy of this site allows no script inside a page.
'use strict'
document.addEventListener('DOMContentLoaded', () => {
  for (const button of document.querySelectorAll('[data-passkey]')) {
    const kind = button.dataset.passkey
    const ids = { credential: button.dataset.credential, passwordless: button.dataset.passwordless }
    ids[button.dataset.role] = button.id
    const data = button.dataset.options ? JSON.parse(button.dataset.options) : undefined
    window.allauth.webauthn.forms[kind]({ ids, data })
    button.hidden = false
  }
  for (const note of document.querySelectorAll('[data-without-script]')) note.hidden = true
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault()
    const note = document.getElementById('passkey-error')
    note.hidden = false
    note.focus()
  })
})
