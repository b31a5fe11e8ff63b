import { useQuery } from '@tanstack/react-query'
import { DoctorRechecked } from '../../../api/schemas/doctor.ts'
import { useAccountId } from '../../account.ts'
import { ask, at } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { FormError } from '../../components/form-error.tsx'
import { Go } from '../../components/go.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { useAction } from '../../components/use-action.ts'
import { doctorQuery, type Doctor as Found } from '../../queries/connection.ts'
import { useMay } from '../../session.ts'
import { doctorLooks } from '../../words/looks.ts'

type Line = Found['lines'][number]

/** One line per prerequisite, with what to do next; each turns green by itself when it is done. */
export function Doctor() {
  const accountId = useAccountId()
  const { whyNot } = useMay()
  const doctor = useQuery(doctorQuery(accountId))
  const { busy, error, run } = useAction()
  const recheck = () =>
    run(() =>
      ask({
        method: 'POST',
        path: at`/v1/accounts/${accountId}/doctor/recheck`,
        answer: DoctorRechecked,
      }),
    )
  return (
    <section className="card setup" aria-label="Doctor">
      <header className="card-head">
        <h2>Doctor</h2>
        <Button
          icon="retry"
          busy={busy}
          unavailable={whyNot('operator')}
          onClick={() => void recheck()}
        >
          Look again
        </Button>
      </header>
      <FormError error={error} />
      <Loaded query={doctor}>
        {({ lines }) => (
          <ul className="doctor">
            {lines.map((line) => (
              <DoctorLine key={line.id} line={line} accountId={accountId} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

const DoctorLine = ({ line, accountId }: { line: Line; accountId: string }) => (
  <li className="doctor-line" data-line={line.id} data-state={line.state}>
    <Badge {...doctorLooks[line.state]} />
    <div>
      <strong>
        {line.group}: {line.title}
      </strong>
      <p>{line.sentence}</p>
      {line.nextStep !== null && <p className="doctor-next">{line.nextStep}</p>}
      {line.where !== null &&
        (line.where.page === null ? (
          <p className="hint">{line.where.label}</p>
        ) : (
          <Go href={`/accounts/${accountId}/${line.where.page}`}>{line.where.label}</Go>
        ))}
    </div>
  </li>
)
