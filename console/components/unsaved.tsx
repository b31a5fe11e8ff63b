import { useBlocker } from '@tanstack/react-router'
import { useEffect, useId } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** Forms of the open page that are not saved; the first one asks for all. */
const unsaved = new Set<string>()

/** Asks before what was changed is lost: by a dialog within the console, by the browser’s own where its page is left. */
export function Unsaved({ isUnsaved }: { isUnsaved: boolean }) {
  const id = useId()
  useEffect(() => {
    if (isUnsaved) unsaved.add(id)
    return () => {
      unsaved.delete(id)
    }
  }, [id, isUnsaved])
  const { status, proceed, reset } = useBlocker({
    // Nothing can be saved once the session has ended.
    shouldBlockFn: ({ current, next }) =>
      next.pathname !== current.pathname &&
      next.pathname !== '/sign-in' &&
      unsaved.values().next().value === id,
    enableBeforeUnload: isUnsaved,
    disabled: !isUnsaved,
    withResolver: true,
  })
  return (
    <Dialog
      open={status === 'blocked'}
      onClose={() => reset?.()}
      title="Leave without saving?"
      about="What was changed on this page is not saved, and is lost when you leave it."
    >
      <div className="form">
        <div className="form-buttons">
          <Button onClick={() => reset?.()}>Stay here</Button>
          <Button kind="danger" onClick={() => proceed?.()}>
            Leave without saving
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
