import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from '../quiet.ts'

/** What wrangler said, and whether it did what it was asked. */
export interface Answer {
  worked: boolean
  said: string
  /** Without what it told about problems: JSON and tables are here. */
  out: string
}

/** The whole talk with Cloudflare: one command of wrangler, and its answer. Nothing else of the deployment knows the network. */
export type Wrangler = (...args: string[]) => Promise<Answer>

/** The pinned wrangler, as whoever is signed in to it, or with CLOUDFLARE_API_TOKEN. It asks nothing: `quietly` tells it that nobody is there. */
export function wranglerAt(program: string = join(root, 'node_modules/wrangler/bin/wrangler.js'), environment = process.env): Wrangler {
  return (...args) =>
    new Promise((answer) => {
      execFile(process.execPath, [program, ...args], { cwd: root, env: environment, maxBuffer: 2 ** 26 }, (error, out, err) =>
        answer(answerOf(error === null, out, err)),
      )
    })
}

/** Without colours, and without where wrangler's own log is. */
export function answerOf(worked: boolean, out: string, err: string): Answer {
  return { worked, said: plain(`${out}\n${err}`), out: plain(out) }
}

const plain = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/^🪵.*$/gm, '')
    .trim()
