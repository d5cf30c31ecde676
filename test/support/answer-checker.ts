import { Compile } from 'typebox/schema';
import type { App, InjectOptions } from './api-app.ts';

type Answered = {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
};
type Schema = Readonly<Record<string, unknown>>;
type Operation = { readonly responses?: Readonly<Record<string, { content?: Record<string, { schema?: Schema }> }>> };

/** Holds every JSON answer to the schema that the OpenAPI document gives for its route and status. */
export function answerChecker(app: App): (request: InjectOptions, answer: Answered) => void {
  const document = app.swagger() as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: unknown;
  };
  const paths = Object.entries(document.paths)
    .map(([path, operations]) => ({ operations, pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`) }))
    .toSorted(
      (left, right) => Number(left.pattern.source.includes('[^/]+')) - Number(right.pattern.source.includes('[^/]+')),
    );

  return ({ method, url }, { status, body, headers }) => {
    const [path = ''] = String(url).split('?', 1);
    const found = paths.find(
      ({ pattern, operations }) => pattern.test(path) && operations[String(method).toLowerCase()],
    );
    const type = String(headers['content-type'] ?? '').split(';', 1)[0] ?? '';
    if (found === undefined || body === undefined) return;
    const answer = found.operations[String(method).toLowerCase()]?.responses?.[status];
    const schema = answer?.content?.[type]?.schema;
    const where = `${method} ${path} answered ${status} ${type}`;
    if (schema === undefined) throw new Error(`${where}: its OpenAPI entry has no such answer`);
    const shape = Compile({ ...schema, components: document.components });
    if (shape.Check(body)) return;
    throw new Error(`${where}: not of its schema: ${JSON.stringify(shape.Errors(body))} in ${JSON.stringify(body)}`);
  };
}
