import { ExternalLink } from '../../components/external-link.tsx'
import { Go } from '../../components/go.tsx'
import { Id } from '../../components/id.tsx'
import { Facts, Section } from '../../components/section.tsx'
import { Day, Time } from '../../components/time.tsx'
import type { Detail } from '../../queries/invoices.ts'
import { stringifySearch } from '../../search.ts'

type Props = { accountId: string; invoice: Detail }

/** The invoice in a few facts. */
export const About = ({ accountId, invoice }: Props) => {
  const { customerId, customerName, customerUrl, paymentLink, rilletId } = invoice
  return (
    <Section title="About">
      <Facts
        facts={[
          [
            'Customer',
            customerId !== null && (
              <Go
                href={`/accounts/${accountId}/invoices${stringifySearch({ customerId })}`}
                title="All invoices of this customer"
              >
                {customerName ?? customerId}
              </Go>
            ),
          ],
          [
            'In Rillet',
            customerUrl === null ? null : (
              <ExternalLink href={customerUrl}>the customer’s page</ExternalLink>
            ),
          ],
          ['Date', <Day key="date" day={invoice.accountingDate} />],
          ['Issued', <Day key="issued" day={invoice.issueDate} />],
          ['Due', <Day key="due" day={invoice.dueDate} />],
          ['Sequence says', wordsOf(invoice.sourceStatus, invoice.paymentStatus)],
          [
            'Payment link',
            paymentLink === null ? null : `${capital(paymentLink)}: it decides what is paid`,
          ],
          [
            'Rillet’s id',
            rilletId === null ? null : <Id key="id" value={rilletId} name="Rillet’s id" />,
          ],
          [
            rilletId === null ? 'Was booked in Rillet' : 'In Rillet since',
            invoice.syncedAt === null ? null : <Time key="in" at={invoice.syncedAt} />,
          ],
          ['First seen', <Time key="seen" at={invoice.createdAt} />],
        ]}
      />
    </Section>
  )
}

const capital = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase()

const wordsOf = (...statuses: (string | null)[]): string =>
  statuses
    .filter((status) => status !== null)
    .map((status) => status.replaceAll('_', ' ').toLowerCase())
    .join(', ')
