import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { toast } from '../../components/toasts.tsx'
import { plural } from '../../format.ts'
import { createThing, type Kind, type Thing, unlinkThing } from '../../queries/things.ts'
import { useMay } from '../../session.ts'
import { LinkDialog } from './link-dialog.tsx'

const one = { customers: 'customer', products: 'product' } as const

/** Link, create or unlink one customer or product. */
export function ThingButtons({ kind, thing }: { kind: Kind; thing: Thing }) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const client = useQueryClient()
  const [open, setOpen] = useState<'link' | 'create' | 'unlink' | null>(null)
  const word = one[kind]
  const done = async (said: string) => {
    await client.invalidateQueries({ queryKey: ['account', accountId] })
    toast.done(said, thing.name)
  }
  const close = () => setOpen(null)
  if (thing.link !== null) {
    const booked = thing.bookedInvoices ?? 0
    return (
      <>
        <Button kind="quiet" unavailable={whyNot('operator')} onClick={() => setOpen('unlink')}>
          Unlink
        </Button>
        <Confirm
          open={open === 'unlink'}
          onClose={close}
          title={`Unlink ${thing.name}?`}
          about={
            booked > 0
              ? `Its ${plural(booked, 'invoice')} in Rillet stay as they are; new ones wait until it is linked again.`
              : 'Nothing changes in Rillet; new invoices wait until it is linked again.'
          }
          action="Unlink"
          danger
          reason="none"
          onConfirm={async () => {
            await unlinkThing(accountId, kind, thing.id)
            await done('Unlinked')
          }}
        />
      </>
    )
  }
  return (
    <span className="row">
      <Button icon="link" unavailable={whyNot('operator')} onClick={() => setOpen('link')}>
        Link to Rillet
      </Button>
      <Button unavailable={whyNot('operator')} onClick={() => setOpen('create')}>
        Create new {word} in Rillet
      </Button>
      <LinkDialog
        kind={kind}
        thing={thing}
        open={open === 'link'}
        onClose={close}
        onLinked={() => done('Linked to Rillet')}
      />
      <Confirm
        open={open === 'create'}
        onClose={close}
        title={`Create ${thing.name} in Rillet?`}
        about={`A new ${word} is made in Rillet from Sequence’s data, once, and linked.`}
        action={`Create new ${word} in Rillet`}
        reason="none"
        onConfirm={async () => {
          const made = await createThing(accountId, kind, thing.id)
          await done('status' in made ? 'It is being created' : 'Created in Rillet')
        }}
      />
    </span>
  )
}
