import { useAccountId } from '../../account.ts'
import { Button } from '../../components/button.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Icon } from '../../components/icon.tsx'
import { Time } from '../../components/time.tsx'
import { useAction } from '../../components/use-action.ts'
import { plural } from '../../format.ts'
import { type Deliveries, replayStuck } from '../../queries/books.ts'
import { useMay } from '../../session.ts'
import { vendorName } from '../../words/looks.ts'

/** What a person should know before the list: silence, refusals, and what is stuck. */
export function DeliveryNotes({ quiet, refusals, stuckWakeUps }: Deliveries) {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const { busy, error, run } = useAction()
  return (
    <>
      {quiet.map(({ source, lastAt, usualHours }) => (
        <p key={source} className="quiet-notice" role="status">
          <Icon name="alert" />
          <span>
            {vendorName[source]} has been quiet since <Time at={lastAt} />: a pause of {usualHours}{' '}
            hours would be usual. See that its webhook is still there and enabled.
          </span>
        </p>
      ))}
      {refusals.length > 0 && (
        <section className="card setup" aria-label="Refused">
          <h2>Refused in the last thirty days</h2>
          <ul>
            {refusals.map(({ source, reason, sentence, count, lastAt }) => (
              <li key={source + reason}>
                {vendorName[source]}: {plural(count, 'delivery', 'deliveries')}, last{' '}
                <Time at={lastAt} />. {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
      {stuckWakeUps.length > 0 && (
        <section className="card setup" aria-label="Stuck">
          <h2>{plural(stuckWakeUps.length, 'invoice')} could not be told</h2>
          <Button
            icon="retry"
            busy={busy}
            unavailable={whyNot('operator')}
            onClick={() => void run(() => replayStuck(accountId))}
          >
            Tell them again
          </Button>
          <FormError error={error} />
        </section>
      )}
    </>
  )
}
