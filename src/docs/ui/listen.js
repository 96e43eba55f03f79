// A plugin of Swagger UI, for the page at `/docs`. By itself Swagger UI cannot show an event stream: it
// waits for the answer to end.

const STREAM = '/api/sse/events';
const MEETING = 'abc-defg-hij';
const MOST_FRAMES = 100;

/** Reads the frames of a response as they come. `hear` gets each: { event, id, data }. */
async function readFrames(body, hear) {
  let rest = '';
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const blocks = (rest + part.value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line)?.slice(1) ?? []);
      const { event, id, data } = Object.fromEntries(fields);
      if (event) hear({ event, id, data });
    }
  }
}

function pretty(data) {
  try {
    return JSON.stringify(JSON.parse(data), null, 2);
  } catch {
    return data;
  }
}

/** The headers of a key or token that was entered under "Authorize". */
function credentials(authSelectors) {
  const { key, token } = authSelectors.authorized()?.toJS() ?? {};
  return {
    ...(key && { 'X-API-Key': key.value }),
    ...(token && { Authorization: `Bearer ${token.value}` }),
  };
}

/** Swagger UI calls it with its system; answers the plugin. */
function listenPlugin({ React, authSelectors }) {
  const { createElement: h, useEffect, useRef, useState } = React;

  /** Frames of the stream at `url`, newest first, once somebody listens. */
  function useStream() {
    const [frames, setFrames] = useState([]);
    const [isOpen, setOpen] = useState(false);
    const stopping = useRef();
    const add = (frame) =>
      setFrames((all) => [{ ...frame, n: (all[0]?.n ?? 0) + 1 }, ...all].slice(0, MOST_FRAMES));
    const stop = () => stopping.current?.abort();
    useEffect(() => stop, []);
    const listen = async (url) => {
      stop();
      stopping.current = new AbortController();
      const { signal } = stopping.current;
      setFrames([]);
      setOpen(true);
      try {
        const answer = await fetch(url, { signal, headers: credentials(authSelectors) });
        if (answer.ok) await readFrames(answer.body, add);
        else add({ event: `refused: ${answer.status}`, data: await answer.text() });
        add({ event: 'ended', data: 'The service ended the stream.' });
      } catch (error) {
        if (!signal.aborted) add({ event: 'ended', data: String(error) });
      }
      if (stopping.current.signal === signal) setOpen(false);
    };
    return { frames, isOpen, listen, stop };
  }

  function Button({ label, onClick, kind = '' }) {
    return h('button', { type: 'button', className: `btn ${kind}`, onClick }, label);
  }

  function ListenButton({ stream, url }) {
    return stream.isOpen
      ? h(Button, { label: 'Stop', onClick: stream.stop, kind: 'cancel' })
      : h(Button, { label: 'Listen', onClick: () => void stream.listen(url), kind: 'execute' });
  }

  function Frames({ frames }) {
    return h(
      'ol',
      { className: 'kyukei-frames', 'aria-live': 'polite', 'aria-label': 'Frames, newest first' },
      frames.map(({ n, event, id, data }) =>
        h('li', { key: n }, [
          h('strong', { key: 'event' }, event),
          id && h('code', { key: 'id' }, `id ${id}`),
          h('pre', { key: 'data' }, pretty(data)),
        ]),
      ),
    );
  }

  function MeetingField({ value, onChange }) {
    const input = { value, onChange: (event) => onChange(event.target.value), spellCheck: false };
    return h('label', null, ['Meeting ', h('input', { key: 'input', type: 'text', ...input })]);
  }

  const here = (path) => new URL(`..${path}`, listenPlugin.script).href;
  const streamOf = (query) => here(`${STREAM}?${new URLSearchParams(query)}`);

  /** The panel below the parameters of the stream's operation. It uses the values entered in "Try it out". */
  function Listen({ specSelectors }) {
    const stream = useStream();
    const entered = specSelectors.parameterValues([STREAM, 'get']).toJS();
    const query = Object.entries(entered).flatMap(([name, value]) =>
      name.startsWith('query.') && value ? [[name.slice('query.'.length), value]] : [],
    );
    const url = streamOf({ meeting_id: MEETING, ...Object.fromEntries(query) });
    return h('section', { className: 'kyukei-listen' }, [
      h(ListenButton, { key: 'button', stream, url }),
      h(Frames, { key: 'frames', frames: stream.frames }),
    ]);
  }

  /** The first screen: it starts a meeting, calls a break, and shows the frames that a member gets. */
  function FirstSteps() {
    const stream = useStream();
    const [meeting, setMeeting] = useState(MEETING);
    const [answer, setAnswer] = useState('');
    const call = (path, body) => async () => {
      const headers = { 'Content-Type': 'application/json', ...credentials(authSelectors) };
      const to = here(`/api/meetings/${encodeURIComponent(meeting)}/${path}`);
      const answer = await fetch(to, { method: 'POST', headers, body: JSON.stringify(body) });
      setAnswer(`POST …/${path}: ${answer.status} ${await answer.text()}`);
    };
    const url = streamOf({ meeting_id: meeting });
    return h('section', { className: 'kyukei-first-steps' }, [
      h('h2', { key: 'title' }, 'A break in three steps'),
      h(MeetingField, { key: 'meeting', value: meeting, onChange: setMeeting }),
      h('ol', { key: 'steps' }, [
        h('li', { key: 1 }, [
          h(Button, { key: 'start', label: 'Start', onClick: call('start') }),
          ' the meeting, as its leader.',
        ]),
        h('li', { key: 2 }, [h(ListenButton, { key: 'listen', stream, url }), ' as a member.']),
        h('li', { key: 3 }, [
          h(Button, { key: 'break', label: 'Break', onClick: call('rest', { duration_seconds: 600 }) }),
          ' for ten minutes, and ',
          h(Button, { key: 'back', label: 'Back', onClick: call('resume') }),
          ' to work.',
        ]),
      ]),
      answer && h('p', { key: 'answer', role: 'status' }, h('code', null, answer)),
      h(Frames, { key: 'frames', frames: stream.frames }),
    ]);
  }

  const isStream = ({ pathMethod }) => pathMethod?.[0] === STREAM;
  return {
    wrapComponents: {
      InfoContainer: (Original) => (props) =>
        h(React.Fragment, null, [h(Original, { key: 'info', ...props }), h(FirstSteps, { key: 'steps' })]),
      parameters: (Original) => (props) =>
        h(React.Fragment, null, [
          h(Original, { key: 'parameters', ...props }),
          isStream(props) && h(Listen, { key: 'listen', specSelectors: props.specSelectors }),
        ]),
      execute: (Original) => (props) => (props.path === STREAM ? null : h(Original, props)),
    },
  };
}

/** The page's scripts are below `/docs`, which may be below a path of a proxy. */
listenPlugin.script = document.currentScript.src;
