import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ExternalLink } from '../../components/external-link.tsx'
import { Id } from '../../components/id.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { Page } from '../../components/page.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { type Detail, invoiceQuery } from '../../queries/invoices.ts'
import { About } from './about.tsx'
import { Actions } from './actions.tsx'
import { Lines } from './lines.tsx'
import { Payments } from './payments.tsx'
import { PreviewPart } from './preview.tsx'
import { Sides } from './sides.tsx'
import { Standing } from './standing.tsx'
import { Steps } from './steps.tsx'
import { Timeline } from './timeline.tsx'

const route = getRouteApi('/accounts/$accountId/invoices/$invoiceId')

/** One invoice: where it stands, why, what both systems say, and what a person may do. */
export function InvoicePage() {
  const { accountId, invoiceId } = route.useParams()
  const invoice = useQuery(invoiceQuery(accountId, invoiceId))
  return (
    <Loaded query={invoice} whole>
      {(loaded) => (
        <Page
          title={loaded.number ?? 'Invoice without a number'}
          back={
            <Link to="/accounts/$accountId/invoices" params={{ accountId }}>
              Invoices
            </Link>
          }
          about={<Head invoice={loaded} />}
          actions={<Actions accountId={accountId} invoice={loaded} />}
        >
          <div className="split">
            <div className="split-main">
              <Standing accountId={accountId} invoice={loaded} />
              <Steps steps={loaded.steps} />
              <Sides invoice={loaded} />
              <Lines invoice={loaded} />
              <Payments invoice={loaded} />
              <PreviewPart accountId={accountId} invoice={loaded} />
            </div>
            <aside className="split-side" aria-label="About this invoice">
              <About accountId={accountId} invoice={loaded} />
              <Timeline accountId={accountId} invoiceId={invoiceId} />
            </aside>
          </div>
        </Page>
      )}
    </Loaded>
  )
}

const Head = ({ invoice }: { invoice: Detail }) => {
  const { state, grossTotal, currency, rilletUrl, sequenceUrl, temporalUrl, id } = invoice
  return (
    <div className="row">
      <StateBadge state={state} />
      <strong>
        <Money amount={grossTotal} currency={currency} />
      </strong>
      {rilletUrl !== null && <ExternalLink href={rilletUrl}>Rillet</ExternalLink>}
      {sequenceUrl !== null && <ExternalLink href={sequenceUrl}>Sequence</ExternalLink>}
      {temporalUrl !== null && <ExternalLink href={temporalUrl}>Temporal</ExternalLink>}
      <Id value={id} name="Sequence’s id" />
    </div>
  )
}
