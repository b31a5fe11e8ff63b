const restsAfterMs = 60_000
let lastInput = Date.now()

for (const type of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
  addEventListener(type, () => (lastInput = Date.now()), { passive: true, capture: true })
}

/** Whether somebody sits before the page: what it asks by itself keeps no session alive. */
export const isAttended = (): boolean => Date.now() - lastInput < restsAfterMs
