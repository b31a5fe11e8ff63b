import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { LinkDialog } from '../../components/link-dialog.tsx'
import { toast } from '../../components/toasts.tsx'
import { plural } from '../../format.ts'
import { createThing, type Kind, type Thing, unlinkThing } from '../../queries/things.ts'
import { useMay } from '../../session.ts'
import { creationAsked } from '../../words/asked.ts'
import { ResolveDoubt } from './resolve-doubt.tsx'

const one = { customers: 'customer', products: 'product' } as const

/** Link, create, unlink or resolve one customer or product. */
export function ThingButtons({ kind, thing }: { kind: Kind; thing: Thing }) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const client = useQueryClient()
  const [open, setOpen] = useState<'link' | 'create' | 'unlink' | 'resolve' | null>(null)
  const word = one[kind]
  const done = async (said: string) => {
    await client.invalidateQueries({ queryKey: ['account', accountId] })
    toast.done(said, thing.name)
  }
  const close = () => setOpen(null)
  if (thing.link !== null) {
    const booked = thing.bookedInvoices ?? 0
    const { rilletId, currency } = thing.link
    return (
      <span className="row">
        <Button kind="quiet" unavailable={whyNot('operator')} onClick={() => setOpen('link')}>
          Change
        </Button>
        <Button kind="quiet" unavailable={whyNot('operator')} onClick={() => setOpen('unlink')}>
          Unlink
        </Button>
        <LinkDialog
          kind={word}
          thing={{ id: thing.id, name: thing.name, rilletId, currency }}
          open={open === 'link'}
          onClose={close}
        />
        <Confirm
          open={open === 'unlink'}
          onClose={close}
          title={`Unlink ${thing.name}?`}
          about={
            booked > 0
              ? `Its ${plural(booked, 'invoice')} in Rillet ${booked === 1 ? 'stays as it is' : 'stay as they are'}; new ones wait until it is linked again.`
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
      </span>
    )
  }
  if (thing.inDoubtSince !== null) {
    return (
      <>
        <Button unavailable={whyNot('operator')} onClick={() => setOpen('resolve')}>
          Resolve doubt
        </Button>
        {open === 'resolve' && (
          <ResolveDoubt kind={kind} one={word} thing={thing} onClose={close} />
        )}
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
        kind={word}
        thing={{ id: thing.id, name: thing.name }}
        open={open === 'link'}
        onClose={close}
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
          if (!('status' in made)) return done('Created in Rillet')
          await client.invalidateQueries({ queryKey: ['account', accountId] })
          toast.asked(...creationAsked(word, thing.name))
        }}
      />
    </span>
  )
}
