import { useQuery } from '@tanstack/react-query'
import { Button } from '../../components/button.tsx'
import { Money } from '../../components/money.tsx'
import { Notice } from '../../components/notice.tsx'
import { ProblemCard } from '../../components/problem-card.tsx'
import { Section } from '../../components/section.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { type Detail, type Preview, previewQuery } from '../../queries/invoices.ts'
import { problemKey } from '../../words/standing.ts'
import { Mend } from './mend.tsx'

type Props = { accountId: string; invoice: Detail }

/** Exactly what would be sent to Rillet now, and every blocker at once; nothing is sent. */
export function PreviewPart({ accountId, invoice }: Props) {
  const preview = useQuery(previewQuery(accountId, invoice.id))
  const { data, error, isFetching, refetch } = preview
  return (
    <Section
      title="Preview"
      aside={
        <Button busy={isFetching} icon="search" onClick={() => void refetch()}>
          {data === undefined ? 'Show what would be sent' : 'Look again'}
        </Button>
      }
    >
      {isFetching && data === undefined && <Skeleton lines={3} />}
      {error !== null && !isFetching && <ErrorState error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        <p className="hint">Reads both systems and sends nothing.</p>
      ) : (
        <Result accountId={accountId} invoice={invoice} preview={data} />
      )}
    </Section>
  )
}

const Result = ({ accountId, invoice, preview }: Props & { preview: Preview }) => (
  <div className="stack">
    {preview.problems.length === 0 && (
      <Notice tone="good" icon="check" title="Nothing is in its way" />
    )}
    {preview.problems.map((problem) => (
      <ProblemCard key={problemKey(problem)} problem={problem}>
        <Mend accountId={accountId} invoice={invoice} problem={problem} />
      </ProblemCard>
    ))}
    {preview.warnings.map((warning) => (
      <Notice key={warning} tone="warning" icon="alert" title={warning} />
    ))}
    {preview.productsToCreate.length > 0 && (
      <p>Products that would be created in Rillet: {preview.productsToCreate.join(', ')}.</p>
    )}
    {preview.totals !== null && (
      <p>
        Net <Money amount={preview.totals.net} currency={preview.totals.currency} />, tax{' '}
        <Money amount={preview.totals.tax} currency={preview.totals.currency} />, total{' '}
        <Money amount={preview.totals.gross} currency={preview.totals.currency} />
      </p>
    )}
    {preview.request !== null && (
      <details className="request">
        <summary>The request to Rillet, word for word</summary>
        <pre tabIndex={0}>{JSON.stringify(preview.request, null, 2)}</pre>
      </details>
    )}
  </div>
)
