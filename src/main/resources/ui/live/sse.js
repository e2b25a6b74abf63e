// Server-sent events out of a stream of bytes. (EventSource cannot send credentials, nor say why it was refused.)

/** A function that takes chunks of text and calls back with {id, type, data} for each whole event. */
export function parser(onEvent) {
  let rest = '';
  let event = { id: null, type: 'message', data: '' };
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line === '') {
        if (event.data !== '') onEvent(event);
        event = { id: null, type: 'message', data: '' };
        continue;
      }
      const colon = line.indexOf(':');
      const value = line.slice(colon + 1).replace(/^ /, '');
      const field = line.slice(0, colon);
      if (field === 'data') event.data += value;
      else if (field === 'event') event.type = value;
      else if (field === 'id') event.id = value;
    }
  };
}

/** Reads a response to its end. */
export async function consume(response, onEvent, onChunk = () => {}) {
  const feed = parser(onEvent);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onChunk();
    feed(value);
  }
}
