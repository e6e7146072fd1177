/** States of a session in which its delay is of any meaning. */
const delayed: readonly string[] = ["scheduled", "running"];

/**
 * When something of a session really is: what is still to come begins and ends so
 * many minutes later than planned; what is over stays where it was.
 */
export function delayedTimes(
  session: { state: string; delayMinutes: number },
  planned: { startsAt: Date; endsAt: Date },
  now: Date,
): { startsAt: Date; endsAt: Date } {
  const late = session.delayMinutes * 60_000;
  const { startsAt, endsAt } = planned;
  if (!delayed.includes(session.state) || endsAt.getTime() + late <= now.getTime())
    return { startsAt, endsAt };
  return {
    startsAt: new Date(startsAt.getTime() + late),
    endsAt: new Date(endsAt.getTime() + late),
  };
}
