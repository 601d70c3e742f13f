import { Button } from './button.tsx'
import { Dialog, Disclosure } from './dialog.tsx'
import type { Example } from './example.ts'
import { Field } from './field.tsx'

export const examples: Example[] = [
  {
    title: 'A question that opens in place, without JavaScript too',
    render: ({ components }) => (
      <Disclosure summary="Decline" kind="danger" open>
        <Field label="Message to Ana Pereira" name="d-message" multiline optional={components.optional} />
        <div class="actions">
          <Button type="button" kind="danger">
            Decline this request
          </Button>
        </div>
      </Disclosure>
    ),
  },
  {
    title: 'Closed',
    render: () => (
      <Disclosure summary="Why can't this client schedule?" kind="plain">
        <p>She is archived.</p>
      </Disclosure>
    ),
  },
  {
    title: 'A dialog, opened by data-opens',
    render: () => (
      <>
        <Button type="button" data-opens="sample-dialog">
          Open
        </Button>
        <Dialog id="sample-dialog" title="Are you still there?">
          <p>You will be signed out soon.</p>
          <form method="dialog" class="actions">
            <Button kind="primary">Stay signed in</Button>
          </form>
        </Dialog>
      </>
    ),
  },
]
