import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DisconnectedView } from '../../../api/schemas/connection.ts'
import { useAccountId } from '../../account.ts'
import { ask, at } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { plural } from '../../format.ts'
import { useMay } from '../../session.ts'

/** Stops every call; what is still open is said. */
export function Disconnect() {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const disconnect = async () => {
    const { open } = await ask({
      method: 'DELETE',
      path: at`/v1/accounts/${accountId}/connection`,
      answer: DisconnectedView,
    })
    await client.invalidateQueries({ queryKey: ['account', accountId] })
    toast.done(
      'The account is disconnected',
      `${plural(open.count, 'open invoice')} rest${open.count === 1 ? 's as it is' : ' as they are'}.`,
    )
  }
  return (
    <section className="card setup" aria-label="Disconnect">
      <h2>Disconnect</h2>
      <p>No call is made and no delivery taken until somebody connects again; links stay.</p>
      <Button kind="danger" unavailable={whyNot('admin')} onClick={() => setOpen(true)}>
        Disconnect
      </Button>
      <Confirm
        open={isOpen}
        onClose={() => setOpen(false)}
        title="Disconnect this account?"
        about="Every call to Rillet and Sequence stops. Open invoices rest until it is connected again."
        action="Disconnect"
        danger
        reason="none"
        onConfirm={disconnect}
      />
    </section>
  )
}
