import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { LinkDialog } from '../../components/link-dialog.tsx'
import type { SyncProblem } from '../../components/problem-card.tsx'
import type { Detail } from '../../queries/invoices.ts'
import { useMay } from '../../session.ts'

type Props = { accountId: string; invoice: Detail; problem: SyncProblem }

/** Leads from a blocker to the place that mends it; a customer or product is linked right here. */
export function Mend({ accountId, invoice, problem }: Props) {
  const [kind = '', id = ''] = problem.blockedOn.split(/:(.*)/)
  switch (kind) {
    case 'customer':
      return (
        <LinkHere
          kind="customer"
          thing={{ id, name: invoice.customerName ?? id }}
          isLinked={problem.code === 'currency_mismatch' || problem.code === 'rillet_customer_gone'}
        />
      )
    case 'product':
      return <LinkHere kind="product" thing={{ id, name: productName(invoice, id) }} />
    case 'connection':
      return (
        <Link
          className="button button-plain"
          to="/accounts/$accountId/connect"
          params={{ accountId }}
        >
          Open Connect
        </Link>
      )
    case 'settings':
      return (
        <Link
          className="button button-plain"
          to="/accounts/$accountId/settings"
          params={{ accountId }}
        >
          Open Settings
        </Link>
      )
    default:
      return null
  }
}

const productName = ({ lines }: Detail, id: string): string => {
  const line = lines.find(({ sequence }) => sequence?.productId === id)?.sequence
  return line?.productName ?? line?.title ?? id
}

type HereProps = {
  kind: 'customer' | 'product'
  thing: { id: string; name: string }
  /** True where the link is there, but not right. */
  isLinked?: boolean
}

function LinkHere({ kind, thing, isLinked = false }: HereProps) {
  const [isOpen, setOpen] = useState(false)
  const { whyNot } = useMay()
  return (
    <>
      <Button
        kind="primary"
        icon="link"
        unavailable={whyNot('operator')}
        onClick={() => setOpen(true)}
      >
        {isLinked ? `Change the ${kind}’s link` : `Link the ${kind}`}
      </Button>
      <LinkDialog open={isOpen} onClose={() => setOpen(false)} kind={kind} thing={thing} />
    </>
  )
}
