import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from '../src/commands/quiet.ts'
import { sum } from './arithmetic.ts'
import { asked, type Ground } from './ground.ts'
import { bytesOfLast } from './http2.ts'
import { type Answer, type Ask, send } from './load.ts'
import { measured, routes } from './routes.ts'
import type { RunningWorker } from './workers.ts'

/** What goes over the wire for a first view and for the next one, in bytes: bodies as gzip, headers as HTTP/1.1 writes them. */
export interface View {
  name: string
  requests: number
  cold: number
  script: number
  warm: number
}

/** Every page, and the answer to a moved switch. */
export async function viewsOf(
  portal: RunningWorker,
  ground: Ground,
): Promise<{ views: View[]; toggle: number; toggleHttp2: number; headers: number }> {
  const views: View[] = []
  for (const route of measured.filter(({ page }) => page)) {
    const answer = await send(portal.url, asked(route, ground.cookies))
    const assets = await Promise.all(assetsIn(answer.body).map(async (path) => ({ path, size: await assetSize(portal, path) })))
    const [warm, script] = [sizeOf(answer), sum(assets.filter(({ path }) => path.endsWith('.js')).map(({ size }) => size))]
    views.push({ name: route.name, requests: 1 + assets.length, cold: warm + sum(assets.map(({ size }) => size)), script, warm })
  }
  const page = await send(portal.url, asked(routes.settings, ground.cookies))
  const toggle = sizeOf(await send(portal.url, await moved(portal, ground, 'on')))
  const toggleHttp2 = await bytesOfLast(portal, [asked(routes.settings, ground.cookies), await moved(portal, ground, 'off')])
  return { views, toggle, toggleHttp2, headers: sizeOf(page) - gzipSync(page.body).length }
}

/** A switch that nothing else moves, as a browser would move it. */
async function moved(portal: RunningWorker, ground: Ground, value: 'on' | 'off'): Promise<Ask> {
  const page = await send(portal.url, asked(routes.settings, ground.cookies))
  const row = page.body.slice(page.body.indexOf('id="setting-hide_location_on_forms"'))
  const version = /name="version" value="(\d+)"/.exec(row)?.[1] ?? '0'
  const path = routes.toggle.path.replace(/\w+$/, 'hide_location_on_forms')
  return asked({ ...routes.toggle, path }, ground.cookies, { value, version })
}

/** Stylesheets, scripts and images that the page brings; what stands in the page itself is no request. */
function assetsIn(html: string): string[] {
  const tags = html.matchAll(
    /<(?:script|img|source|iframe)\b[^>]*?\bsrc="([^"]+)"|<link\b[^>]*?\brel="(?:stylesheet|icon|preload|modulepreload|manifest)"[^>]*?\bhref="([^"]+)"/g,
  )
  return [...new Set([...tags].map(([, src, href]) => src ?? href!))].filter((path) => !path.startsWith('data:'))
}

async function assetSize(portal: RunningWorker, path: string): Promise<number> {
  const { rawHeaders, status } = await send(portal.url, { path })
  const body = await readFile(join(root, 'dist/public', path))
  return sizeOf({ rawHeaders, status, body })
}

function sizeOf({ rawHeaders, body, status }: Pick<Answer, 'rawHeaders' | 'status'> & { body: string | Buffer }): number {
  return gzipSync(body).length + `HTTP/1.1 ${status} OK\r\n\r\n`.length + rawHeaders.join('').length + 2 * rawHeaders.length
}
