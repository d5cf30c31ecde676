import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemo } from '../../scripts/demo/load-demo.ts';
import { freePort } from '../../scripts/postgres/free-port.ts';
import { buildPages, PAGES } from '../../scripts/tools/build-pages.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type ServiceProcess, startService } from '../support/service-process.ts';

const PASSWORD = 'a page for everyone';
/** Chromium renders the map in software; the rest keeps it from asking hosts of its own. */
const ARGUMENTS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
];

let database: TestDatabase;
let folder: string;
let services: readonly ServiceProcess[] = [];
let browser: Browser;
let address: string;

beforeAll(async () => {
  expect(await buildPages(PAGES, () => undefined)).toEqual([]);
  database = await createTestDatabase();
  await loadDemo(database.url, { password: PASSWORD });
  folder = mkdtempSync(path.join(os.tmpdir(), 'wanmi-browser-'));
  const secret = path.join(folder, 'secret');
  writeFileSync(secret, randomBytes(32).toString('base64url'), { mode: 0o600 });
  const [apiPort, dispatcherPort] = [await freePort(), await freePort()];
  const env = {
    ...{ DATABASE_URL: database.url, WANMI_DATA_DIR: folder, WANMI_SECRET_FILE: secret },
    ...{ WANMI_HOST: '127.0.0.1', WANMI_PORT: String(apiPort) },
    ...{ WANMI_DISPATCHER_HOST: '127.0.0.1', WANMI_DISPATCHER_PORT: String(dispatcherPort) },
  };
  services = await Promise.all([startService('dispatcher', dispatcherPort, env), startService('api', apiPort, env)]);
  address = `http://127.0.0.1:${apiPort}/`;
  browser = await chromium.launch({
    executablePath: process.env.WANMI_CHROMIUM ?? '/usr/bin/chromium',
    args: ARGUMENTS,
  });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all(services.map((service) => service.kill()));
  await database?.drop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('a visitor reports on the map, and every other page sees the case go to its department by itself', async () => {
  const leader = await openPage('leader');
  const inspector = await openPage('inspector');
  await inspector.page.getByRole('button', { name: '上报' }).click();
  await pressMap(inspector.page);
  await inspector.page.getByLabel('类别').selectOption('06010');
  await inspector.page.getByLabel('说明').fill('路边有一堆生活垃圾');
  await inspector.page.getByRole('button', { name: '提交' }).click();

  const row = leader.page.locator('.case').first();
  await row.getByText('暴露垃圾').waitFor();
  await row.getByText('待签收').waitFor();
  await row.getByText('环境卫生服务中心').waitFor();
  await row.click();
  await leader.page.locator('.panel').getByText('派遣').first().waitFor();
  expect(await leader.page.locator('.panel').textContent()).toContain('路边有一堆生活垃圾');
  expect([...leader.problems, ...inspector.problems]).toEqual([]);
});

test('a department signs for its case and hands in the result by keyboard', async () => {
  const { page, problems } = await openPage('handler.sanitation');
  await page.getByRole('tab', { name: '我的待办' }).press('Enter');
  await page.locator('.case').first().press('Enter');
  await page.locator('.panel').getByRole('button', { name: '签收' }).press('Enter');
  await page.locator('.panel').getByRole('button', { name: '处置完成' }).press('Enter');
  await page.locator('.panel').getByRole('button', { name: '提交' }).press('Enter');
  await page.locator('.panel .tag').getByText('待反馈确认').waitFor();
  expect(problems).toEqual([]);
});

test('an inspector who finds nothing says so, and the way forward comes first for the next', async () => {
  const acceptor = await openPage('acceptor');
  await acceptor.page.getByRole('button', { name: '上报' }).click();
  await pressMap(acceptor.page);
  await acceptor.page.getByRole('button', { name: '提交' }).click();
  await acceptor.page.locator('.panel').getByRole('button', { name: '派核实' }).click();
  await acceptor.page.locator('.panel .tag').getByText('核实中').waitFor();

  const { page, problems } = await openPage('inspector');
  await page.getByRole('tab', { name: '我的待办' }).click();
  await page.locator('.case').first().click();
  expect(await page.locator('.panel .primary').textContent()).toBe('报核实结果');
  await page.locator('.panel .primary').click();
  await page.getByLabel('结果', { exact: true }).selectOption('不属实');
  await page.locator('.panel').getByRole('button', { name: '提交' }).click();
  await page.locator('.panel .tag').getByText('待立案').waitFor();
  expect(problems).toEqual([]);
});

test('the page speaks English when asked, and remembers it', async () => {
  const { page } = await openPage('acceptor');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Demo data: borders of streets, communities and grids are drawn').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  expect(await page.getAttribute('html', 'lang')).toBe('en');
});

test('a wrong password is said in words, and the page stays usable on a phone', async () => {
  const page = await browser.newPage({ viewport: { width: 375, height: 740 } });
  await page.goto(address);
  await page.getByLabel('用户名').fill('leader');
  await page.getByLabel('密码').fill('not the password');
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByText('用户名或密码不对').waitFor();
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.locator('.case').first().waitFor();
  const width = await page.evaluate('document.documentElement.scrollWidth');
  expect(width).toBeLessThanOrEqual(375);
});

/** Presses the middle of the map, once the district is in view: street names come with it. */
async function pressMap(page: Page): Promise<void> {
  await page.locator('.street-name').first().waitFor({ state: 'attached' });
  await page.locator('.canvas canvas').click();
}

/** A page of its own session, signed in; what the browser complains about is collected. */
async function openPage(username: string): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(address);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('status').getByText('实时').waitFor();
  return { page, problems };
}
