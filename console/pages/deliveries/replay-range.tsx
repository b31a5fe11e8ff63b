import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { TextField } from '../../components/field.tsx'
import { toast } from '../../components/toasts.tsx'
import { replay } from '../../queries/books.ts'
import { useMay } from '../../session.ts'
import { replayAsked } from '../../words/asked.ts'

/** Handles again what was put aside or matched nothing between two days. */
export function ReplayRange() {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const client = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const today = new Date().toISOString().slice(0, 10)
  const [from, setFrom] = useState(today)
  const [to, setTo] = useState(today)
  return (
    <>
      <Button icon="retry" unavailable={whyNot('operator')} onClick={() => setOpen(true)}>
        Replay a range
      </Button>
      <Confirm
        open={isOpen}
        onClose={() => setOpen(false)}
        title="Replay deliveries"
        about="Those that were put aside or matched nothing are handled again; the others stay as they are."
        action="Replay"
        reason="none"
        onConfirm={async () => {
          const range = { from: `${from}T00:00:00Z`, to: `${to}T23:59:59Z` }
          const { replayed } = await replay(accountId, range)
          await client.invalidateQueries({ queryKey: ['account', accountId] })
          toast.asked(...replayAsked(replayed))
        }}
      >
        <TextField
          label="From (UTC)"
          type="date"
          value={from}
          required
          onChange={({ target }) => setFrom(target.value)}
        />
        <TextField
          label="To (UTC)"
          type="date"
          value={to}
          required
          onChange={({ target }) => setTo(target.value)}
        />
      </Confirm>
    </>
  )
}
