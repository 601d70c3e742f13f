import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Browser } from 'playwright-core'
import { chromiumPath } from '../src/commands/chromium.ts'
import { root } from '../src/commands/quiet.ts'
import { median } from './arithmetic.ts'
import { asked, type Ground } from './ground.ts'
import { send } from './load.ts'
import { routes } from './routes.ts'
import type { RunningWorker } from './workers.ts'

/** What a browser shows, ms and layout-shift score: medians of several cold views on slow 4G with a CPU four times slower. */
export interface Painted {
  firstPaint: number
  largestPaint: number
  blocking: number
  shift: number
}

/** A page of the portal beside the same page as one file: its HTML with the stylesheet inside, and htmx. */
export interface PaintedPage {
  name: string
  portal: Painted
  bare: Painted
}

const slow4G = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 }
const pages = [routes.login, routes.settings, routes.slots]

/** SPD-2: paint times of three pages, portal and bare in turn, in one browser. Empty where there is no Chromium. */
export async function paintTimes(portal: RunningWorker, ground: Ground, rounds: number): Promise<PaintedPage[]> {
  const executablePath = await chromiumPath().catch(() => null)
  if (!executablePath) return []
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  const server = createServer((request, response) => void serve(portal, ground, request, response)).listen(0, '127.0.0.1')
  try {
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const painted: PaintedPage[] = []
    for (const { name } of pages) {
      const views: { portal: Painted[]; bare: Painted[] } = { portal: [], bare: [] }
      for (let round = 0; round < rounds; round++)
        for (const side of ['portal', 'bare'] as const) views[side].push(await view(browser, `${url}/${side}/${name}`))
      painted.push({ name, portal: middle(views.portal), bare: middle(views.bare) })
    }
    return painted
  } finally {
    server.close()
    await browser.close()
  }
}

/** Both sides through one server that compresses: workerd on this machine does not, the edge does. */
async function serve(portal: RunningWorker, ground: Ground, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, side = '', name = ''] = (request.url ?? '').split('/')
  const route = pages.find((page) => page.name === name)
  const body = route
    ? await pageOf(portal, ground, route, side === 'bare')
    : await readFile(join(root, 'dist/public', request.url ?? '')).catch(() => '')
  const type = route ? 'text/html; charset=utf-8' : request.url?.endsWith('.css') ? 'text/css' : 'text/javascript'
  response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'gzip' }).end(gzipSync(body))
}

async function pageOf(portal: RunningWorker, ground: Ground, route: (typeof pages)[number], bare: boolean): Promise<string> {
  const { body } = await send(portal.url, asked(route, ground.cookies))
  if (!bare) return body
  const [link = '', path = ''] = /<link rel="stylesheet" href="([^"]+)"\/?>/.exec(body) ?? []
  const css = await readFile(join(root, 'dist/public', path), 'utf8')
  return body.replace(link, () => `<style>${css}</style>`).replace(/<script src="[^"]*\/app\.[^"]*"[^>]*><\/script>/, '')
}

async function view(browser: Browser, url: string): Promise<Painted> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  try {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', slow4G)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await page.addInitScript(watch)
    await page.goto(url, { waitUntil: 'load' })
    await page.waitForTimeout(600)
    return (await page.evaluate('window.painted()')) as Painted
  } finally {
    await context.close()
  }
}

/** Runs in the page: what it notes of itself. */
const watch = `
  const seen = { largest: 0, blocking: 0, shift: 0 }
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.largest = entry.startTime })).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.blocking += Math.max(0, entry.duration - 50) })).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.shift += entry.value })).observe({ type: 'layout-shift', buffered: true })
  window.painted = () => ({ firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, largestPaint: seen.largest, blocking: seen.blocking, shift: seen.shift })
`

function middle(views: Painted[]): Painted {
  const of = (key: keyof Painted) => Math.round(median(views.map((one) => one[key])) * 1000) / 1000
  return {
    firstPaint: Math.round(of('firstPaint')),
    largestPaint: Math.round(of('largestPaint')),
    blocking: Math.round(of('blocking')),
    shift: of('shift'),
  }
}
