/** What one call, or one delivery, can suffer. */
export const callFaults = [
  'commit, then timeout',
  'commit, then reset',
  'commit, then 5xx',
  'reset before',
  'answer cut',
  'JSON truncated',
  'slow body',
  'slow',
  '5xx',
  '429, seconds',
  '429, a date',
  '429, garbage',
  '429, without',
] as const
export const deliveryFaults = [
  'delivery twice',
  'delivery reordered',
  'delivery late',
  'delivery dropped',
] as const
export const rilletFaults = ['keys forgotten', 'listing lags', 'booked wrongly'] as const

/** What our own processes and the servers under them can suffer. */
export const processFaults = [
  'worker killed',
  'worker killed at a fail point',
  'worker frozen past start-to-close',
  'api killed',
  'api killed at a fail point',
  'Temporal killed',
  'Temporal frozen',
  'Postgres killed',
  'Postgres stopped immediately',
  'Postgres frozen',
  'Postgres half-open',
  'Postgres connections reset',
] as const

export const faultKinds = [
  ...callFaults,
  ...deliveryFaults,
  ...rilletFaults,
  ...processFaults,
] as const
export type FaultKind = (typeof faultKinds)[number]
export type ProcessFault = (typeof processFaults)[number]
