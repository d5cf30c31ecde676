// The part of curl that docs/api.md uses, for machines without it: -sS URL, -H, -d.
const args = process.argv.slice(2);
const headers = new Headers();
let url = '';
let body;
while (args.length > 0) {
  const arg = args.shift();
  if (arg === '-H') {
    const [name, ...value] = args.shift().split(':');
    headers.set(name, value.join(':').trim());
  } else if (arg === '-d') body = args.shift();
  else if (arg !== '-sS') url = arg;
}
const answer = await fetch(url, body === undefined ? { headers } : { method: 'POST', headers, body });
process.stdout.write(await answer.text());
