import { type Instance, type InstancePlan, Supervisor } from './instance.ts';

/**
 * Runs an instance until a signal comes (Ctrl+C, SIGTERM, a closed terminal) and takes it down again.
 * Returns the exit code: 0 after a signal, 1 when it could not start.
 */
export async function runUntilStopped(plan: InstancePlan): Promise<number> {
  const signalled = Promise.withResolvers<undefined>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => signalled.resolve(undefined));
  // Writing to a terminal that was closed must not end us before the services have drained.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const supervisor = new Supervisor(plan);
  const failed = supervisor.start().then(
    (instance) => {
      plan.say(announcement(instance));
      return signalled.promise;
    },
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const failure = await Promise.race([failed, signalled.promise]);
  if (failure === undefined) plan.say('stopping: services drain, then PostgreSQL stops');
  else process.stderr.write(`${failure}\n`);
  await supervisor.stop();
  if (failure === undefined) plan.say('stopped');
  return failure === undefined ? 0 : 1;
}

function announcement({ address, demo, logFolder }: Instance): string {
  const [people, departments] = [false, true].map((wanted) =>
    demo.accounts.filter((name) => name.includes('.') === wanted),
  );
  return [
    '',
    `Wanmi is ready:  ${address}`,
    `API reference:   ${address}/api/docs`,
    `Demo accounts:   ${(people ?? []).join(', ')}`,
    `                 ${summary(departments ?? [])}`,
    `Their password:  ${demo.passwordHint}`,
    `Logs:            ${logFolder}`,
    'Stop:            Ctrl+C (or SIGTERM); the data stays for the next start, --reset empties it',
    '',
  ].join('\n');
}

// Two accounts for each of some sixty departments would push the address off the screen.
function summary(departments: readonly string[]): string {
  const shown = departments.slice(0, 4).join(', ');
  return `${shown}${departments.length > 4 ? ` … ${departments.length} in all: handler.<departmentCode>, head.<departmentCode>` : ''}`;
}
